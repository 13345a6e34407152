"""A page made light: nothing that it uses is lost, and what it does not wait for comes later."""

import re

import pytest

from checkedbook.lean import _rebased
from checkedbook.sheet import used

CSS = """@charset "utf-8";
/* a { comment } */
.a, .b.c:not(.gone) > p, [data-x=".gone"] { content: "}"; color: red }
@media (min-width: 3px) { .gone { x: y } @supports (x: y) { .a::before { x: y } } }
@media print { .gone { x: y } }
@keyframes turn { from { x: y } to { x: z } }
#gone, :is(.gone, .a) { x: y }
.sm\\:a { x: y }
@font-face { font-family: "Font Awesome 6" }
"""


def test_rules_are_kept_for_what_there_is():
    assert used(CSS, {"a", "b", "c", "sm:a"}) == (
        '@charset "utf-8";.a,.b.c:not(.gone) > p,[data-x=".gone"]{content: "}"; color: red}'
        "@media (min-width: 3px){@supports (x: y){.a::before{x: y}}}@keyframes turn{from { x: y } to { x: z }}:is(.gone, .a){x: y}"
        ".sm\\:a{x: y}"
    )


@pytest.mark.parametrize("words, left", [({"b"}, ""), ({"b", "c"}, ".b.c:not(.gone) > p,")])
def test_every_class_of_a_selector_must_be_there(words, left):
    assert used(".a, .b.c:not(.gone) > p { x: y }", words) == (f"{left.rstrip(',')}{{x: y}}" if left else "")


def test_addresses_in_sheets_lead_where_they_did(tmp_path):
    folder = tmp_path / "_static/styles"
    folder.mkdir(parents=True)
    (folder / "a.css").write_text('@import "b.css"; a { src: url(#x) url("data:y") }')
    (folder / "b.css").write_text('b { src: url("../c.png") url(d.png) }')
    assert _rebased(tmp_path, folder / "a.css") == 'b { src: url(c.png) url(styles/d.png) }\n a { src: url(#x) url("data:y") }\n'


@pytest.fixture(scope="module")
def built(make_book):
    book = make_book("lean")
    book.write(
        "conf.py",
        (book.root / "conf.py").read_text() + 'extensions.append("checkedbook.lean")\nhtml_theme = "sphinx_book_theme"\n',
    )
    book.chapter(
        "index",
        "# Cover\n\n```{cell}\nfrom checkedbook import figure\nfrom matplotlib.figure import Figure\nfig = Figure()\n"
        "_ = fig.subplots().plot([1, 2])\nfigure('growth', fig)\n```\n\n"
        "```{plot} growth\n:alt: A line that grows from one to two.\n\nIt grows.\n```\n",
    )
    book.write("docs/größer 1.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"/>')
    book.edit("docs/index.md", "It grows.\n```\n", "It grows.\n```\n\n![A picture whose name has an umlaut.](<größer 1.svg>)\n")
    done = book.build()
    assert done.passed, done.warnings
    return book


def test_a_page_waits_for_one_sheet_and_for_no_script(built):
    page = built.page("index")
    assert page.count('rel="stylesheet"') == 1 and "fontawesome" not in page and "preload" not in page
    heads = [tag for tag in page.split("<script")[1:] if " src=" in tag.partition(">")[0]]
    assert heads and all("defer" in tag.partition(">")[0] for tag in heads)
    [sheet] = built.html.glob("_static/style-*.css")
    assert f'href="_static/{sheet.name}"' in page


def test_the_sheet_has_what_the_pages_use(built):
    [sheet] = built.html.glob("_static/style-*.css")
    text = sheet.read_text("utf8")
    assert (
        ".headerlink" in text
        and ".bs-tooltip-auto" in text
        and ".claim-note" not in text
        and "@import" not in text
        and len(text) < 150_000
    )


def test_a_picture_may_have_any_name(built):
    [image] = re.findall(r"<img[^>]*umlaut[^>]*>", built.page("index"))
    assert 'width="30" height="20" loading="lazy"' in image


def test_a_drawing_comes_late_and_keeps_its_place(built):
    [image] = [tag for tag in built.page("index").split("<img")[1:] if "umlaut" not in tag.partition(">")[0]]
    tag = image.partition(">")[0]
    assert 'loading="lazy"' in tag and 'width="' in tag and 'height="' in tag


def test_code_keeps_its_text_and_the_marks_that_are_seen(built):
    page = built.page("index")
    assert '<span class="kn">from</span>' in page and '<span class="n">' not in page and "fig" in page

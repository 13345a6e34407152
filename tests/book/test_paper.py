"""The book on paper: folds are open, figures are there and light, and one page holds all pages."""

import re
from pathlib import Path

import pytest

from checkedbook.paper import whole

DOCS = Path(__file__).parents[2] / "docs"
CHAPTER = "1-signals/exploding-and-vanishing"
SEEN = """() => ({
  theme: document.documentElement.dataset.theme,
  folded: [...document.querySelectorAll("article details")].filter(each => !each.open || !each.lastElementChild.checkVisibility()).length,
  figures: [...document.querySelectorAll("article figure img")].filter(each => each.checkVisibility() && each.naturalWidth > 0).length,
  menus: [...document.querySelectorAll(".bd-sidebar-primary, .bd-header-article, .prev-next-footer")].filter(each => each.checkVisibility()).length,
  wide: Math.max(0, ...[...document.querySelectorAll("article pre, article figure")].map(each => each.scrollWidth - each.clientWidth)),
})"""


def test_paper_shows_everything(open_page):
    page = open_page(f"{CHAPTER}.html", 700, color_scheme="dark")
    before = page.evaluate(SEEN)
    assert before["folded"] > 5 and before["theme"] == "dark" and before["menus"] > 0
    page.emulate_media(media="print")
    page.wait_for_function("document.documentElement.dataset.theme === 'light'")
    page.wait_for_function("[...document.querySelectorAll('article img')].every(each => each.complete)")
    figures = (DOCS / f"{CHAPTER}.md").read_text("utf8").count("```{plot}")
    assert page.evaluate(SEEN) == {"theme": "light", "folded": 0, "figures": figures, "menus": 0, "wide": 0}
    page.emulate_media(media="screen", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    after = page.evaluate(SEEN)
    assert (after["folded"], after["theme"], after["menus"]) == (before["folded"], before["theme"], before["menus"])
    assert not page.complaints


@pytest.fixture(scope="module")
def all_pages(site) -> str:
    return whole(site)


def test_one_page_has_every_figure_of_the_book_once(all_pages):
    chapters = (path.read_text("utf8") for path in DOCS.rglob("*.md") if path.parent.name != "templates")
    figures = [name for text in chapters for name in re.findall(r"^```\{plot\} (\S+)", text, re.MULTILINE)]
    shown = re.findall(r'src="_images/([\w-]+)\.svg"', all_pages)
    assert sorted(shown) == sorted(figures)


def test_links_of_the_one_page_stay_in_it(all_pages):
    ids = re.findall(r'\bid="([^"]+)"', all_pages[all_pages.index("<article") :])
    places = set(re.findall(r'href="#([^"]+)"', all_pages[all_pages.index("<article") : all_pages.rindex("</article>")]))
    assert len(ids) == len(set(ids)) and len(places) > 100
    assert not places - set(ids), sorted(places - set(ids))[:5]

"""Every page in a real browser: on a phone and on a desk, light and dark."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

DOCS = Path(__file__).parents[2] / "docs"
SOURCES = [path.relative_to(DOCS) for path in sorted(DOCS.rglob("*.md")) if path.parent.name != "templates"]
CHAPTERS = [str(path.with_suffix("")) for path in SOURCES]
PAGES = [*CHAPTERS, "genindex", "search"]

OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return null;
  const out = [...document.querySelectorAll("main *")].filter(e =>
    e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  return `${wide} px too wide: ` + out.slice(0, 3).map(e => e.outerHTML.slice(0, 80)).join(" | ");
}"""
BROKEN_FORMULAS = "[...document.querySelectorAll('[data-mjx-error]')].map(e => e.getAttribute('data-mjx-error'))"

UNDRAWN = """[...document.querySelectorAll("[class*='fa-']")].filter(e => getComputedStyle(e).maskImage === "none")
  .map(e => `no icon in book.css: ${e.className}`)"""


# A formula alone is text: MathJax gives it to screen readers in a way that axe does not count as a head of a table.
RULES = {"empty-table-header": {"enabled": False}}


def axe(page) -> list[str]:
    """What axe-core holds against the page, once no colour is on its way to another."""
    page.wait_for_function("document.getAnimations().every(each => each.playState === 'finished')")
    violations = Axe().run(page, options={"preload": False, "resultTypes": ["violations"], "rules": RULES}).response["violations"]
    return [
        f"axe: {found['id']} ({found['impact']}): {found['help']}: {node['html'][:120]}"
        for found in violations
        for node in found["nodes"][:3]
    ]


# Each page in each width and in each scheme, after one loading; the cover, whose every part all pages share, in all four ways.
WAYS = (390, "dark"), (1400, "light")
OTHERS = (390, "light"), (1400, "dark")


@pytest.mark.parametrize("name, ways", [*((name, WAYS) for name in PAGES), ("index", OTHERS)])
def test_page(open_page, name, ways):
    (width, scheme), *_ = ways
    page = open_page(f"{name}.html", width, color_scheme=scheme)
    faults = []
    for width, scheme in ways:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"document.documentElement.dataset.theme === {scheme!r}")
        found = page.evaluate(OVERFLOW), *page.evaluate(BROKEN_FORMULAS), *page.evaluate(UNDRAWN), *axe(page)
        faults += [f"{width}, {scheme}: {fault}" for fault in found if fault]
    assert not faults + page.complaints, "\n".join(faults + page.complaints)


@pytest.mark.parametrize("place, settings", [("summary", ""), ("momentum-plane", "?0.lr=0.2")])
@pytest.mark.parametrize("width", [390, 1400])
def test_a_link_lands_where_it_leads_and_stays(open_page, site, width, place, settings):
    page = open_page("index.html", width)
    page.goto(f"{(site / '2-descent/momentum.html').as_uri()}#{place}{settings}")  # below a hundred formulas, none of them set
    page.wait_for_function("[...document.querySelectorAll('.math')].every(each => each.querySelector('mjx-container'))")
    assert 0 <= page.evaluate(f"document.getElementById('{place}').getBoundingClientRect().top") < 100
    assert not page.complaints


@pytest.mark.parametrize("address", ["100%", "%E0%A4%A", "momentum-plane?chart=constructor&0.lr=%"])
def test_an_address_that_leads_nowhere_does_no_harm(open_page, site, address):
    page = open_page("index.html", 1400)
    page.goto(f"{(site / '2-descent/momentum.html').as_uri()}#{address}")
    page.wait_for_function("document.querySelector('.math mjx-container')")
    page.evaluate("setFormulas()")
    page.wait_for_function("[...document.querySelectorAll('.math')].every(each => each.querySelector('mjx-container'))")
    assert not page.complaints


@pytest.mark.parametrize(
    "asked, leads", [("batch_norm", "4-normalization/"), ("√", "3-adaptive/"), ("Glorot", "1-signals/xavier")]
)
def test_the_search_finds(open_page, asked, leads):
    page = open_page("search.html", 1400)
    page.goto(f"{page.url}?q={quote(asked)}")
    page.wait_for_function("document.querySelector('.search-summary')?.textContent.includes('found')")
    found = [link.get_attribute("href") for link in page.locator("ul.search > li > a").all()]
    assert any(leads in address for address in found[:3]) and "bibliography" not in found[0], found


def test_what_has_prompts_is_copied_without_them_and_without_what_came_out(open_page):
    page = open_page("reference/api/descent.html", 1400)
    code = page.locator(".highlight", has_text="table = sweep(run")
    code.hover()
    code.locator(".copybtn").click()
    page.evaluate("document.body.prepend(Object.assign(document.createElement('textarea'), {id: 'pasted'}))")
    page.locator("#pasted").press("Control+v")
    pasted = page.locator("#pasted").input_value()
    assert "def run(lr, steps):\n    return" in pasted and not re.search(r">>>|^\.\.\.|Named\(", pasted, re.MULTILINE)


@pytest.mark.parametrize("width", [390, 1400])
def test_the_icon_of_the_search_stands_before_its_words(open_page, width):
    page = open_page("search.html", width)
    form = page.locator("form.bd-search:visible")
    icon, words = form.locator("i").bounding_box(), form.locator("input").bounding_box()
    assert icon["x"] + icon["width"] <= words["x"]


def test_phone_contents_open(open_page):
    page = open_page(f"{CHAPTERS[-1]}.html", 390)
    link = page.locator(".bd-sidebar-primary nav .toctree-l1 > a").last
    assert not link.is_visible()
    page.locator(".primary-toggle:visible").click()
    link.click()
    page.wait_for_load_state()
    assert not page.complaints


def test_desk_contents_close_and_open(open_page):
    page = open_page(f"{CHAPTERS[-1]}.html", 1400)
    link = page.locator(".bd-sidebar-primary nav .toctree-l1 > a").last
    link.wait_for(state="visible")
    page.locator(".primary-toggle:visible").click()
    link.wait_for(state="hidden")
    page.locator(".primary-toggle:visible").click()
    link.wait_for(state="visible")

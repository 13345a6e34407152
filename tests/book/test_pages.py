"""Every page in a real browser: on a phone and on a desk, light and dark."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

DOCS = Path(__file__).parents[2] / "docs"
SOURCES = [path.relative_to(DOCS) for path in sorted(DOCS.rglob("*.md"))]
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


def axe(page, *rules: str) -> list[str]:
    """What axe-core holds against the page as it stands, by all its rules or by those named."""
    options = {"preload": False, "resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    violations = Axe().run(page, options=options).response["violations"]
    return [f"axe: {found['id']} ({found['impact']}): {found['help']}: {node['html'][:120]}"
            for found in violations for node in found["nodes"][:3]]


@pytest.mark.parametrize("width", [390, 1400], ids=["phone", "desk"])
@pytest.mark.parametrize("name", PAGES)
def test_page(open_page, name, width):
    page = open_page(f"{name}.html", width, color_scheme="light")
    faults = [page.evaluate(OVERFLOW), *page.evaluate(BROKEN_FORMULAS), *axe(page)]
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme == 'dark'")
    faults += [f"dark: {fault}" for fault in axe(page, "color-contrast")]  # the other rules do not look at colours
    faults = [fault for fault in faults + page.complaints if fault]
    assert not faults, "\n".join(faults)


def test_phone_contents_open(open_page):
    page = open_page(f"{CHAPTERS[-1]}.html", 390)
    link = page.locator(".bd-sidebar-primary nav a.reference").last
    assert not link.is_visible()
    page.locator(".primary-toggle:visible").click()
    link.click()
    page.wait_for_load_state()
    assert not page.complaints


def test_desk_contents_close_and_open(open_page):
    page = open_page(f"{CHAPTERS[-1]}.html", 1400)
    link = page.locator(".bd-sidebar-primary nav a.reference").last
    link.wait_for(state="visible")
    page.locator(".primary-toggle:visible").click()
    link.wait_for(state="hidden")
    page.locator(".primary-toggle:visible").click()
    link.wait_for(state="visible")

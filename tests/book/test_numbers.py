"""Bound numbers of the book under a reader's hand; the markup and the keys are tried on a small book."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PAGE = "2-descent/momentum.html"


# A formula alone is text: MathJax gives it to screen readers in a way that axe does not count as a head of a table.
RULES = {"empty-table-header": {"enabled": False}}


@pytest.mark.parametrize("width, scheme", [(390, "dark"), (1400, "light")])
def test_the_note_of_a_number(open_page, width, scheme):
    """It says what it must, lies in the window, harms nothing, and its links lead to the cell and to the run."""
    page = open_page(PAGE, width, color_scheme=scheme)
    number, note = page.locator('.number[data-name="ema"]').first, page.locator(".number-note")
    assert number.evaluate("each => getComputedStyle(each).fontWeight === getComputedStyle(each.parentElement).fontWeight")
    number.click()
    assert re.match(
        r"ema = [\d.]+…?\ncomputed in cell \d+ of the \d+ on this page\nfrom the stored run moons: ", note.inner_text()
    )
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    axe = Axe().run(page, options={"preload": False, "resultTypes": ["violations"], "rules": RULES}).response["violations"]
    assert not [each["id"] for each in axe] and not page.evaluate(WIDER)
    cell, run = note.locator("a").all()
    assert run.get_attribute("href").endswith("#experiment-moons")
    cell.click()
    assert page.locator(":target details[open]").count() == page.locator(":target details").count()
    assert not page.complaints

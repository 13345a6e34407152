"""The built book, opened page by page."""

import subprocess
import sys
from pathlib import Path

import pytest

from checkedbook.build import alone

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build/html"


@pytest.fixture(scope="session")
def building(tmp_path_factory, request) -> tuple[int, str]:
    """The exit status and the words of the driver, which has run once for all workers of this test run."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent
    with alone(shared / "lock"):
        told = shared / "building"
        if not told.exists():
            command = [sys.executable, "-m", "checkedbook", "docs", SITE]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            told.write_text(f"{done.returncode} {done.stdout}{done.stderr}")
    status, words = told.read_text().split(" ", 1)
    return int(status), words


@pytest.fixture(scope="session")
def site(building) -> Path:
    """The folder of the site, as just built."""
    status, _ = building
    if status:
        pytest.fail("the book was not built: see test_the_book_builds", pytrace=False)
    return SITE


@pytest.fixture
def open_page(browser, site):
    """``open_page(name, width, ...)``: a page of the site, opened from disk, ready to be looked at.

    ``page.complaints`` lists what has gone wrong so far: errors of scripts, and requests to anywhere but the site.
    """
    contexts = []

    def open_page(name: str, width: int, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(120_000)  # ms; a busy machine is no fault of the page
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda told: told.type == "error" and page.complaints.append(f"console: {told.text}"))
        page.on("pageerror", lambda error: page.complaints.append(f"script: {error}"))
        page.on("requestfailed", lambda request: page.complaints.append(f"not loaded: {request.url}"))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((site.as_uri(), "data:", "blob:"))
                or page.complaints.append(f"request to elsewhere: {request.url}")
            ),
        )
        page.goto((site / name).as_uri())
        page.evaluate("window.setFormulas?.()")  # until the formulas stand
        return page

    yield open_page
    for context in contexts:
        context.close()

"""What several tests use: random numbers that are the same each time, a bowl to descend, and a real browser."""

import shutil

import numpy as np
import pytest

collect_ignore = ["tiny"]  # a book, built by checkedbook/test_alone.py
BROWSERS = "chromium", "chromium-browser", "google-chrome"


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def bowl():
    """``bowl(c)`` is the objective half the sum of c theta², with gradient c theta."""

    def make(curvature):
        c = np.asarray(curvature)

        def objective(theta, g):
            g[...] = c * theta
            return (c * theta**2).sum(axis=-1) / 2

        return objective

    return make


@pytest.fixture(scope="session")
def browser():
    found = [path for path in map(shutil.which, BROWSERS) if path]
    if not found:
        pytest.skip("no browser to read the book in: install chromium (on Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found[0])

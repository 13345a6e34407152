"""The lesson leads: what a reader of a chapter meets unfolded."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
CHAPTERS = sorted(path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.glob("[0-9]-*/*.md") if path.stem != "index")
CODE, BOXES = 22, 1.0  # lines of code and boxes of claims for each thousand words, over the book


class Unfolded(HTMLParser):
    """Counts words, lines of code and boxes of claims in an article, outside of what must be opened."""

    def __init__(self, page: str):
        super().__init__()
        self.open, self.words, self.code, self.boxes = [], 0, 0, 0
        self.feed(page[page.index("<article") : page.index("</article>")])

    def handle_starttag(self, tag, attributes):
        if tag in ("img", "br", "hr", "input", "meta", "source", "wbr"):
            return
        classes = (dict(attributes).get("class") or "").split()
        self.open.append((tag, classes))
        self.boxes += "claim" in classes and not self.folded

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    @property
    def folded(self) -> bool:
        """Whether something must be opened to see what comes, or it is no prose."""
        return any(tag in ("details", "script", "style") for tag, _ in self.open)

    def handle_data(self, text):
        tags, classes = [tag for tag, _ in self.open], [name for _, names in self.open for name in names]
        if self.folded or "cell_output" in classes and "pre" in tags:
            return
        if "pre" in tags:
            self.code += text.count("\n")
        elif "p" in tags or "li" in tags or "dd" in tags:
            self.words += len(re.findall(r"\w+", text))


@pytest.fixture(scope="module")
def met(site) -> dict[str, Unfolded]:
    return {name: Unfolded((site / f"{name}.html").read_text("utf8")) for name in CHAPTERS}


def test_what_is_counted():
    page = (
        "<article><p>Two words</p><pre>a = 1\nb = 2\n</pre><details><p>not these</p><pre>c\n</pre></details>"
        '<div class="claim"><p>one</p></div><details><div class="claim"></div></details></article>'
    )
    seen = Unfolded(page)
    assert (seen.words, seen.code, seen.boxes) == (3, 2, 1)


def test_prose_leads_over_code_and_boxes(met):
    thousands = sum(seen.words for seen in met.values()) / 1000
    assert sum(seen.code for seen in met.values()) / thousands <= CODE
    assert sum(seen.boxes for seen in met.values()) / thousands <= BOXES


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_can_be_finished(met, name):
    assert 1_500 < met[name].words < 5_000

"""The lesson first: where code and claims stand on a page."""

import re

import pytest

REGISTER = """\
notes:
  S0: {title: Initialization}
claims:
  - {id: S0-1, about: It grows, says: It grows., chapter: index, verdict: reproduced, measured: "To {end:.1f}."}
  - {id: S0-2, about: It ends, says: It ends., chapter: index, verdict: corrected, measured: "At {end:.1f}."}
  - {id: S0-3, about: It stays, says: It stays., chapter: index, verdict: refuted, measured: "It left, at {end:.1f}."}
"""
PAGE = """\
# Growth

```{cell}
:tags: [hide-input]
from matplotlib.figure import Figure
from checkedbook import bind, claim, figure
```

Words between.

```{claim} S0-2
```

```{cell}
:tags: [hide-input]
end = 4
```

```{cell}
:tags: [hide-input]
fig = Figure()
fig.subplots().plot([1, end])
figure("growth", fig)
claim("S0-1", holds={"above 3": lambda end: end > 3.5}, end=end)
```

```{plot} growth
:alt: A line that grows from one to four.

It grows.
```

```{cell}
:tags: [hide-input]
print("a table")
claim("S0-2", holds={"above 3": lambda end: end > 3.5}, end=end)
```

```{cell}
:tags: [hide-input]
claim("S0-3", holds={"above 3": lambda end: end > 3.5}, end=end)
```

```{cell}
seen = "at once"
```

## What the notes say

```{claims}
```
"""


@pytest.fixture(scope="module")
def page(make_book) -> str:
    book = make_book("lesson")
    book.write("docs/claims.yml", REGISTER)
    book.write("docs/ledger.md", "---\norphan: true\n---\n\n# Ledger\n\n```{ledger}\n```\n")
    book.chapter("index", PAGE)
    build = book.build()
    assert build.passed, build.warnings
    return book.page("index")


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_code_of_a_figure_is_behind_a_word_below_it(page):
    figure = re.search(r"<figure.*?</figure>", page, re.DOTALL).group()
    caption, line = figure.split('<div class="made">')
    assert "It grows." in caption and ">SVG</a>" in line
    code = re.search(r"<details><summary>code</summary>(.*?)</details>", line, re.DOTALL).group(1)
    assert 'figure("growth"' in text(code).replace(" (", "(").replace("( ", "(") and "end = 4" in text(code), (
        "a silent cell before it goes along"
    )
    assert "import" not in text(code), "one that words part from it does not"


def test_other_folded_code_stays_where_it_ran_below_what_it_shows(page):
    before = page[: page.index("Words between")]
    assert re.search(r'<div class="made"><details><summary>code</summary>.*?import', before, re.DOTALL)
    assert (
        page.index("a table") < page.index("print</span>")
        if "print</span>" in page
        else page.index("a table") < page.index("print")
    )
    assert "Show code" not in page


def test_a_claim_that_leads_stands_open_and_the_others_at_the_end_behind_a_line(page):
    place = page.index('id="what-the-notes-say"')
    assert page.index("Words between") < page.index('id="claim-s0-2"') < page.index("<figure")
    folded = re.search(r'<div class="claims">.*', page[place:], re.DOTALL).group()
    lines = re.findall(r"<summary>(?!code)(.*?)</summary>", folded)
    assert [text(line) for line in lines] == ["reproduced It grows", "refuted It stays"]
    assert 'id="claim-s0-1"' in folded and 'id="claim-s0-3"' in folded


def test_what_only_resolves_a_claim_is_in_its_box(page):
    box = page[page.index('id="claim-s0-3"') :]
    assert "claim(" in text(box[: box.index("</details>")]).replace(" ", "")


def test_what_the_reader_shall_see_stays(page):
    assert "at once" in page[page.index("<figure") : page.index('id="what-the-notes-say"')]


def test_places_and_claims_agree(book):
    book.write("docs/claims.yml", REGISTER)
    book.write("docs/ledger.md", "---\norphan: true\n---\n\n# Ledger\n\n```{ledger}\n```\n")
    more = "```{claim} S0-1\n```\n\n```{claim} S0-3\n```\n\n```{claim} S0-4\n```\n"
    book.chapter("index", PAGE.replace("## What the notes say\n\n```{claims}\n```\n", more))
    assert [warning.split("WARNING: ")[1] for warning in book.build().warnings] == [
        "no cell of this chapter resolves the claim S0-4 [checkedbook.claim]",
        "more than 3 claims stand open: let S0-4 stand at {claims} [checkedbook.claim]",
    ]
    book.chapter("index", PAGE.replace("```{claims}\n```\n", "None.\n"))
    [missing] = book.build().warnings
    assert "claims are resolved here and have no place: say {claims} at the end of the chapter" in missing

"""On a phone: figures have drawings of their own, in type that can be read and does not run into other type."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

DOCS = Path(__file__).parents[2] / "docs"
CHAPTERS = [str(path.relative_to(DOCS).with_suffix("")) for path in sorted(DOCS.rglob("*.md")) if path.parent.name != "templates"]

LEAST = 11  # pixels

# Each figure of a page: the file it shows, and the width it has.
SHOWN = """async () => {
  const images = [...document.querySelectorAll("figure.plot picture img")];
  for (const image of images) {
    image.closest("details")?.setAttribute("open", "");
    image.loading = "eager";
    await image.decode().catch(() => image.decode());  // once more: its source may just have changed
  }
  return images.map(image => [image.currentSrc.split("/").at(-1), image.getBoundingClientRect().width]);
}"""

# Of a drawing: the texts that are too small (exponents are not asked), that stick out, or that lie on each other.
FAULTS = """least => {
  const svg = document.querySelector("svg"), frame = svg.getBoundingClientRect();
  const scale = frame.width / svg.viewBox.baseVal.width;
  const texts = [...svg.querySelectorAll("text")].filter(text => text.textContent.trim());
  const size = text => Math.max(...[text, ...text.children].map(each => parseFloat(getComputedStyle(each).fontSize))) * scale;
  const told = text => text.textContent.replace(/\\s+/g, " ").trim();
  const faults = texts.filter(text => size(text) < least).map(text => `${size(text).toFixed(1)} px: ${told(text)}`);
  const plain = texts.filter(text => !text.children.length);  // the box of a formula is larger than what is seen of it
  const boxes = plain.map(text => text.getBoundingClientRect());
  boxes.forEach((a, i) => {
    if (a.left < frame.left - 2 || a.right > frame.right + 2) faults.push(`sticks out: ${told(plain[i])}`);
    for (let j = i + 1; j < boxes.length; j++) {
      const b = boxes[j];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 3 && high > 5) faults.push(`on each other: ${told(plain[i])} and ${told(plain[j])}`);
    }
  });
  return faults;
}"""


@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_on_a_phone(open_page, site, name):
    if "<picture>" not in (site / f"{name}.html").read_text("utf8"):
        pytest.skip("no figure")
    page = open_page(f"{name}.html", 390)
    faults = []
    for file, width in page.evaluate(SHOWN):
        if not file.endswith("-narrow.svg"):
            faults.append(f"{file}: not the narrow drawing")
            continue
        drawing = (site / "_images" / file).read_text("utf8")
        page.set_content(f"<style>svg {{ width: {width}px; height: auto }}</style>{drawing[drawing.index('<svg') :]}")
        faults += [f"{file}: {fault}" for fault in page.evaluate(FAULTS, LEAST)]
    assert not faults, "\n".join(faults)


def test_a_desk_and_paper_have_the_wide_drawing(open_page):
    page = open_page("2-descent/momentum.html", 1400)
    assert not any(file.endswith("-narrow.svg") for file, _ in page.evaluate(SHOWN))
    page = open_page("2-descent/momentum.html", 390)
    page.emulate_media(media="print")
    assert not any(file.endswith("-narrow.svg") for file, _ in page.evaluate(SHOWN))


SIGNS = {
    "$": "a formula that does not end",
    "](": "a link that is none",
    "**": "strong words that are not",
    ":::": "a fence",
    "```": "a fence",
    "}`": "a role",
}


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_markdown_is_left_in_the_text(site, name):
    """As when a formula breaks before ``- 1$``: its line becomes an item of a list, and its dollars stay."""
    article = BeautifulSoup((site / f"{name}.html").read_text("utf8"), "html.parser").find("article")
    for tag in article.select("code, pre, script, .sig, .sig-param, .math, .cell_output, .highlight, dl.field-list strong"):
        tag.decompose()
    found = [
        f"{meaning}: ...{text[max(0, text.index(sign) - 40) : text.index(sign) + 40]!r}"
        for text in article.find_all(string=True)
        for sign, meaning in SIGNS.items()
        if sign in text
    ]
    assert not found, "\n".join(found)

"""The files of the built book, without a browser."""

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import trainability


class Page(HTMLParser):
    """The anchors, links and images of one page."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.anchors, self.links, self.images = path, {""}, [], []
        self.feed(path.read_text("utf8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.anchors.update(given[key] for key in ("id", "name") if given.get(key))
        self.links += [given[key] for key in ("href", "src", "srcset", "data") if given.get(key)]
        if tag == "img":
            self.images.append(given)


@pytest.fixture(scope="session")
def pages(site) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}


def test_the_book_builds(building):
    status, words = building
    assert status == 0, words


def test_internal_links_lead_somewhere(pages, site):
    dead = []
    for page in pages.values():
        for link in page.links:
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            target = Path(os.path.normpath(page.path.parent / unquote(address.path))) if address.path else page.path
            found = target.exists() and (target not in pages or unquote(address.fragment) in pages[target].anchors)
            if not found:
                dead.append(f"{page.path.relative_to(site)}: {link}")
    assert not dead, "\n".join(dead)


def test_the_reference_describes_what_the_package_gives_and_nothing_else(pages, site):
    anchors = set().union(*(pages[site / f"reference/api/{page}.html"].anchors for page in ("networks", "descent")))
    described = [anchor.split(".")[-2:] for anchor in anchors if re.match(r"trainability\.\w+\.\w", anchor)]
    classes = {name for name in trainability.__all__ if isinstance(getattr(trainability, name), type)}
    assert {name for owner, name in described if owner not in classes} == set(trainability.__all__)


def test_images_have_alternative_text(pages, site):
    mute = [
        f"{page.path.relative_to(site)}: {image.get('src')}"
        for page in pages.values()
        for image in page.images
        if not image.get("alt", "").strip() or re.fullmatch(r"\S+\.(svg|png|jpe?g|gif|webp)", image["alt"])
    ]
    assert not mute, "\n".join(mute)


def test_nothing_is_loaded_from_elsewhere(pages, site):
    """Not in a style sheet either; the browser's test sees what scripts ask for."""
    elsewhere = [
        f"{sheet.relative_to(site)}: {link}"
        for sheet in sorted(site.rglob("*.css"))
        for link in re.findall(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")\s]+)", sheet.read_text("utf8"))
    ]
    assert not elsewhere, "\n".join(elsewhere)

"""``python -m checkedbook.paper SITE PDF``: the whole built book as one PDF, printed by Chromium.

The pages, in the order of the book, become one; links between them lead to places in the PDF. It needs what the tests
need: Chromium, and Playwright to drive it.
"""

import posixpath
import shutil
import sys
from pathlib import Path

from bs4 import BeautifulSoup, Tag

WHOLE = "whole-book.html"
FOOT = '<p style="width: 100%; text-align: center; font-size: 8pt"><span class="pageNumber"></span></p>'


def whole(site: Path) -> str:
    """One page with the articles of all, from the cover along the links to the next."""
    pages, name = {}, "index.html"
    while name not in pages:
        pages[name] = BeautifulSoup((site / name).read_text("utf8"), "html.parser")
        following = pages[name].find("link", rel="next")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(name), following["href"])) if following else name
    cover = next(iter(pages.values()))
    place, asked = cover.find("article").parent, {}
    for name, page in pages.items():  # formulas ask for scripts that the cover may do without
        for script in page.head.find_all("script"):
            _rebase(script, name)
            asked.setdefault(str(script), script)
    for script in asked.values():
        cover.head.append(script)
    place.extend([_article(name, page, pages) for name, page in pages.items()])
    return str(cover)


def _article(name: str, page: BeautifulSoup, pages) -> Tag:
    """A page's article; its ids and addresses are those of the whole."""
    article = page.find("article").extract()
    for script in article.find_all("script"):
        script.decompose()
    for narrow in article.find_all("source"):
        narrow.decompose()
    for tag in article.find_all(id=True):
        tag["id"] = _place(name, tag["id"])
    for tag in article.find_all(src=True):
        _rebase(tag, name)
    for link in article.find_all("a", href=True):
        path, _, place = link["href"].partition("#")
        if ":" not in path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            link["href"] = f"#{_place(target, place)}" if target in pages else target
    article["id"] = _place(name, "")
    if name != "index.html":
        article["style"] = "break-before: page"
    return article


def _rebase(tag: Tag, name: str) -> None:
    """Let a tag load what it loads on the page ``name``."""
    if src := tag.get("src"):
        tag["src"] = posixpath.normpath(posixpath.join(posixpath.dirname(name), src))


def _place(name: str, id: str) -> str:
    return f"{name.removesuffix('.html').replace('/', '-')}--{id}"


def write(site: Path, pdf: Path) -> None:
    """Print the book of ``site`` to ``pdf``."""
    from playwright.sync_api import sync_playwright

    page_of_all = site / WHOLE
    page_of_all.write_text(whole(site), "utf8")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium") or shutil.which("google-chrome"))
            page = browser.new_page()
            page.set_default_timeout(600_000)
            page.goto(page_of_all.resolve().as_uri())
            page.emulate_media(media="print")
            page.evaluate("window.setFormulas?.()")
            page.evaluate("Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode(); }))")
            page.pdf(
                path=pdf,
                format="A4",
                prefer_css_page_size=False,
                outline=True,
                tagged=True,
                display_header_footer=True,
                header_template="<p></p>",
                footer_template=FOOT,
                margin=dict(top="18mm", bottom="18mm", left="16mm", right="16mm"),
            )
            browser.close()
    finally:
        page_of_all.unlink()


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"The book is in {Path(sys.argv[2]).resolve()}")

"""What a page has to load before it shows, made small: a Sphinx extension beside the theme.

The theme's sheets have rules for whatever a page could hold, and scripts that a page waits for. Once the site is
written, its sheets become one, with the rules that some page or script of it has the classes and ids for; scripts
run after the page is there; and the icon font's script, larger than all else together, goes. The few icons in use
are for the book's own sheet to draw.
"""

import hashlib
import posixpath
import re
import shutil
from collections.abc import Set
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.application import Sphinx

from .sheet import used

_SHEET = re.compile(r'\s*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]+)"[^>]*>')
_SCRIPT = re.compile(r'<script\b(?![^>]*\b(?:defer|async)\b)([^>]*\bsrc="[^"]+"[^>]*)></script>')
_PRELOAD = re.compile(r'\s*<link\b[^>]*\brel="preload"[^>]*\bas="script"[^>]*>')
_ICONS = re.compile(r'\s*<script\b[^>]*\bsrc="[^"]*/fontawesome\.js[^"]*"[^>]*></script>')
_OPTIONS = re.compile(r'<script\b[^>]*\bsrc="[^"]*/documentation_options\.js[^"]*"[^>]*></script>')
_IMPORT = re.compile(r"""@import\s*["']([^"']+)["'];""")
_IMAGE = re.compile(r'<(img|source)\b([^>]*\bsrc(?:set)?="([^"]+\.svg)"[^>]*?)\s*/?>')
_TOKEN = re.compile(r'<span class="(\w+)">([^<]*)</span>')
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COLOUR = re.compile(r"color: #\w+")
_BOX = re.compile(r'<svg[^>]*\bviewBox="0 0 ([\d.]+) ([\d.]+)"')
_COMPOSED = {"bs-tooltip-auto"}  # the classes that scripts put together from parts
_ADDRESS = re.compile(r"url\((?!['\"]?(?:data:|#))['\"]?([^'\")]+)['\"]?\)")


def setup(app: Sphinx) -> dict:
    app.connect("build-finished", lighten, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def lighten(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir).resolve()
    pages = {path: path.read_text("utf8") for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}
    sheets = dict.fromkeys(sheet for path, text in pages.items() for sheet in _sheets(site, path, text))
    scripts = [path.read_text("utf8") for path in sorted(site.glob("_static/**/*.js")) if path.name != "fontawesome.js"]
    style = used("".join(_rebased(site, sheet) for sheet in sheets), words=_COMPOSED | _words([*pages.values(), *scripts]))
    name = f"_static/style-{hashlib.sha256(style.encode()).hexdigest()[:12]}.css"
    (site / name).write_text(style, "utf8")
    options = f"<script>{(site / '_static/documentation_options.js').read_text('utf8').strip()}</script>"
    styled = marked(style)
    for path, text in pages.items():
        here = path.parent.relative_to(site).as_posix()
        box = lambda address: None if "//" in address else _BOX.search((path.parent / unquote(address)).read_text("utf8"))
        text = plain(light(text, posixpath.relpath(name, here), options), styled)
        path.write_text(lazy(text, box), "utf8")
    for sheet in sheets:
        sheet.unlink()
    for left in site.glob("_static/scripts/fontawesome.js*"):
        left.unlink()
    shutil.rmtree(site / "_static/vendor", ignore_errors=True)


def light(page: str, style: str, options: str) -> str:
    """A page with one sheet, and with scripts that wait for it.

    Examples
    --------
    >>> page = '<link rel="stylesheet" href="a.css" /><link rel="stylesheet" href="b.css" /><script src="x.js"></script>'
    >>> light(page, "style.css", "")
    '<link rel="stylesheet" href="style.css" /><script defer src="x.js"></script>'
    """
    page = _PRELOAD.sub("", _ICONS.sub("", page))
    page = _SHEET.sub(f'<link rel="stylesheet" href="{style}" />', page, count=1)
    first, *rest = page.partition(style)
    page = first + rest[0] + _SHEET.sub("", rest[1]) if rest[0] else first
    return _SCRIPT.sub(r"<script defer\1></script>", _OPTIONS.sub(lambda _: options, page))


def marked(style: str) -> set[str]:
    """The classes of code that a sheet gives another look than the code around.

    Examples
    --------
    >>> marked(".x .highlight{left: 0; color: #111}.x .highlight .n{color: #111}.x .highlight .o{color: #222}")
    {'o'}
    """
    looks = [(head.partition(".highlight"), look) for head, look in _RULE.findall(style) if ".highlight" in head]
    around = {scheme: _COLOUR.search(look) for (scheme, _, rest), look in looks if not rest}
    around = {scheme: found[0] for scheme, found in around.items() if found}
    return {rest[2:] for (scheme, _, rest), look in looks if re.fullmatch(r" \.\w+", rest) and look != around.get(scheme)}


def plain(page: str, styled: Set[str]) -> str:
    """A page whose code has no marks that look like none, which are most; ``styled`` are the classes that look like some.

    Examples
    --------
    >>> plain('<div class="highlight"><pre><span class="n">x</span> <span class="o">=</span></pre></div>', {"o"})
    '<div class="highlight"><pre>x <span class="o">=</span></pre></div>'
    """
    unmarked = lambda code: _TOKEN.sub(lambda found: found[0 if found[1] in styled else 2], code[0])
    return re.sub(r'<div class="highlight">.*?</pre>', unmarked, page, flags=re.DOTALL)


def lazy(page: str, box) -> str:
    """A page whose drawings are loaded as they come near; ``box(address)`` matches the size of one, and keeps its place.

    Examples
    --------
    >>> lazy('<source srcset="a.svg" />', lambda address: _BOX.search('<svg viewBox="0 0 300.4 150">'))
    '<source srcset="a.svg" width="300" height="150" />'
    >>> lazy('<img alt="a line" src="a.svg" />', lambda address: _BOX.search('<svg viewBox="0 0 300.4 150">'))
    '<img alt="a line" src="a.svg" width="300" height="150" loading="lazy" />'
    """

    def sized(image):
        found = box(image[3])
        size = found and ' width="{:.0f}" height="{:.0f}"'.format(*map(float, found.groups()))
        later = ' loading="lazy"' if image[1] == "img" else ""
        return f"<{image[1]}{image[2]}{size or ''}{later} />"

    return _IMAGE.sub(sized, page)


def _sheets(site, path, text):
    """The files of a page's sheets, in their order."""
    for address in _SHEET.findall(text):
        yield site / posixpath.normpath(posixpath.join(path.parent.relative_to(site).as_posix(), urlsplit(address).path))


def _rebased(site, sheet):
    """A sheet's text, its addresses as from ``_static``, with what it imports."""
    here = posixpath.relpath(sheet.parent.relative_to(site).as_posix(), "_static")
    text = _ADDRESS.sub(lambda found: f"url({posixpath.normpath(posixpath.join(here, found[1]))})", sheet.read_text("utf8"))
    return _IMPORT.sub(lambda found: _rebased(site, sheet.parent.joinpath(found[1]).resolve()), text) + "\n"


def _words(texts):
    return {word for text in texts for word in re.findall(r"[\w-]+", text)}

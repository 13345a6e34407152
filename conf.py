"""Sphinx: what the book is made with. Its logic is in src/checkedbook and src/trainability."""

import os
import re
from importlib.metadata import files

project = "Trainability"
author = "the Trainability authors"
copyright = "2026, the Trainability authors"
language = "en"

# Where the book is on GitHub, as https://github.com/OWNER/NAME. Its address on the web and the links to Colab and
# Binder follow from it; without it there are none.
repository_url = ""

extensions = [
    "checkedbook",
    "checkedbook.bibliography",
    "checkedbook.lean",
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinxcontrib.bibtex",
]
nitpicky = True
nitpick_ignore_regex = [("py:class", ".*")]  # types in docstrings are prose: "array (N, P)"
numfig = math_numfig = True  # by chapter
exclude_patterns = ["templates"]

myst_enable_extensions = ["amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
nb_ipywidgets_js = {}  # two scripts from another host
nb_merge_streams = True
nb_output_stderr = "warn"  # a warning in a cell is a warning of the build

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings state types with their shapes
napoleon_use_ivar = True  # or the attributes of a class are described twice
bibtex_bibfiles = ["docs/references.bib"]
bibtex_reference_style = "author_year"
checkedbook_experiments = "trainability.experiments"
checkedbook_packages = ["trainability"]  # what cells reach there is what they depend on
checkedbook_numbers = "numbers.yml"  # those that may be typed, in docs
checkedbook_notebooks = {"pages": "[0-9]-*/*", "requirement": "trainability[notebook]", "repository": repository_url}
copybutton_prompt_text, copybutton_prompt_is_regexp = r">>> |\.\.\. ", True  # of what has prompts, only that is copied

html_domain_indices = False
html_theme = "sphinx_book_theme"
html_title = project
html_search_scorer = "docs/_templates/search.js"
html_baseurl = re.sub(r"https://github.com/([^/]+)/(.+)", r"https://\1.github.io/\2/", repository_url)
html_theme_options = {
    "article_header_end": ["notebook-links", "article-header-buttons"],
    "navbar_persistent": [],  # the search box is in the sidebar already
    "show_toc_level": 2,
    "use_download_button": False,
}
html_context = {"default_mode": "auto"}  # light or dark as the reader's system is
html_last_updated_fmt = None
html_css_files = ["book.css"]
html_favicon = "docs/_static/icon.svg"
templates_path = ["docs/_templates"]

# MathJax from its package, as one file that needs no font beside it: the site loads nothing from other hosts. Formulas
# ask for it by math.js.
[mathjax] = [f.locate() for f in files("sphinx-mathjax-offline") if f.name == "tex-svg.js"]
mathjax_path = "math.js"
html_static_path = ["docs/_static", os.path.relpath(mathjax, os.path.dirname(__file__))]

"""The examples in the README and the pages are tests: ``{doctest}`` blocks and Python fences. Cells run in the build."""

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.myst import DocTestDirectiveParser

pytest_collect_file = Sybil(
    parsers=[DocTestDirectiveParser(), PythonCodeBlockParser()], patterns=["README.md", "docs/**/*.md"]
).pytest()

"""The {listing}: the code of a name as it stands, without docstrings, in all its pieces."""

import pytest

from checkedbook.listing import source

LAWS = '''
GRAVITY = 9.81  # at sea level


def law(function):
    function.ahead = lambda other: function
    return function


@law
def fall(v, *, g):
    """Falls.

    .. math:: v_t = v_{t-1} - g
    """
    v -= g  # down


@fall.ahead
def fall(x, v):
    x += v


class Body:
    """A body."""

    def rest(self):
        """Rests."""
        return 0
'''


@pytest.fixture(autouse=True)
def laws(tmp_path, monkeypatch):
    tmp_path.joinpath("listed_laws.py").write_text(LAWS, "utf8")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("GRAVITY", "GRAVITY = 9.81  # at sea level"),
        ("fall", "@law\ndef fall(v, *, g):\n    v -= g  # down\n\n@fall.ahead\ndef fall(x, v):\n    x += v"),
        ("Body", "class Body:\n    def rest(self):\n        return 0"),
        ("Body.rest", "    def rest(self):\n        return 0"),
    ],
)
def test_code_of_a_name(name, code):
    assert source(f"listed_laws.{name}")[1].rstrip() == code


def test_a_name_that_is_not_there():
    with pytest.raises(ValueError, match="^listed_laws defines no flight$"):
        source("listed_laws.flight")
    with pytest.raises(ValueError, match="^no module holds lores.fall$"):
        source("lores.fall")

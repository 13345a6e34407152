"""The code is written as ruff, set up in pyproject.toml, would write it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_the_code_is_in_style(command):
    done = subprocess.run([sys.executable, "-m", "ruff", *command, "--quiet", "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"make style mends most of it\n{done.stdout}{done.stderr}"

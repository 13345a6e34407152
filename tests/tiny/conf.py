"""A book of one chapter about a package of two modules: what the press needs of any."""

import sys
from pathlib import Path

project = "Falling stones"
extensions = ["checkedbook"]
html_theme = "basic"
numfig = True
nitpicky = True
myst_enable_extensions = ["dollarmath"]
sys.path.insert(0, str(Path(__file__).resolve().parent))
checkedbook_packages = ["stones"]
checkedbook_experiments = "stones.experiments"

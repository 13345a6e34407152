# make html    the book, in _build/html
# make pdf     the whole book as one PDF, in _build/book.pdf (needs chromium)
# make test    the tests of the package, of the book's build and of the built site
# make doctest the examples in docstrings, pages and README alone
# make style   the code as ruff, set up in pyproject.toml, would write it
# make results the long experiments whose code or settings have changed, into docs/results; ALL=1: every one;
#              ADOPT=1, after a refactoring: none, but stored runs whose slice is the same in every bit are taken over;
#              CHECK=8: that many, other ones each week, are run whole and compared
# make whole   the full-size autoencoder of Curves, 750,000 updates, written down in _build/whole.npz as it goes: killed, it goes on from there
# make sweep TABLE=1 the cells of a table of the 2013 paper, in miniature, by two processes; SCHEDULER=tcp://...: at the paper's
#              size, by a cluster of Dask's. Killed, it goes on; FOLDER is where cells are kept, and all workers must see it
# make golden  the steps of PyTorch and Optax that the tests compare ours with (needs the network)
# make bench   steps of rules and of networks beside PyTorch's and beside textbook NumPy, as ratios (needs the network)
# make lock    the newest versions that fit together, into requirements.lock
#
# The first of them makes the environment .venv; after that none needs the network.

PYTHON ?= python3
VENV   ?= .venv
bin    := $(VENV)/bin

# With more threads than one, sums end in other bits.
one_thread := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

.PHONY: html pdf test doctest style results sweep whole golden bench lock picture clean
.DELETE_ON_ERROR:

html: $(VENV)/ready
	$(bin)/python -m checkedbook

pdf: html
	$(bin)/python -m checkedbook.paper _build/html _build/book.pdf

test: $(VENV)/ready
	$(one_thread) $(bin)/python -m pytest -n auto

doctest: $(VENV)/ready
	$(one_thread) $(bin)/python -m pytest src docs README.md

style: $(VENV)/ready
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

results: $(VENV)/ready
	$(one_thread) $(bin)/python -m checkedbook.results docs/results $(if $(ALL),--all) $(if $(ADOPT),--adopt) $(if $(CHECK),--check $(CHECK))

whole: $(VENV)/ready
	mkdir -p _build
	$(bin)/python -m trainability.experiments.paper.whole _build/whole.npz

sweep: $(VENV)/ready
	$(one_thread) $(bin)/python benchmarks/tables.py $(TABLE) $(if $(SCHEDULER),--scheduler $(SCHEDULER)) $(if $(FOLDER),--folder $(FOLDER))

# uv installs the lock in a fifth of pip's time (20 s against 70 s, byte code
# included), so pip installs uv alone, at the lock's version and hashes. Only pip
# reads pip's settings, such as a mirror: where uv finds no index, pip does it all.
$(VENV)/locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." \
	       "Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' lacks the venv module; on Debian: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	sed -n '/^uv==/,/# via/p' $< | $(bin)/pip install -q --require-hashes -r /dev/stdin
	$(bin)/uv pip install -q --system-certs --python $(bin)/python --compile-bytecode --no-deps --require-hashes -r $< \
	  || $(bin)/pip install -q --no-deps --require-hashes -r $<
	@touch $@

$(VENV)/ready: pyproject.toml $(VENV)/locked
	$(bin)/uv pip install -q --offline --python $(bin)/python --no-deps --no-build-isolation -e .
	@touch $@

# The peers are large and change nothing of the book, so they are not in the lock.
golden: $(VENV)/peers/ready
	$(VENV)/peers/bin/python benchmarks/golden.py

bench: $(VENV)/peers/ready
	$(VENV)/peers/bin/python benchmarks/steps.py
	$(VENV)/peers/bin/python benchmarks/networks.py
	OPENBLAS_NUM_THREADS=2 $(VENV)/peers/bin/python benchmarks/networks.py
	$(VENV)/peers/bin/python benchmarks/mnist.py

$(VENV)/peers/ready: pyproject.toml
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/pip install -q -e '.[bench]'
	@touch $@

# One version of everything for Python 3.11 to 3.14; no index or host is named.
lock: $(VENV)/ready
	$(bin)/uv pip compile -q --system-certs --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --custom-compile-command 'make lock' \
	  --extra test --group install pyproject.toml -o requirements.lock

# The picture in the README, as a browser shows the book's cover.
picture: html
	chromium --headless --no-sandbox --hide-scrollbars --virtual-time-budget=4000 --window-size=1200,820 \
	  --screenshot=docs/book.png _build/html/index.html

clean:
	rm -rf _build

# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
DEMO_CLOCK := 2021-03-01T09:00

.PHONY: demo test lint check-types tests kills examples builds simulate simulate-faults servers screenshots messages lock bench peers lowest clean

demo: $(VENV)/.installed
	@$(BIN)/announcer --now $(DEMO_CLOCK) build --out build
	@echo "The clock was set to $(DEMO_CLOCK), a week before the Wilks talk."
	@echo "Open build/site/index.html (the site) and build/mail/index.html (the mails)."

test: $(VENV)/.tested servers lint check-types tests

lint: $(VENV)/.tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

check-types: $(VENV)/.tested
	$(BIN)/mypy

# The tests start announcer hundreds of times: let Python compile it once for all.
tests: export PYTHONDONTWRITEBYTECODE :=
tests: $(VENV)/.tested
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Two hundred kills of everything that writes, two hundred rounds of racing runners, and
# fifty senders at once.
kills: $(VENV)/.tested
	KILLS=200 CROWD=50 $(BIN)/python -m pytest -n 2 -s tests/delivery/test_kills.py \
	  tests/keeping tests/ledger/test_ledger_crowd.py tests/ledger/test_ledger_kills.py \
	  tests/sending/test_sending_kills.py

# Ten times as many random terms, edits and texts, and as many short worlds.
EXAMPLES ?= 10
examples: $(VENV)/.tested
	EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n 2 -m hypothesis
	EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n 2 tests/test_stamps.py tests/simulation

# Three hundred series of edits, after each of which a build is that of a new folder.
builds: $(VENV)/.tested
	BUILDS=300 $(BIN)/python -m pytest -n 2 tests/building

# A simulated institute: make simulate WORLDS=100 SEED=1 prints the figures, and of a world
# that fails its seed and what led to it. simulate-faults shows that faults are caught.
WORLDS ?= 100
SEED ?= 1
simulate: $(VENV)/.tested
	$(BIN)/python -m tests.simulation --worlds $(WORLDS) --seed $(SEED)

simulate-faults: $(VENV)/.tested
	$(BIN)/python -m tests.simulation --worlds 300 --seed $(SEED) --series 4 --days 28 --faults

# Servers and a browser for the tests that want real ones; says what it leaves out.
servers:
	@sh tools/servers.sh

# Every kind of page; with BEFORE=REVISION what that revision made of it stands beside it.
# ONLY="he-12 en-400-home" takes less time.
screenshots: $(VENV)/.tested
	$(BIN)/python tools/screenshots.py --before="$(BEFORE)" --only $(ONLY)

messages: $(VENV)/.tested
	$(BIN)/python tools/messages.py

# announcer beside Hugo and other peers in one run: docs/performance.md. QUICK=--quick for
# a first look; LARGE=--large for 100,000 talks as well.
bench: $(VENV)/.tested
	$(BIN)/python benchmarks/run.py $(QUICK) $(LARGE)

# Peers that are no Python library of ours, in a folder of their own; says what fails.
peers:
	sh benchmarks/peers.sh

# The lower bounds of pyproject.toml, in an environment of their own.
lowest:
	sh tools/lowest.sh

# Write the locks anew from what the newest versions resolve to.
lock:
	sh tools/lock.sh

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "announcer needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "Python lacks venv; on Debian: apt install python3-venv"; exit 1; }

# Each stamp is newer than what it was made from, so a second run is quick and offline.
# What the locks name is taken with the hashes that stand there, or not at all.
$(VENV)/.installed: pyproject.toml requirements.lock | $(VENV)/bin/python
	@echo "Installing announcer and what it needs ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements-test.lock
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

clean:
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

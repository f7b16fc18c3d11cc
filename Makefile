# Every target sets up .venv by itself; it needs make, git and Python 3.11 or newer with its venv module.
# The project runs from the checkout and is never installed: only the locked dependencies are.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command 'make lock' $(WITH) pyproject.toml

.PHONY: run check test lint bench faults fuzz lock clean

run: .venv/run
	@$(BIN)/python -m bot run

check: .venv/run
	@$(BIN)/python -m bot check

test: lint
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: .venv/dev
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo "Layout differs; $(BIN)/ruff format puts it right."; exit 1; }
	@$(BIN)/mypy --no-error-summary

bench: .venv/dev
	@$(BIN)/python -m bench

faults: .venv/dev
	@$(BIN)/python -m tests.faults

fuzz: .venv/dev
	@$(BIN)/python -m tests.fuzz

# Keeps the versions that still fit; `make lock WITH=--upgrade` takes the newest of everything.
lock: .venv/dev
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --output-file requirements-dev.lock --all-extras --constraint requirements.lock

clean:
	@rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a changed lock file is installed again. `run` stays quick because it skips the developer tools.
.venv/run: requirements.lock | .venv/made
	@$(INSTALL) requirements.lock
	@touch $@

# The developer lock holds all of the run-time one, at the same versions.
.venv/dev: requirements-dev.lock | .venv/made
	@$(INSTALL) requirements-dev.lock
	@touch .venv/run $@

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Wegwijs needs Python 3.11 or newer, and $(PYTHON) is not." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing: install the Debian package python3-venv." >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@touch $@

# make demo   sets everything up and prints the records of the sample article
# make test   sets everything up and runs the tests
# Needs: python3 >= 3.11, make, and PyPI within reach. PYTHON=... picks another python.

PYTHON ?= python3
VENV ?= .venv
# Tests run in so many processes; each may load Kiwi, which takes 0.6 GB.
JOBS ?= 2
DEMO := fixtures/daehannews-2018-12-27/input.txt

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test lint format schemas schemas-check coverage timing docs \
	reference dist packaging size clean

help:
	@sed -n '1,3s/^# //p' Makefile
	@echo "also: make lint, format, schemas, coverage, timing, docs, reference, dist, packaging, size, clean"

# The stamps are younger than pyproject.toml once what it asks for is installed.
$(VENV)/.python:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/make-venv.sh
	@touch $@

$(VENV)/.package: pyproject.toml | $(VENV)/.python
	@echo "Installing newsextract into $(VENV) ..." >&2
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.package
	@echo "Installing the test and lint tools into $(VENV) ..." >&2
	@$(PIP) install --upgrade "pip>=25.1"
	@$(PIP) install --group dev
	@touch $@

setup: $(VENV)/.package
setup-dev: $(VENV)/.dev

demo: setup
	@$(BIN)/newsextract extract --format table $(DEMO)

test: setup-dev
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

coverage: setup-dev
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --cov --cov-report=term $(ARGS)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schemas: setup
	$(BIN)/python -m newsextract schema --write schemas

schemas-check: setup
	@$(BIN)/python -m newsextract schema --write $(VENV)/schemas
	diff -r schemas $(VENV)/schemas

timing: setup
	@$(BIN)/python benchmarks/timing.py

reference: setup-dev
	@for page in cli schema errors limits tables; do \
		$(BIN)/python scripts/docs_$$page.py > docs/reference/$$page.md || exit 1; done

docs: setup-dev
	@$(BIN)/python -m mkdocs build --strict --site-dir $(VENV)/site

# sdist and wheel, in $(VENV)-packaging/dist; with the newest and the lowest dependencies; their size
dist packaging size:
	@PYTHON="$(PYTHON)" WORK="$(VENV)-packaging" sh scripts/packaging.sh $(STEPS_$@)
STEPS_dist := build
STEPS_packaging := build newest lowest
STEPS_size := build size

clean:
	rm -rf $(VENV) $(VENV)-packaging .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov

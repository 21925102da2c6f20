# Quadrille. `make` alone lists what there is.

PYTHON ?= python3
VENV   := .venv
BUILD  := build
PYTEST_WORKERS ?= 2

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

STAMP  := $(VENV)/installed.stamp
SAMPLE := $(BUILD)/sample

.DEFAULT_GOAL := help
.PHONY: help install run test lint format bench soak golden mutants editor screenshots lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(STAMP)  ## create .venv with everything pinned (does nothing when up to date)
	@:

# Every file that pip takes must carry a hash from requirements.txt; the project itself is linked, not copied,
# and is built with the pinned hatchling, so that nothing is fetched besides what the list names.
$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is %s. Try: make PYTHON=python3.12" % sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: install  ## write the sample project and show its matrix
	$(BIN)/quadrille demo $(SAMPLE)

test: install  ## run the tests
	@mkdir -p $(BUILD)
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) $(PYTEST_ARGS)

lint: install  ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: install  ## put the code into the house's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install  ## measure speed, write docs/performance.md
	$(BIN)/python -m benchmarks --document docs/performance.md

SOAK_ARGS ?= --minutes 30
soak: install  ## compare the engines on random rules for long (SOAK_ARGS="--minutes 600", "--seed 7 --batches 1")
	$(BIN)/python -m tests.properties.soak $(SOAK_ARGS)

golden: install  ## write anew what reviews read: SQL and script of the sample, the commands' reference
	$(BIN)/python -m tests.golden.made
	$(BIN)/python -m engine.cli.reference
	$(BIN)/python -m tests.support.console

mutants: install  ## break the code on purpose, see whether the tests notice
	$(BIN)/python -m tests.faults.run

editor: install  ## open the sample in the editor
	@test -d $(SAMPLE) || $(BIN)/quadrille demo $(SAMPLE)
	$(BIN)/quadrille edit $(SAMPLE)

screenshots: install  ## draw the editor's windows for the documents
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.editor.screenshots docs/images

# uv is only needed here, so it lives in an environment of its own.
lock:  ## pin every dependency anew, with hashes
	@test -x $(BUILD)/uv/bin/uv || { $(PYTHON) -m venv $(BUILD)/uv && $(BUILD)/uv/bin/python -m pip install --quiet uv; }
	env -u PIP_FIND_LINKS -u UV_FIND_LINKS $(BUILD)/uv/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --upgrade \
	  --extra editor --extra db --extra verify --extra dev pyproject.toml --output-file requirements.txt

clean:  ## remove what was built (the environment stays; `rm -r .venv` removes it)
	rm -rf $(BUILD) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find dsl engine plugins editor tests -name __pycache__ -type d -prune -exec rm -rf {} +

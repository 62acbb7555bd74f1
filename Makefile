# Every target sets up .venv by itself: Python 3.11 or newer, make and the package index are all it needs.
PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python -m
STAMP  := $(VENV)/.ready
WORKERS ?= 2

.PHONY: setup demo test check bench fuzz year docs lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages into $(VENV) (about a minute, once)"
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: $(STAMP)
	@$(RUN) pipelines.cli demo --home demo

# axe-core, for the accessibility of pages; where npm can't be had, those tests say that they skip it
AXE := tests/axe-core/node_modules/.package-lock.json
$(AXE): tests/axe-core/package-lock.json
	@npm ci --prefix tests/axe-core --ignore-scripts --no-audit --no-fund --silent || echo "Without axe-core"

test: $(STAMP) $(AXE)
	@$(RUN) pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(STAMP)
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy
	@$(VENV)/bin/lint-imports

bench: $(STAMP)
	@$(RUN) benchmarks.intake

fuzz: $(STAMP)
	@$(RUN) tests.fuzz.run --workers $(WORKERS) $(if $(SEED),--seed $(SEED))

year: $(STAMP)
	@$(RUN) tests.year.run $(if $(SEED),--seed $(SEED))

docs: $(STAMP)
	@$(RUN) pipelines.cli docs

lock:
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(RUN) pip install --quiet --disable-pip-version-check uv
	@$(VENV)/bin/uv pip compile pyproject.toml --extra dev --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

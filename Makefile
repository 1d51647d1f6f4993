# Relais. Two commands matter: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/bash
PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
RELAIS := $(BIN)/python -m relais
# The suite draws its order and its examples from one seed, so that a commit is answered the same twice; `make explore` draws others.
SEED ?= 1
PYTEST = $(BIN)/python -m pytest --randomly-seed=$(SEED) --hypothesis-seed=$(SEED)
ROUNDS ?= 10
.DEFAULT_GOAL := help
.PHONY: help run doctor test check types style journeys explore properties bench upstream venv messages lock clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

run: export RELAIS_ENV := dev
run: venv ## Install what is needed, build the demonstration, serve on http://127.0.0.1:8000/ (RELAIS_PORT=… for another port)
	@$(RELAIS) serve --check
	@$(RELAIS) migrate
	@$(RELAIS) demo
	@$(RELAIS) engine warm
	@$(RELAIS) serve

venv: $(VENV)/.installed

$(VENV)/.installed: requirements/dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Il manque python3 (3.11 ou plus) : apt install python3 python3-venv"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus : $$($(PYTHON) --version)"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Il manque python3-venv : apt install python3-venv"; exit 2; }
	@echo "Installation des dépendances vérifiées (une à quatre minutes la première fois)…"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

doctor: export RELAIS_ENV := dev
doctor: venv ## What this machine lacks for make run, and how to add it
	@$(RELAIS) doctor

check: venv ## Style, types, import contracts, templates, migrations, locks, translations: types on one core, the rest on the other
	@$(MAKE) --no-print-directory -j2 --output-sync=target types style

types: venv
	$(BIN)/python -m mypy

style: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint relais --lint --quiet
	DJANGO_SETTINGS_MODULE=relais.project.settings.test $(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python -m tests.empty
	$(PYTEST) -q tests/architecture

test: venv ## The whole suite (RELAIS_TEST_DATABASE=postgres://… for PostgreSQL: the tests that touch the database, the others would prove nothing more)
ifeq ($(RELAIS_TEST_DATABASE),)
	$(PYTEST) -q -n auto --dist loadfile
	$(PYTEST) -q -n auto --dist loadgroup -m slow
else
	$(PYTEST) -q -n auto --dist loadfile -m "database and not slow and not journey" --ignore=tests/law --ignore=tests/kernel --ignore=tests/journeys
endif

journeys: venv ## The journeys of the cast, in Debian's Chromium, two at a time (RELAIS_CHROMIUM=… for another)
	$(PYTEST) -m journey -n 2 --dist loadgroup tests/journeys

explore: venv ## Nightly: the properties again, on examples that the suite's one seed does not draw (ROUNDS=10)
	@for round in $$(seq $(ROUNDS)); do \
	  seed=$$((RANDOM * 32768 + RANDOM)); echo "== round $$round of $(ROUNDS), SEED=$$seed"; \
	  $(MAKE) --no-print-directory properties SEED=$$seed || exit 1; done

properties: venv
	$(PYTEST) -q -n auto --dist loadfile $$(grep -rl --include=test_*.py "from hypothesis import" tests)

bench: venv ## The measures, beside the stock engine in the same run, then every mark (RELAIS_TEST_DATABASE=postgres://… to take those of a database there too)
	@$(BIN)/python -m benchmarks

upstream: venv ## Nightly: OpenFisca-France's own tests through compiled plans, refused ones listed with the reason (one to two hours)
	$(BIN)/python tools/upstream.py

messages: venv ## Gather the sentences to translate in relais/locale, and say what still lacks its English
	$(BIN)/python tools/french_spaces.py
	DJANGO_SETTINGS_MODULE=relais.project.settings.test $(BIN)/python -m relais.ui.catalogues

lock: ## Resolve requirements/*.in into locks with hashes and without addresses (needs uv; nothing else uses it)
	@command -v $(UV) >/dev/null || { echo "Il manque uv : pip install uv, ou make lock UV=/chemin/uv"; exit 2; }
	cd requirements && $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --overrides overrides-prod.txt base.in -o prod.lock
	cd requirements && $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c prod.lock parquet.in -o parquet.lock
	cd requirements && $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c prod.lock cluster.in -o cluster.lock
	cd requirements && $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --overrides overrides-dev.txt -c prod.lock -c parquet.lock -c cluster.lock dev.in -o dev.lock
	cd requirements && $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate peer.in -o peer.lock

clean: ## Remove what was made here, except the data (var/) and the environment
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist *.egg-info

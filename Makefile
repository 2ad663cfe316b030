# Every task of this project. `make` alone lists them; each needs nothing but git, make and python3-venv.
# PYTHON=python3.12 chooses the Python; it must be 3.11, 3.12 or 3.13.

.DEFAULT_GOAL := help
CHECKS := format lint types imports migrations deployment catalogue reference
.PHONY: help demo check check-program check-house test test-sqlite test-postgresql test-browser test-conformance bench soak reference screenshots \
	tools requirements clean venv-demo venv-dev $(CHECKS:%=check-%)
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

PYTHON ?=
VENV ?= .venv
BIN := $(VENV)/bin
POSTGRESQL ?= postgresql:///layani
PORT ?= 8000
export PYTHON VENV POSTGRESQL

# Tests run side by side, each process with a database of its own; JOBS=1 runs them one after the other. A file's tests
# stay in one process, since they share what is costly to make. Eight processes take about 4 GB of memory.
JOBS ?= auto
PYTEST := $(BIN)/pytest --numprocesses $(JOBS) --maxprocesses 8 --dist loadfile
# Where the tests lie that need these programs: to look through all the others takes as long as some of them.
IN_BROWSERS := tests/browser tests/city tests/lake
BY_OTHERS := tests/conformance tests/office/record

OUTSIDE := browser or validator or conformance or bpmnlint
IN_A_DEMO := LAYANI_MODE=demo LAYANI_DATA=var/check
# A production office as Django's deployment checks should see it; the key is of this check only.
IN_PRODUCTION := LAYANI_MODE=production LAYANI_SITE=https://office.example LAYANI_HOSTS=office.example \
	LAYANI_DATA=var/check-production LAYANI_SECRET_KEY=only-for-this-check-$$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
DJANGO := DJANGO_SETTINGS_MODULE=layani.office.settings $(BIN)/python -m django

help: ## list the tasks
	@echo "make TASK, where TASK is one of:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "A fresh Debian or Ubuntu needs: sudo apt-get install -y git make python3-venv"

demo: venv-demo ## start the example office on this machine (PORT=8000)
	@$(BIN)/layani demo --port $(PORT)

check: check-program check-house ## format, lint, types, imports, migrations, deployment, catalogue, reference, pins, documents
check-program: $(CHECKS:%=check-%) ## all of these but the tests of pins and documents, which 'make test' runs too
$(CHECKS:%=check-%) check-house: venv-dev

check-format:
	$(BIN)/ruff format --check .

check-lint:
	$(BIN)/ruff check .

check-types:
	$(IN_A_DEMO) $(BIN)/mypy

check-imports:
	$(BIN)/lint-imports --no-logo

check-migrations:
	$(IN_A_DEMO) $(DJANGO) makemigrations --check --dry-run

check-deployment:
	$(IN_PRODUCTION) $(DJANGO) check --deploy --fail-level WARNING

check-catalogue:
	$(BIN)/layani check

check-reference:
	$(BIN)/python docs/reference/generate.py --check

check-house:
	$(PYTEST) -q tests/house tests/docs

test: test-sqlite test-postgresql test-browser test-conformance ## every test, on SQLite and PostgreSQL, with browser and other projects' programs

test-sqlite: venv-dev ## the tests on SQLite alone (JOBS=1: one after the other)
	$(PYTEST) -m "not ($(OUTSIDE))"

test-postgresql: venv-dev ## the tests that touch a database, on PostgreSQL (POSTGRESQL=postgresql://USER@HOST/NAME)
	@if why=$$($(BIN)/python -m tests.available postgresql 2>&1); then \
		set -x; LAYANI_TEST_DATABASE=$(POSTGRESQL) $(PYTEST) -m "database and not ($(OUTSIDE))"; \
	else echo "PostgreSQL tests are skipped: $$why"; test -z "$$CI"; fi

test-browser: venv-dev ## the journeys in Chromium: phone and desk, with and without JavaScript, accessibility, HTML
	$(PYTEST) -m "browser or validator" $(IN_BROWSERS)

test-conformance: venv-dev ## the record and the diagrams, read by programs of other projects
	$(PYTEST) -m "conformance or bpmnlint" $(BY_OTHERS)

bench: venv-dev ## measure check, filing, pages and "next" on SQLite and PostgreSQL, beside pgbench
	$(BIN)/python -m bench

soak: venv-dev ## three hundred kills and races of the record, of filing and of the queue; minutes, not seconds
	$(BIN)/python -m bench soak

reference: venv-dev ## write docs/reference from the program
	$(BIN)/python docs/reference/generate.py

screenshots: venv-dev ## take the pictures of the README and the docs
	$(BIN)/python -m tests.browser.screenshots docs/images

tools: ## install the programs of npm that only the tests use
	npm ci --prefix tests/browser --no-audit --no-fund
	npm ci --prefix tests/conformance --no-audit --no-fund

requirements: ## pin the newest packages that fit requirements/*.in
	@VENV=.venv-pin requirements/install pin
	cd requirements && ./pin

clean: ## remove the environment and what the tests left
	rm -rf .venv .venv-pin tests/browser/node_modules tests/conformance/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

venv-demo:
	@requirements/install demo

venv-dev:
	@requirements/install dev

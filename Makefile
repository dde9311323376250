# Every target has a sentence after ##, which `make help` prints.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export PORT ?= 8000
export VAR_DIR ?= $(CURDIR)/var
POSTGRES ?= $(or $(DATABASE_URL),postgresql://postgres@127.0.0.1:5432/portal)
# Extra arguments for pytest, such as ARGS="-k outbox".
ARGS ?=

# Everything that tools write goes under VAR_DIR, not beside the code.
export PYTHONPYCACHEPREFIX = $(VAR_DIR)/pycache
# Kept there, whatever the shell says: else each of the many programs that tests start compiles the libraries anew.
unexport PYTHONDONTWRITEBYTECODE
export RUFF_CACHE_DIR = $(VAR_DIR)/cache/ruff
export MYPY_CACHE_DIR = $(VAR_DIR)/cache/mypy

VENV_PYTHON := .venv/bin/python
OPS = python=$$(sh ops/find-python) && exec "$$python" -B -m ops
INSTALL = @python=$$(sh ops/find-python) && "$$python" -B -m ops install --development
PYTEST = $(VENV_PYTHON) -m pytest -o cache_dir=$(VAR_DIR)/cache/pytest
CODE := portal moduli territori news riscontri glossario candidature istruttoria eventi patti search api seguire home demo ops tests stubs manage.py

.PHONY: help run dev reset test coverage test-postgres test-browser test-load lint lint-frontend types check check-production audit mutants mutants-by-hand rooms frontend frontend-check messages messages-check bench bench-export bench-queue bench-site bench-form lighthouse install

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the portal with demonstration content on 127.0.0.1:$PORT, until Ctrl-C
	@$(OPS) run

dev: ## The same for whoever writes the code: debug pages, toolbar, reload at every change of Python and templates
	@$(OPS) dev

reset: ## Delete everything the portal wrote under VAR_DIR: database, media, private files, mail
	@$(OPS) reset

install: ## Make .venv and install what running, tests and checks need
	$(INSTALL)

test: install ## Run the test suite on SQLite
	env -u DATABASE_URL $(PYTEST) -n auto --ignore=tests/browser --ignore=tests/load $(ARGS)

coverage: install ## The same tests, and fails when they run less of the code than the floor in pyproject.toml
	rm -rf $(VAR_DIR)/cache/coverage
	env -u DATABASE_URL COVERAGE_IN=$(VAR_DIR)/cache/coverage $(PYTEST) -p tests.coverage -n auto --ignore=tests/browser --ignore=tests/load $(ARGS)
	$(VENV_PYTHON) -m tests.coverage $(VAR_DIR)/cache/coverage

test-postgres: install ## Run the same suite on PostgreSQL (DATABASE_URL, or postgres@127.0.0.1)
	@$(VENV_PYTHON) -m ops.postgres "$(POSTGRES)"
	DATABASE_URL="$(POSTGRES)" $(PYTEST) -n auto --ignore=tests/browser --ignore=tests/load $(ARGS)

test-browser: install ## Run the journeys in Debian's Chromium
	env -u DATABASE_URL DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PYTEST) tests/browser $(ARGS)

test-load: install ## Run concurrent sign-ups, kill -9 and slow clients behind nginx against a real server, on both databases
	@$(VENV_PYTHON) -m ops.postgres "$(POSTGRES)"
	env -u DATABASE_URL LOAD_POSTGRES="$(POSTGRES)" $(PYTEST) -W "ignore:unclosed <socket:ResourceWarning" tests/load $(ARGS)

lint: install ## Check the style of Python, templates and shell scripts
	@command -v shellcheck >/dev/null || { echo "shellcheck is missing: install the Debian package shellcheck." >&2; exit 1; }
	shellcheck -x .ci/run .ci/stages.sh ops/find-python
	$(VENV_PYTHON) -m ruff check $(CODE)
	$(VENV_PYTHON) -m ruff format --check $(CODE)
	$(VENV_PYTHON) -m djlint --lint --quiet templates
	$(VENV_PYTHON) -m djlint --check --quiet templates

lint-frontend: ## Check the style of scripts and style sheets (needs Node 18.17 or newer)
	@command -v npm >/dev/null || { echo "npm is missing: install Node 18.17 or newer." >&2; exit 1; }
	cd frontend && npm ci --ignore-scripts && npm run lint

types: install ## Check the types
	$(VENV_PYTHON) -m mypy

check: install ## Check settings, models and migrations
	env -u DATABASE_URL $(VENV_PYTHON) manage.py check --fail-level WARNING
	env -u DATABASE_URL $(VENV_PYTHON) manage.py makemigrations --check --dry-run

check-production: install ## Check the settings of production, with values that are not ours (DATABASE_URL, or postgres@127.0.0.1)
	DATABASE_URL="$(POSTGRES)" DJANGO_SETTINGS_MODULE=portal.settings.production \
		SECRET_KEY="$$($(VENV_PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		CACHE_URL=redis://127.0.0.1:6379/0 EMAIL_URL=smtp+tls://mail.example.org \
		ALLOWED_HOSTS=www.example.org SITE_URL=https://www.example.org \
		DEFAULT_FROM_EMAIL='Cantieri della Salute <no-reply@example.org>' \
		$(VENV_PYTHON) manage.py check --deploy --fail-level WARNING

audit: install ## Ask whether a locked version has a known vulnerability; says so when nobody answers
	@$(VENV_PYTHON) -m ops.audit

mutants: install ## Break the code line by line and count how many tests notice: ARGS="seats --minutes 10"
	$(VENV_PYTHON) -m ops.mutants $(ARGS)

mutants-by-hand: install ## Break the code where its rules stand, and say which break no test noticed (ARGS="messag")
	$(VENV_PYTHON) -m ops.mutants_by_hand $(ARGS)

rooms: install ## Draw the rooms and who imports whom again, in docs/rooms.svg
	$(VENV_PYTHON) -m tests.architecture.drawing

messages: install ## Collect the strings into the English catalogue and compile (needs Debian's gettext)
	@$(VENV_PYTHON) -m ops.messages collect

messages-check: install ## Check that the catalogues are complete and compiled (needs Debian's gettext)
	@$(VENV_PYTHON) -m ops.messages check

frontend: ## Build CSS, JavaScript, icons and fonts again (needs Node 18.17 or newer)
	@command -v npm >/dev/null || { echo "npm is missing: install Node 18.17 or newer, or leave the built files as they are." >&2; exit 1; }
	cd frontend && npm ci --ignore-scripts && npm run build

frontend-check: ## Check that the committed CSS, JavaScript, icons and fonts are what the sources give
	@command -v npm >/dev/null || { echo "npm is missing: install Node 18.17 or newer." >&2; exit 1; }
	cd frontend && npm ci --ignore-scripts && npm run build -- --check

bench: install ## Measure how fast the pages of the demonstration answer
	env -u DATABASE_URL $(VENV_PYTHON) -m tests.load.bench $(ARGS)

bench-form: install ## Measure the journey of a call beside a plain form of Wagtail (ARGS="--postgresql URL" for PostgreSQL)
	env -u DATABASE_URL $(VENV_PYTHON) -m tests.load.form_bench $(ARGS)

bench-export: install ## Measure the files of 100,000 submissions beside Wagtail's own export (ARGS="--postgresql URL")
	env -u DATABASE_URL $(VENV_PYTHON) -m tests.load.export_bench $(ARGS)

bench-site: install ## Measure the pages of a small site and of one with thousands of pages (ARGS="--postgresql URL" for PostgreSQL)
	env -u DATABASE_URL $(VENV_PYTHON) -m tests.load.site_bench $(ARGS)

bench-queue: install ## Measure the review at 1,000 and at 100,000 submissions (ARGS="--postgresql URL" for PostgreSQL)
	env -u DATABASE_URL $(VENV_PYTHON) -m tests.load.queue_bench $(ARGS)

lighthouse: install ## Ask Lighthouse about a page of each kind as on a phone; fails below 95 (docs/measurements.md installs it)
	env -u DATABASE_URL $(VENV_PYTHON) -m tests.load.lighthouse $(ARGS)

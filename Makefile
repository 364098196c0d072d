# Two commands on a fresh machine: `make run` opens the tutor, `make test` passes the tests.

# python3 or, where that is too old, the newest that is there.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check
# What is installed so far: enough to play, and enough to work on it.
PLAY   := $(VENV)/.play
WORK   := $(VENV)/.work

.PHONY: run test check lint format bench clean

run: $(PLAY)
	@$(BIN)/tutor $(ARGS)

test: $(WORK)
	$(BIN)/pytest -n auto --dist loadfile $(ARGS)

lint: $(WORK)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tutor lint lessons

check: lint test

format: $(WORK)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(WORK)
	$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(PLAY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name one: make run PYTHON=…" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "Setting up; this is done once." >&2; $(PYTHON) -m venv $(VENV); }
	@$(PIP) install --editable ".[preview]"
	@touch $@

# pip before 25.1 has no --group: bring a newer one into the environment first.
$(WORK): $(PLAY)
	@$(PIP) install --upgrade "pip>=25.1"
	@$(PIP) install --editable ".[postgres,preview]" --group dev
	@touch $@

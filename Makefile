# Two commands on a fresh machine: `make run` opens the tutor, `make test` passes the tests.

# python3 or, where that is too old, the newest that is there.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check
# What is installed so far: enough to play, and enough to work on it. A mark is taken away before
# the environment is changed and written when that is done.
PLAY   := $(VENV)/.play
WORK   := $(VENV)/.work
# Empty if the environment was left half made, the folder has moved, or its Python was replaced.
SOUND  := $(shell test "$$(cat $(PLAY) 2>/dev/null)" = "$$(pwd -P)" && \
	$(BIN)/python -c 'import pip' 2>/dev/null && echo yes)

# Packages whose every line and branch is run by the tests of the same name.
COVERED := course engine grading history session
COMMA := ,
SPACE := $(subst x,,x x)

.PHONY: run test coverage check lint format bench clean FORCE

run: $(PLAY)
	@$(BIN)/tutor $(ARGS)

# Python is started a thousand times: what it has compiled is to be kept.
KEEP := unset PYTHONDONTWRITEBYTECODE;
# Each file is one process's. xdist by itself would leave to the end those of few tests, which are long
# and wait for most of their time.
SPREAD := -n auto --dist loadfile --no-loadscope-reorder

test: $(WORK)
	$(KEEP) $(BIN)/pytest $(SPREAD) $(ARGS)

lint: $(WORK)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tutor lint lessons

# Fails below 100%. What cannot be covered says why on its line: `# pragma: no cover (reason)`.
coverage: $(WORK)
	@$(BIN)/coverage erase
	$(KEEP) $(BIN)/coverage run --source=$(subst $(SPACE),$(COMMA),$(COVERED:%=tutor/%)) \
		-m pytest $(SPREAD) --hypothesis-seed=0 $(COVERED:%=tests/%) $(ARGS)
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: lint test

format: $(WORK)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(WORK)
	$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*

$(PLAY): pyproject.toml $(if $(SOUND),,FORCE)
ifeq ($(SOUND),)
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; name one: make run PYTHON=…" >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python cannot make an environment. On Debian and Ubuntu:" \
		"apt install python$$("$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv" >&2; \
		exit 1; }
	@echo "Setting up; this is done once." >&2
	@rm -f $(PLAY) $(WORK)
	@"$(PYTHON)" -m venv --clear $(VENV)
endif
	@rm -f $(PLAY) $(WORK)
	@$(PIP) install --editable ".[preview]"
	@pwd -P > $@

# pip before 25.1 has no --group: bring a newer one into the environment first.
$(WORK): $(PLAY)
	@rm -f $(PLAY)
	@$(PIP) install --upgrade "pip>=25.1"
	@$(PIP) install --editable ".[postgres,preview,web,workshop]" --group dev
	@pwd -P > $(PLAY)
	@touch $@

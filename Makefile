# Every target does its own set-up.  PYTHON3 may name another interpreter (3.11 - 3.13).
PYTHON3 ?= python3
PY := .venv/bin/python
ENV := $(PYTHON3) tools/environments.py

.PHONY: run test lint types contracts docs bench ci clean pins main dialogue

run: main dialogue  ## start everything on this machine; Ctrl-C stops it
	@HECUI_DEMO=$${HECUI_DEMO:-1} $(PY) -m bot.cli up

test: main  ## all tests that need no server and no browser
	@$(PY) -m pytest -q -m "not stack and not browser"

lint: main
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

types: main
	@$(PY) -m mypy

contracts: main
	@.venv/bin/lint-imports

docs: main  ## write the generated pages again
	@$(PY) tools/build_docs.py

bench: main
	@$(PY) benchmarks/speed.py --write

ci:
	@bash .ci/run

clean:
	@rm -rf .run .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info

pins: main  ## resolve requirements/*.in again
	@PATH="$(CURDIR)/.venv/bin:$$PATH" bash tools/pins.sh

main:
	@$(ENV) main

dialogue:
	@$(ENV) dialogue

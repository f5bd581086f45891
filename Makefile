# Everything a checkout can do. `make book` and `make test` work on a fresh machine: they set up what they need.

BIN := .venv/bin
WORKERS ?= 2
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help book test nightly hostile fuzz lint setup lock clean

help: ## show this list
	@echo 'make ...'
	@sed -n 's/^\([a-z]*\):.*## /  \1|/p' Makefile | awk -F'|' '{ printf "%-8s %s\n", $$1, $$2 }'
	@echo 'PYTHON=/path/to/python3 chooses the Python (3.11 or newer); ARGS="-k name" goes to pytest.'

book: ## build the sample book in every edition, into book/build/
	@setup/prepare runtime
	@$(BIN)/galerada build book -e ebook -e print -e proof

# Style, types and tests all run, whatever fails; pytest speaks last.
test: ## check style and types, run all tests (needs Java, Node, Chromium; installs them where it may)
	@setup/prepare test
	@failed=; \
	$(BIN)/ruff check . || failed="$$failed ruff"; \
	$(BIN)/mypy || failed="$$failed mypy"; \
	$(BIN)/python -m pytest -n $(WORKERS) --durations=10 -rs $(ARGS) || failed="$$failed pytest"; \
	if [ -n "$$failed" ]; then echo "make test: failed:$$failed" >&2; exit 1; fi

nightly: ## the lexer on a million inputs, 2,000 books, faults at calls, crowds of builds, other surroundings (hours)
	@setup/prepare nightly
	@$(BIN)/python tests/faults/inject.py build
	@$(BIN)/python tests/faults/inject.py rooms pack cover pages release --every 3
	@$(BIN)/python tests/faults/crowd.py 200 8
	@$(BIN)/python tests/faults/elsewhere.py
	@$(BIN)/python -m tests.test_booktrees 2000
	@$(BIN)/python -m tests.test_glued 5000 7
	@HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -n $(WORKERS) -rs tests/unit/test_shortcode_syntax.py

hostile: ## every hostile manuscript as a process of its own, with one wall, then the other; ARGS="svg --jobs 2"
	@setup/prepare test
	@$(BIN)/python tests/hostile/run.py --walls gate $(ARGS)
	@$(BIN)/python tests/hostile/run.py --walls jail $(ARGS)

SECONDS ?= 300
fuzz: ## what no one thought of: each target for SECONDS (300); installs atheris
	@setup/prepare test
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/python -m pip install --quiet 'atheris==3.*'
	@for target in frontmatter shortcodes markdown xhtml pictures; do \
	$(BIN)/python tests/fuzz/target.py $$target -max_total_time=$(SECONDS) || exit 1; done

lint: ## check style and types only
	@setup/prepare runtime
	@$(BIN)/ruff check .
	@$(BIN)/mypy

setup: ## make the Python environment in .venv, see to Pango, Java and Ace
	@setup/prepare test

lock: ## remake requirements.lock from pyproject.toml (UPGRADE=1: with the newest versions)
	@setup/prepare lock-tool
	@.tools/uv/bin/uv pip compile pyproject.toml --extra test --output-file requirements.lock \
		--universal --python-version 3.11 --generate-hashes $(if $(UPGRADE),--upgrade) \
		--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --system-certs --quiet
	@echo 'requirements.lock is made; `make setup` installs it'

clean: ## remove what was built and every cache; .venv stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .tools
	find pipeline tests -name __pycache__ -type d -prune -exec rm -rf {} +

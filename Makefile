# Every target makes its own set-up: a clone and this file are enough.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-all lint types bench clean ready-run ready-test

BIN := .venv/bin

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | expand -t 12

run: ready-run ## Check the example regulation, write its page
	@$(BIN)/dutygraph check yunfu-2017 --fail-on never
	@mkdir -p build
	@$(BIN)/dutygraph view yunfu-2017 -o build/yunfu-2017.html

test: lint types ## Lint, check types, run the quick tests
	@$(BIN)/python -m pytest -n auto -m 'not slow'

test-all: lint types ## Lint, check types, run every test
	@$(BIN)/python -m pytest -n auto

lint: ready-test ## Check style, format and import floors
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/lint-imports --no-logo

types: ready-test ## Check types
	@$(BIN)/mypy

bench: ready-test ## Run the benchmarks
	@sh scripts/peers.sh
	@export DUTYGRAPH_PEERS="$(CURDIR)/.peers/bin/python"; \
	for file in benchmarks/bench_*.py; do \
		if [ -f "$$file" ]; then $(BIN)/python "$$file" || exit 1; fi; \
	done

clean: ## Remove all that make made
	@rm -rf .venv .peers build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready-run:
	@sh scripts/setup.sh run

ready-test:
	@sh scripts/setup.sh test

# Every target sets itself up; `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
CI_STAMP := .stamps
export PYTHONPATH := sandbox
export UV_LINK_MODE ?= copy

.DEFAULT_GOAL := help
.PHONY: help setup console demo serve test lint types unit console-test slow bench api-client lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(CI_STAMP)/python: requirements/uv.lock requirements/all.lock pyproject.toml sandbox/pyproject.toml sdk/python/pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.lock
	$(BIN)/uv pip install -q --require-hashes -r requirements/all.lock
	$(BIN)/uv pip install -q --no-deps --no-build-isolation -e . -e sandbox -e sdk/python
	@mkdir -p $(CI_STAMP) && touch $@

$(CI_STAMP)/node: console/package-lock.json
	cd console && npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p $(CI_STAMP) && touch $@

$(CI_STAMP)/sdk: sdk/package-lock.json
	cd sdk && npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p $(CI_STAMP) && touch $@

$(CI_STAMP)/chromium:
	@test -x /usr/bin/chromium || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null)
	@mkdir -p $(CI_STAMP) && touch $@

console/dist/index.html: $(CI_STAMP)/node $(shell find console/src console/index.html -type f 2>/dev/null)
	cd console && npm run --silent build
	@touch $@

setup: $(CI_STAMP)/python ## install the Python side, pinned and hashed
console: console/dist/index.html ## build the console
demo: $(CI_STAMP)/python console/dist/index.html ## a working brand on a local WeChat: prints the address and the login
	@$(BIN)/python -m demo
serve: $(CI_STAMP)/python console/dist/index.html ## the normal start: one process, its data in var/quanyu
	@$(BIN)/quanyu serve
test: lint types unit console-test slow ## everything that CI checks
	@$(BIN)/python -m tests.total
lint: $(CI_STAMP)/python ## ruff, the contracts between rooms, and what no file may contain
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports
types: $(CI_STAMP)/python ## mypy, strict
	$(BIN)/mypy && cd sandbox && ../$(BIN)/mypy
unit: $(CI_STAMP)/python ## unit and integration tests on real embedded stores
	@rm -rf test-results && mkdir -p test-results
	$(BIN)/pytest -n 2 -m "not slow" --junitxml=test-results/unit.xml
	cd sandbox && ../$(BIN)/pytest -n 2 -m "not slow" --junitxml=../test-results/sandbox.xml
console-test: $(CI_STAMP)/python $(CI_STAMP)/node $(CI_STAMP)/sdk ## the generated client is current; types, tests and builds of console and SDKs
	@mkdir -p test-results
	$(BIN)/python -m quanyu openapi | diff -q - console/openapi.json
	cd console && npm run --silent check && npx vitest run --reporter=json --outputFile=../test-results/console.json >/dev/null
	cd sdk && npm run --silent check && npx vitest run --reporter=json --outputFile=../test-results/sdk.json >/dev/null
slow: $(CI_STAMP)/python $(CI_STAMP)/chromium console/dist/index.html ## kill -9, real history and the demo in a browser
	$(BIN)/pytest -m slow --junitxml=test-results/slow.xml
	cd sandbox && ../$(BIN)/pytest -m slow --junitxml=../test-results/sandbox-slow.xml
bench: $(CI_STAMP)/python ## one benchmark: make bench NAME=ingest [ARGS=--json]
	@$(BIN)/python -m bench $(NAME) $(ARGS)
api-client: $(CI_STAMP)/python $(CI_STAMP)/node ## write the schema and generate the console's client from it
	$(BIN)/python -m quanyu openapi > console/openapi.json && cd console && npm run --silent api
lock: $(CI_STAMP)/python ## pin again what the packages ask for
	$(BIN)/uv pip compile $(LOCKING) requirements/uv.in -o requirements/uv.lock
	$(BIN)/uv pip compile $(LOCKING) pyproject.toml sandbox/pyproject.toml sdk/python/pyproject.toml requirements/dev.in -o requirements/all.lock
clean: ## remove what was built; keeps var/ (your data)
	rm -rf .venv .stamps console/node_modules console/dist test-results

LOCKING := -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11

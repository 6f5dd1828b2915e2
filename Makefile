# The two commands of the README are `make demo` and `make test`; both set everything up by themselves.
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
PLUGINS := $(sort $(wildcard plugins/gridroute-*))
STAMP := $(VENV)/.installed
JOBS ?= 2

.PHONY: demo test lint docs test-slow fuzz bench clean
.DEFAULT_GOAL := demo

$(STAMP): pyproject.toml $(foreach p,$(PLUGINS),$(p)/pyproject.toml)
	test -x $(BIN)/python || $$(command -v $(PYTHON) || command -v python3) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev -e . $(foreach p,$(PLUGINS),-e $(p))
	touch $@

demo: $(STAMP)
	$(BIN)/gridroute demo

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -q -n $(JOBS) -m "not slow"

test-slow: $(STAMP)
	$(BIN)/pytest -q -n $(JOBS) -m slow

fuzz: $(STAMP)
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -v -n $(JOBS) -m "not slow" tests -k "law or property"

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check zen-engine clipspy
	$(BIN)/python benchmarks/route_speed.py
	$(BIN)/python benchmarks/category_quality.py
	$(BIN)/python benchmarks/address_speed.py
	$(BIN)/python benchmarks/engines.py
	$(BIN)/python benchmarks/whole_route.py
	$(BIN)/python benchmarks/load_speed.py
	$(BIN)/python benchmarks/casework_speed.py
	$(BIN)/python benchmarks/scenario_speed.py

docs: $(STAMP)
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The whole project in two commands: `make`, then `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# The same text order, time zone and hashing for everyone; notebooks and charts must come out byte for byte.
export PYTHONHASHSEED := 0
export PYDEVD_DISABLE_FILE_VALIDATION := 1

.DEFAULT_GOAL := all
.PHONY: all help env build notebooks report site test test-slow mutants bench bench-pay lint lab lock licences pay-cases architecture edition release clean

all: build notebooks  ## the tables, the charts, the notebooks: each step with its seconds

help:  ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
	  printf '  make %-13s %s\n' "$$name" "$$what"; done

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "labormarket needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	@echo "installing the locked packages into $(VENV)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --only-binary :all: --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

env: $(READY)  ## the environment in .venv

build: $(READY)  ## raw files to tables and charts; make build STRICT=--strict stops where a finding falls
	$(BIN)/labormarket build $(STRICT)

notebooks: $(READY)  ## execute those notebooks whose tables, code or text have changed
	$(BIN)/labormarket notebooks

report: $(READY)  ## the counts of the last build
	@$(BIN)/labormarket report

site: $(READY)  ## the web pages, in _site/; make site ADDRESS=https://… where their place on the web is known
	$(BIN)/labormarket site --out _site $(if $(ADDRESS),--address $(ADDRESS))

# Two processes share the cores already: threads of the linear algebra inside each would only wait for one another.
test: export OPENBLAS_NUM_THREADS := 1
test: $(READY)  ## unit tests, doctests, and every notebook re-executed and compared
	$(BIN)/python -m pytest -p no:nbval --numprocesses 2 --dist worksteal
	$(BIN)/python -m pytest --nbval --nbval-current-env --numprocesses 2 --dist loadfile -W default notebooks

test-slow: $(READY)  ## what takes minutes
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group croissant
	$(BIN)/python -m pytest -m slow

mutants: $(READY)  ## small faults in functions, each of which should fail a test; writes docs/generated/mutation.md
	$(BIN)/python tools/mutate.py

bench: $(READY)  ## what cleaning, building and starting take; ten minutes on a machine at rest
	$(BIN)/python benchmarks

lint: $(READY)  ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench-pay: $(READY)  ## the pay reader beside its floor and beside others
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group bench
	$(BIN)/python benchmarks/pay_reader.py

lab: $(READY)  ## JupyterLab, opened on notebooks/0_start_here.ipynb
	$(BIN)/jupyter lab notebooks/0_start_here.ipynb

lock: $(READY)  ## after a change of dependencies in pyproject.toml
	$(BIN)/python tools/write_environment.py
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --group dev --generate-hashes --only-binary :all: \
	  --no-emit-index-url --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml
	$(BIN)/python tools/write_bill_of_materials.py

licences: $(READY)  ## after a change of requirements.lock: the licence of each package
	$(BIN)/python tools/write_licences.py

architecture: $(READY)  ## after a change of the imports between rooms: the picture in docs/architecture.md
	$(BIN)/python tools/write_architecture.py

pay-cases: $(READY)  ## after a change of tests/pay/cases.tsv: the page that shows them
	$(BIN)/python tools/write_pay_cases.py


edition: $(READY)  ## this week: collect, build, notebooks, tests; the text of a pull request in build/edition/
	$(BIN)/labormarket edition || test $$? -eq 3

release: all  ## one reproducible archive in dist/
	$(BIN)/labormarket release

clean:  ## remove the environment and every cache
	rm -rf $(VENV) .labormarket build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# make run: the app. make test: all tests. Both make .venv themselves.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The engine's matrices are small: more BLAS threads cost time and gain none.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

.PHONY: run test bench lint

# Python's own allocator would keep much of the room of a class that has gone: one object holds a whole megabyte.
run: export PYTHONMALLOC := malloc
run: .venv/run
	$(BIN)/streamlit run app.py

test: .venv/dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

bench: .venv/dev
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.live

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.venv/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	touch $@

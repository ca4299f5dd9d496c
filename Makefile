# make run: the app. make test: all tests. Both make .venv themselves.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The engine's matrices are small: more BLAS threads cost time and gain none.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

.PHONY: run test bench lint lint-js static serve-static test-static

# Python's own allocator would keep much of the room of a class that has gone: one object holds a whole megabyte.
run: export PYTHONMALLOC := malloc
run: .venv/run
	$(BIN)/streamlit run app.py

test: .venv/dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

# The app as static files, which run in the visitor's own browser: deploy/static.md. It needs npm and Node.
static: .venv/dev
	$(BIN)/python -m static_site.build $(STATIC_OPTIONS)

serve-static:
	$(BIN)/python -m static_site.serve

test-static: .venv/dev static
	$(BIN)/python -m pytest --static-site -m "static or everywhere" -n 2 --dist loadfile tests/static_site tests/browser

bench: .venv/dev
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.live

lint: lint-js .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The linter of the JavaScript comes from npm. Where there is none, the tests of the scripts still check their syntax.
lint-js: .venv/dev
	@if command -v npm >/dev/null; then \
	  $(MAKE) --no-print-directory node_modules/.package-lock.json && node_modules/.bin/biome check --error-on-warnings; \
	else \
	  echo "npm is not installed: the JavaScript is checked for its syntax, but not linted"; \
	  $(BIN)/python -m pytest -p no:cacheprovider tests/pictures/test_javascript.py; \
	fi

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund --silent
	touch $@

.venv/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	touch $@

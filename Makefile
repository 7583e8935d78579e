# make report  builds every budget in data/ into out/
# make look    renders every page of every example into out/look/
# make bundle  makes one zip that installs where only Python is, into dist/
# make check   is what a change has to pass: lint and test
# A Python under another name: make report PYTHON=python3.12

PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

# Every set-up starts from an empty .venv, and the stamp comes last: an interrupted one is begun again.
RUNTIME := .venv/.runtime
DEV := .venv/.dev
# A developer's .venv serves `make report` as well.
ANY := $(if $(wildcard $(DEV)),$(DEV),$(RUNTIME))

# What was compiled is kept also where PYTHONDONTWRITEBYTECODE is set: workers and programs that tests start share it.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: report test lint check look bench bundle soak clean

report: $(ANY)
	$(BIN)/python -m reportgen build data/*.yaml -o out

test: $(DEV)
	$(BIN)/python -m pytest -n 4 --dist worksteal

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict reportgen
	$(BIN)/lint-imports

check: lint test

look: $(DEV)
	$(BIN)/python tests/look.py

bench: $(DEV)
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_page
	$(BIN)/python -m tests.bench_diff

bundle: $(DEV)
	$(BIN)/python bundle/make.py

soak: $(DEV)
	$(BIN)/python -m pytest -m soak -n 2 --dist worksteal

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage tests/node/node_modules
	find out -mindepth 1 ! -name .gitkeep -delete
	find reportgen tests -name __pycache__ -prune -exec rm -rf {} +

$(RUNTIME): WANTED := .
$(DEV): WANTED := .[dev,pdf]
$(RUNTIME) $(DEV): pyproject.toml constraints.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '需要 Python 3.11 或更高版本（Python 3.11 or newer is needed）。' >&2; \
		echo '建议：安装后再试，或指明它在哪里：make PYTHON=python3.12' >&2; \
		exit 1; }
	@echo '准备 .venv（首次运行需要下载依赖）…'
	@"$(PYTHON)" -m venv --clear .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '$(WANTED)' -c constraints.txt
	@touch $@

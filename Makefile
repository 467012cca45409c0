# make run    set up, make the demo county if there is no store yet, serve it
# make test   set up, check the style, run every test (browser tests included)
# make fuzz   damaged spreadsheets by the thousand
# make bench  print what is measured, beside its baselines
# make bench-detection  what the detectors find, how soon, at what price of false alarms
# Windows: the plain commands stand in README.md.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check install

# Every process of the tests would compile all modules anew where this is set.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test style bench bench-detection fuzz clean
.DEFAULT_GOAL := run

run: $(VENV)/run.stamp
	@$(PY) -m core demo --if-missing
	@$(PY) -m core serve

# In the order of their files: those of the browser come first, beside the others (tests/conftest.py).
test: style
	@begin=$$(date +%s); \
	$(PY) -m pytest -n auto --no-loadscope-reorder --durations=10 && \
	echo "All tests: $$(( $$(date +%s) - begin )) s (aim: 360 s on two idle cores)"

style: $(VENV)/dev.stamp
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

bench: $(VENV)/dev.stamp
	@$(PY) -m bench

bench-detection: $(VENV)/dev.stamp
	@$(PY) -m bench.detection $(PARTS)

fuzz: $(VENV)/dev.stamp
	@$(PY) -m tests.core.ingest.fuzz --count 5000 --seed $$(date +%s)

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed. / 需要 Python 3.11–3.13。"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@echo "Installing … / 正在安装依赖 …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@$(PIP) -r requirements-dev.txt
	@sh tests/browser/install.sh
	@touch $@ $(VENV)/run.stamp

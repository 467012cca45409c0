# make run    set up, make the demo county if there is no store yet, serve it
# make test   set up, check the style, run the tests (those of the browser's main paths included)
# make test-all  the same with the tests that take long; make measure  notes which those are
# make fuzz   damaged spreadsheets by the thousand
# make faults kill -9 in the midst of work, by the hundred
# make bench  print what is measured, beside its baselines
# make bench-detection  what the detectors find, how soon, at what price of false alarms
# make spark  the demo county on a Spark engine of this computer (docs/cluster.md)
# make test-spark  the engines side by side, Apache Spark answering (needs Java 17)
# Windows: the plain commands stand in README.md.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check install

# Every process of the tests would compile all modules anew where this is set.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-all measure style spark test-spark bench bench-detection fuzz faults clean
.DEFAULT_GOAL := run

run: $(VENV)/run.stamp
	@$(PY) -m core demo --if-missing
	@$(PY) -m core serve

# In the order of their files: those of the browser come first, beside the others (tests/conftest.py).
PYTEST := $(PY) -m pytest -n auto --no-loadscope-reorder --durations=10
test: style
	@begin=$$(date +%s); $(PYTEST) -m "not long" && echo "Tests: $$(( $$(date +%s) - begin )) s (aim: 360 s on two idle cores)"

test-all: style
	@$(PYTEST)

measure: style
	@$(PYTEST) --measure

style: $(VENV)/dev.stamp
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

# A store, a lake and an engine of their own; whatever the desk of `make run` holds stays as it is.
SPARK_PORT ?= 15002
spark: $(VENV)/spark.stamp
	@mkdir -p data/spark
	@$(PY) -m core --db data/spark/command.duckdb demo --if-missing
	@$(VENV)/bin/sail spark server --port $(SPARK_PORT) & sail=$$!; trap "kill $$sail" EXIT; trap "exit 130" INT TERM; \
	until $(PY) -c "import socket; socket.create_connection(('127.0.0.1', $(SPARK_PORT)))" 2>/dev/null; do kill -0 $$sail || exit 1; sleep 1; done; \
	export GRID_COMMAND_DB=data/spark/command.duckdb GRID_COMMAND_ENGINE=spark \
		GRID_COMMAND_SPARK=sc://127.0.0.1:$(SPARK_PORT) GRID_COMMAND_LAKE=data/spark/lake; \
	$(PY) -m core lake export && $(PY) -m core engine check && $(PY) -m core rollup --full && $(PY) -m core serve

# Apache Spark and the client are two editions of one package: the server stands in an environment of its own.
# Its statements take longer to plan than to run here: one partition, no plans made anew while they run, no code made for a few rows, and the
# JVM's quick compiler alone. It stands in another zone than the county.
SPARK_TESTS := tests/spec/test_engines.py tests/spec/test_reach.py tests/spec/test_table.py tests/spec/classify/test_engines.py
SPARK_FOR_TESTS := --master 'local[2]' --driver-memory 2g --driver-java-options "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" \
	--conf spark.connect.grpc.binding.port=15801 --conf spark.sql.session.timeZone=America/New_York --conf spark.ui.enabled=false \
	--conf spark.sql.shuffle.partitions=1 --conf spark.default.parallelism=1 --conf spark.sql.adaptive.enabled=false \
	--conf spark.connect.progress.reportInterval=0 --conf spark.sql.codegen.wholeStage=false --conf spark.sql.codegen.factoryMode=NO_CODEGEN
test-spark: $(VENV)/dev.stamp .venv-spark/server.stamp
	@rm -rf .venv-spark/run && mkdir -p .venv-spark/run && cd .venv-spark/run && { PATH="$$PWD/../bin:$$PATH" SPARK_LOCAL_IP=127.0.0.1 exec spark-submit $(SPARK_FOR_TESTS) \
		--class org.apache.spark.sql.connect.service.SparkConnectServer spark-internal > server.log 2>&1; } & spark=$$!; trap "kill $$spark" EXIT; trap "exit 130" INT TERM; \
	until grep -qs "server started" .venv-spark/run/server.log; do \
	kill -0 $$spark 2>/dev/null || { tail -n 5 .venv-spark/run/server.log; exit 1; }; sleep 1; done; \
	GRID_COMMAND_TEST_SPARK=sc://127.0.0.1:15801 $(PY) -m pytest -n 0 --durations=5 $(SPARK_TESTS)

bench: $(VENV)/dev.stamp
	@$(PY) -m bench

bench-detection: $(VENV)/dev.stamp
	@$(PY) -m bench.detection $(PARTS)

fuzz: $(VENV)/dev.stamp
	@$(PY) -m tests.core.ingest.fuzz --count 5000 --seed $$(date +%s)

faults: $(VENV)/dev.stamp
	@$(PY) -m tests.faults

clean:
	rm -rf $(VENV) .venv-spark .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed. / 需要 Python 3.11–3.13。"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@echo "Installing … / 正在安装依赖 …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/spark.stamp: requirements.txt requirements-spark.txt | $(VENV)/bin/python
	@$(PIP) -r requirements-spark.txt
	@touch $@ $(VENV)/run.stamp

.venv-spark/server.stamp:
	@$(PYTHON) -m venv .venv-spark
	@.venv-spark/bin/python -m pip install --quiet "pyspark[connect]==4.2.0"
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-spark.txt requirements-dev.txt | $(VENV)/bin/python
	@sh tests/browser/install.sh & browser=$$!; $(PIP) -r requirements-dev.txt && wait $$browser
	@touch $@ $(VENV)/run.stamp

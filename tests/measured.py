"""Which tests take long, as measured by a run of all of them.

`make test` leaves them out, so that it ends within some ten minutes; `make test-all` runs everything. Nobody marks a test by hand: `make measure`
runs everything and writes `long.txt` anew, one line for each test whose case takes more than `LIMIT`, with its seconds.
A test that is not measured yet runs.
"""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

LIMIT = 0.3  # seconds of a core, for one case of a test
PROMISED_LIMIT = 3.5  # of one that holds a promise
FILE = Path(__file__).with_name("long.txt")
BROWSER = "tests/browser/"  # what a browser and a desk beside the test cost, the clock alone tells: each of four workers has half a core
CLOCK = 2
# The main paths are walked each time, however long they take, what is killed in the midst of its work, and every page as a reader of another grid and as
# each role, whose masks it holds.
KEPT = (
    "tests/browser/test_import.py::",
    "tests/browser/test_wall.py::",
    "tests/browser/test_phones.py::",
    "tests/faults/",
    "tests/pages/test_scope_matrix.py::",
    "tests/pages/test_field_matrix.py::",
)
# Whatever holds a promise of SECURITY.md has more time than others, but for this one, which looks at speed first.
SECURITY = Path(__file__).parents[1] / "SECURITY.md"
PROMISED = re.compile(r"`(tests/[\w/]+(?:\.py)?)`")
NOT_EACH_TIME = "tests/core/test_plans.py"


def name_of(nodeid: str) -> str:
    """A test without its case: `…/test_dates.py::test_a_day[1]` → `…/test_dates.py::test_a_day`."""
    return nodeid.partition("[")[0]


@cache
def measured() -> dict[str, float]:
    """Long test → seconds of one of its cases."""
    if not FILE.exists():
        return {}
    lines = [line.split(" ", 1) for line in FILE.read_text("utf-8").splitlines()]
    return {name: float(seconds) for seconds, name in lines}


@cache
def promised() -> tuple[str, ...]:
    """Beginnings of the tests of files and folders that SECURITY.md names."""
    named = set(PROMISED.findall(SECURITY.read_text("utf-8"))) - {NOT_EACH_TIME}
    return tuple(f"{one}::" if one.endswith(".py") else f"{one.rstrip('/')}/" for one in named)


def is_long(nodeid: str) -> bool:
    seconds = measured().get(name_of(nodeid), 0)
    if nodeid.startswith(KEPT):
        return False
    return seconds > (PROMISED_LIMIT if nodeid.startswith(promised()) else LIMIT)


class Meter:
    """Measures each test where it runs; where all reports come together, it writes what was long."""

    def __init__(self) -> None:
        self.calls: dict[str, list[float]] = defaultdict(list)
        self.made_ready: dict[str, float] = defaultdict(
            float
        )  # by file: what its tests share is made for the first of them

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> object:
        return (yield from _timed(item, "setup_seconds"))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> object:
        return (yield from _timed(item, "call_seconds"))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        spent = dict(report.user_properties)
        if report.when == "call" and "call_seconds" in spent:
            self.calls[report.nodeid].append(spent["call_seconds"])
            self.made_ready[report.nodeid.partition("::")[0]] += spent["setup_seconds"]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput"):
            FILE.write_text("".join(f"{s:.1f} {name}\n" for name, s in sorted(self.long().items())), "utf-8")

    def long(self) -> dict[str, float]:
        """Test → seconds of one case, its part of what the file's tests share included."""
        cases, files = defaultdict(list), defaultdict(int)
        for nodeid, seconds in self.calls.items():
            cases[name_of(nodeid)] += seconds
            files[nodeid.partition("::")[0]] += 1
        shares = {file: self.made_ready[file] / count for file, count in files.items()}
        means = {n: sum(s) / len(s) + shares[n.partition("::")[0]] for n, s in cases.items()}
        return {name: seconds for name, seconds in means.items() if seconds > LIMIT}


def _timed(item: pytest.Item, name: str) -> object:
    core, clock = sum(os.times()[:4]), time.monotonic()  # of this process, and of those it has waited for
    try:
        return (yield)
    finally:
        by_clock = item.nodeid.startswith(BROWSER)
        spent = (time.monotonic() - clock) / CLOCK if by_clock else sum(os.times()[:4]) - core
        item.user_properties.append((name, round(spent, 3)))

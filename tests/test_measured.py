"""Which tests are long, and which of them run each time all the same."""

from __future__ import annotations

import re
from types import SimpleNamespace

from tests.measured import NOT_EACH_TIME, SECURITY, Meter, is_long, measured


def report(nodeid: str, *, setup: float, call: float) -> SimpleNamespace:
    spent = [("setup_seconds", setup), ("call_seconds", call)]
    return SimpleNamespace(nodeid=nodeid, when="call", user_properties=spent)


def test_a_test_is_long_by_its_case_and_its_part_of_what_the_file_shares():
    meter = Meter()
    for nodeid, setup, call in (
        ("a.py::test_cases[1]", 0, 0.4),
        ("a.py::test_cases[2]", 0, 3.0),
        ("a.py::test_quick", 0, 0.1),
        ("b.py::test_first", 3.0, 0.1),
        ("b.py::test_second", 0, 0.1),
    ):
        meter.pytest_runtest_logreport(report(nodeid, setup=setup, call=call))
    assert meter.long() == {"a.py::test_cases": 1.7, "b.py::test_first": 1.6, "b.py::test_second": 1.6}


def test_a_promise_has_tests_that_run_each_time():
    """Its longest ones may wait for a run of all; none is left without any, but for those that only a browser can walk."""
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", SECURITY.read_text("utf-8"))) - {NOT_EACH_TIME}
    assert len(named) > 50
    long = {name for name in measured() if is_long(name)}
    tests = {
        file: re.findall(r"^def (test_\w+)", (SECURITY.parent / file).read_text("utf-8"), re.MULTILINE)
        for file in named
    }
    silent = {file for file, names in tests.items() if names and {f"{file}::{name}" for name in names} <= long}
    assert all(file.startswith("tests/browser/") for file in silent)
    assert not [name for name in long if name.startswith(("tests/faults/", "tests/pages/test_scope_matrix.py"))]
    assert len(long) > 50, "else nothing would be left out at all"

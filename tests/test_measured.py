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


def test_what_holds_a_promise_is_left_out_for_its_length_nowhere():
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", SECURITY.read_text("utf-8")))
    assert len(named) > 50
    left_out = {name.partition("::")[0] for name in measured() if is_long(name)}
    assert named & left_out <= {NOT_EACH_TIME}
    assert not [file for file in left_out if file.startswith("tests/faults/")]
    assert len(left_out) > 50, "else nothing would be left out at all"

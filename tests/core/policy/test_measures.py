"""Faulty measures and cells are refused, each with its line, entry and reason; right ones say what each cell asks for."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.i18n import LANGUAGES, t
from core.policy.loader import GRADES, RESIDENT, UNKNOWN, load_policy
from core.report.measures import times
from tests.core.act.made import CELLS, policy

VISIT = 'owner = "section"\ndone_by = ["tick"]\n'
FAULTS = [
    # what is said otherwise, cells, the end of the fault's code, its entry, a part of its line
    ({"visit": VISIT.replace("tick", "wink")}, CELLS, "unknown_code", "measure.visit", "done_by"),
    ({"visit": VISIT.replace("section", "street")}, CELLS, "unknown_code", "measure.visit", "owner"),
    ({"visit": 'done_by = ["tick"]'}, CELLS, "missing", "measure.visit", "[measure.visit]"),
    ({"visit": VISIT + "every = 0"}, CELLS, "whole_number", "measure.visit", "every"),
    ({"visit": VISIT + 'every = "3"'}, CELLS, "missing", "measure.visit", "every"),
    ({"visit": VISIT + "on = [3, 1]"}, CELLS, "numbers", "measure.visit", "on ="),
    ({"visit": VISIT + "by = [25]"}, CELLS, "numbers", "measure.visit", "by"),
    ({"visit": VISIT + "from = [20]\nby = [12]"}, CELLS, "hours", "measure.visit", "from"),
    ({"visit": VISIT + "from = [1, 2]\nby = [12]"}, CELLS, "hours", "measure.visit", "from"),
    ({"visit": VISIT + 'forbids = ["work"]'}, CELLS, "forbids", "measure.visit", "forbids"),
    ({"visit": VISIT + "often = 3"}, CELLS, "unknown_key", "measure.visit", "often"),
    ({"stay": 'owner = "village"\nforbids = ["sleep"]'}, CELLS, "unknown_code", "measure.stay", "forbids"),
    ({}, "[cell.none.any]\nmeasures = []", "unknown_code", "cell.none", "[cell.none.any]"),
    ({}, f"[cell.{RESIDENT}.any]\nmeasures = []", "unknown_code", f"cell.{RESIDENT}", f"[cell.{RESIDENT}.any]"),
    ({}, "[cell.mild.severe]\nmeasures = []", "unknown_code", "cell.mild.severe", "[cell.mild.severe]"),
    ({}, '[cell.mild.any]\nmeasures = ["visits"]', "unknown_code", "cell.mild.any", "measures"),
    ({}, "[cell.mild.any]\nvisits.every = 2", "unknown_code", "cell.mild.any", "visits.every"),
    ({}, '[cell.mild.any]\nmeasures = ["visit"]\nvisit.every = 0', "whole_number", "cell.mild.", "visit.every"),
    ({}, "[cell.mild.any]\nvisit.forbids = []", "unknown_key", "cell.mild.any", "visit.forbids"),
]


@pytest.mark.parametrize(("otherwise", "cells", "code", "where", "line"), FAULTS)
def test_a_fault_names_line_and_entry(tmp_path, otherwise, cells, code, where, line):
    with pytest.raises(UserError) as caught:
        policy(tmp_path, "\n" + cells, **otherwise)
    fields = caught.value.fields
    assert fields["file"] == "measures.toml"
    assert str(fields["what"]).endswith(code)
    assert fields["where"].startswith(where)
    (folder,) = tmp_path.iterdir()
    written = (folder / "measures.toml").read_text("utf-8").splitlines()
    assert line in written[fields["line"] - 1]
    for language in LANGUAGES:
        assert "{" not in t(language, f"error.{caught.value.code}", **fields)


def test_a_grades_cell_adds_to_that_of_any_grade_and_its_times_win(tmp_path):
    matrix = policy(tmp_path).matrix
    low, high = (matrix.of("strict", grade) for grade in ("low", "high"))
    assert [m.code for m in low] == ["twice", "visit", "swab", "stay"]
    assert [m.code for m in high] == ["twice", "visit", "stay"]
    assert [next(m.every for m in cell if m.code == "visit") for cell in (low, high)] == [3, 1]
    assert matrix.of("mild", "low") == matrix.of("mild", "high")
    assert matrix.of("resident", "low") == ()


def test_every_cell_of_the_shipped_pack_is_read_as_words():
    shipped = load_policy()
    said = {times(lang, m) for cell in shipped.matrix.cells.values() for m in cell for lang in LANGUAGES}
    assert {"每天2次", "每3天", "第1、3、7天", "every 3 days", ""} <= said
    assert {grade for _, grade in shipped.matrix.cells} == {*GRADES, UNKNOWN}

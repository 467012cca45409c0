"""One cell of the matrix changed by a county."""

from __future__ import annotations

import pytest

from core.policy.cell_change import cell_change
from core.policy.grades import GRADES
from core.policy.loader import load_policy

BEFORE = load_policy()


def asked(text: str, grade: str) -> dict[str, int]:
    return {m.code: m.every for m in load_policy("epidemic", None, text).matrix.of("home_quarantine", grade)}


def change(text: str, grades: list[str], wanted: list[str], **every: int) -> str:
    return cell_change(text, BEFORE, shipped=BEFORE, code="home_quarantine", grades=grades, wanted=wanted, every=every)


def test_a_cell_asks_for_exactly_what_is_wanted():
    text = change("", ["high"], ["visit", "test", "daily_report"], visit=3)
    assert asked(text, "high").keys() == {"visit", "test", "daily_report"} and asked(text, "high")["visit"] == 3
    assert asked(text, "low") == asked("", "low")


def test_every_grade_is_three_cells_and_a_second_change_takes_the_place_of_the_first():
    text = change('[[classes.class]]\ncode = "inbound"\ndays = 7\n', list(GRADES), ["visit"])
    text = change(text, ["low"], ["supplies"])
    assert [set(asked(text, grade)) for grade in GRADES] == [{"supplies"}, {"visit"}, {"visit"}]
    assert load_policy("epidemic", None, text).person_class("inbound").days == 7
    assert text.count("[measures.cell.home_quarantine.low]") == 1


@pytest.mark.parametrize("grades", [["low"], list(GRADES)])
def test_nothing_may_be_asked_for(grades):
    assert asked(change("", grades, []), "low") == {}


@pytest.mark.parametrize(
    "said",
    [
        "[measures.cell.home_quarantine]\nlow.measures = ['visit']\nlow.visit.every = 9\n",
        "[measures.cell.home_quarantine.low.visit]\nevery = 9\n",
        "[measures.cell.home_quarantine.low]\nmeasures = ['visit'\n",
    ],
)
def test_however_the_cell_was_written_it_is_replaced(said):
    assert asked(change(said, ["low"], ["visit"], visit=3), "low") == {"visit": 3}


def test_over_changes_of_before_what_the_edition_asks_for_does_not_come_back():
    first = change("", ["low"], ["visit"])
    before = load_policy("epidemic", None, first)
    text = cell_change(
        first, before, shipped=BEFORE, code="home_quarantine", grades=["low"], wanted=["visit", "supplies"], every={}
    )
    assert asked(text, "low").keys() == {"visit", "supplies"}


@pytest.mark.parametrize("said", ["visit.every = 9\n", "[measures.cell.home_quarantine.low.visit]\nevery = 9\n"])
def test_how_often_the_others_are_asked_for_stays(said):
    text = "[measures.cell.home_quarantine.low]\nmeasures = ['visit']\n" + said
    text = change(text, ["low"], ["visit", "supplies"], supplies=4)
    assert asked(text, "low") == {"visit": 9, "supplies": 4}
    assert asked(change(text, ["low"], ["visit"], visit=3), "low") == {"visit": 3}

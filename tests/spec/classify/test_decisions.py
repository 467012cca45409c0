"""Classes given, ended and prolonged by hand."""

from __future__ import annotations

import json

import pytest

from core.access.roles import roles
from core.classify import classify, classify_days
from core.classify.manual import class_history, decisions, extend, give, put_aside, release
from core.classify.why import why
from core.domain import Scope, User
from core.duplicates.merge import merge, unmerge
from core.errors import NotAllowed, UserError
from core.i18n import LANGUAGES
from core.report.why import verdict
from tests.county import NOW, WHOLE
from tests.spec.classify.rows import place
from tests.spec.classify.tables import check, ends, on, said

COMMAND = User(1, "chief", "指挥", "command", roles()["command"].permissions, WHOLE)
TABLE = """
    origin=武汉 arrived_on=0                      | 3 | inbound 0..13
    attention=key_attention                       | 3 | key_attention 3..
    arrived_on=-30                                | 3 | -
"""


@pytest.fixture
def store():
    made = place()
    classify(made, as_of=on(0), actor="test")
    check(made, TABLE)
    return made


def decide(store, act, person_id, code, until, reason="ordered", note="", user=COMMAND, day=3):
    return act(store, user, person_id=person_id, code=code, until=on(until), reason=reason, note=note, as_of=on(day), now=NOW)  # fmt: skip


def day(store, number: int) -> dict[int, str]:
    classify(store, as_of=on(number), actor="test")
    return said(store)


def test_given_it_holds_to_its_end(store):
    decide(store, give, 3, "home_quarantine", 8, "notified", "甲县协查")
    assert said(store)[3] == "home_quarantine 3..8 by hand"
    row = store.one("select reason, fields from person_class where person_id = 3")
    assert (row[0], json.loads(row[1])["decision"]) == ("class_manual_give", "notified")
    assert day(store, 8)[3] == "home_quarantine 3..8 by hand"
    assert day(store, 9)[3] == "-"
    assert ends(store, 3) == [("home_quarantine", 3, 8, "over")]
    classify_days(store, since=on(2), until=on(9), actor="test")
    counted = store.run("select day from class_day where class = 'home_quarantine' order by day").fetchall()
    assert [d for (d,) in counted] == [on(n) for n in range(3, 9)]


def test_released_it_comes_back_after_the_end_or_by_a_new_event(store):
    decide(store, release, 1, "inbound", 6, "doctor_cleared")
    assert said(store)[1] == "-"
    assert ends(store, 1) == [("inbound", 0, 2, "manual")]
    assert day(store, 6)[1] == "-"
    assert day(store, 7)[1] == "inbound 7..13"
    decide(store, release, 1, "inbound", 30, "doctor_cleared", day=7)
    store.run("update person set arrived_on = $d where person_id = 1", d=on(9))
    assert day(store, 9)[1] == "inbound 9..22"


def test_prolonged_it_keeps_its_beginning(store):
    decide(store, extend, 1, "inbound", 20, "tests_pending")
    assert said(store)[1] == "inbound 0..20 by hand"
    assert day(store, 16)[1] == "inbound 0..20 by hand"
    assert day(store, 21)[1] == "-"
    assert ends(store, 1) == [("inbound", 0, 20, "over")]


def test_a_later_decision_takes_the_place_of_an_earlier_one(store):
    decide(store, give, 3, "home_quarantine", 8)
    decide(store, release, 3, "home_quarantine", 8, "not_concerned")
    assert said(store)[3] == "-"
    decide(store, give, 3, "home_quarantine", 5)
    assert said(store)[3] == "home_quarantine 3..5 by hand"
    told = decisions(store, WHOLE, person_id=3, as_of=on(3))
    assert [d.act for d in told] == ["give", "release", "give"]
    assert decisions(store, Scope(()), person_id=3, as_of=on(3)) == []


def test_what_is_decided_is_told(store):
    decide(store, give, 3, "home_quarantine", 8, "other", "家属要求")
    decide(store, release, 1, "inbound", 13, "doctor_cleared")
    for number in (1, 2, 3):
        kept = {c for (c,) in store.run("select class from person_class where person_id = $p", p=number).fetchall()}
        held = {w.code for w in why(store, WHOLE, person_id=number, as_of=on(3)) if w.state == "holds"}
        assert held - {"resident"} == kept
    given = {w.code: w for w in why(store, WHOLE, person_id=3, as_of=on(3))}["home_quarantine"]
    assert (given.because, given.decision.note, given.until) == ("by_hand", "家属要求", on(8))
    freed = {w.code: w for w in why(store, WHOLE, person_id=1, as_of=on(3))}["inbound"]
    assert (freed.state, freed.because, freed.decision.act) == ("not", "by_hand", "release")
    for language in LANGUAGES:
        assert "{" not in verdict(language, given) + verdict(language, freed)
    assert "家属要求" in verdict("zh", given)


@pytest.mark.parametrize(
    ("act", "person_id", "code", "until", "reason", "note", "error"),
    [
        (give, 3, "home_quarantine", 2, "ordered", "", "decide_end"),
        (give, 3, "home_quarantine", 34, "ordered", "", "decide_end"),
        (give, 3, "home_quarantine", 8, "because", "", "decide_reason"),
        (give, 3, "home_quarantine", 8, "other", " ", "decide_note"),
        (give, 3, "home_quarantine", 8, "ordered", "x" * 301, "decide_note"),
        (give, 3, "resident", 8, "ordered", "", "decide_class"),
        (give, 1, "inbound", 8, "ordered", "", "decide_held"),
        (give, 77, "inbound", 8, "ordered", "", "person_unknown"),
        (release, 3, "inbound", 8, "ordered", "", "decide_not_held"),
        (extend, 1, "inbound", 13, "ordered", "", "decide_earlier"),
        (extend, 2, "key_attention", 13, "ordered", "", "decide_earlier"),
    ],
)
def test_what_is_refused_changes_nothing(store, act, person_id, code, until, reason, note, error):
    before = store.value("select count(*) from audit_entry")
    with pytest.raises(UserError) as refused:
        decide(store, act, person_id, code, until, reason, note)
    assert refused.value.code == error
    assert store.value("select count(*) from manual_class") == 0
    assert store.value("select count(*) from audit_entry") == before


def test_it_takes_the_permission_and_the_reach_and_is_audited_without_the_note(store):
    leader = User(2, "l", "l", "leader", roles()["leader"].permissions, WHOLE)
    with pytest.raises(NotAllowed):
        decide(store, give, 3, "home_quarantine", 8, user=leader)
    away = User(3, "o", "o", "officer", roles()["officer"].permissions, Scope((20,)))
    with pytest.raises(UserError):
        decide(store, give, 3, "home_quarantine", 8, user=away)
    decide(store, give, 3, "home_quarantine", 8, "other", "家属要求")
    said = store.value("select fields from audit_entry where event = 'class.decided'")
    assert "家属" not in said and json.loads(said)["person"] == 3


def test_a_merge_takes_decisions_along_and_gives_them_back(store):
    decide(store, give, 3, "home_quarantine", 8)
    number = merge(store, WHOLE, keep=1, gone=3, actor="test", now=NOW)
    assert day(store, 4)[1] == "home_quarantine 3..8 by hand; inbound 0..13"
    unmerge(store, WHOLE, merge_id=number, actor="test", now=NOW)
    found = day(store, 5)
    assert (found[1], found[3]) == ("inbound 0..13", "home_quarantine 3..8 by hand")


def test_the_history_says_how_each_ended(store):
    decide(store, release, 1, "inbound", 6, "doctor_cleared")
    told = class_history(store, WHOLE, person_id=1, as_of=on(3))
    assert told[["class", "ended_by"]].values.tolist() == [["inbound", "manual"]]
    assert class_history(store, Scope(()), person_id=1, as_of=on(3)).empty


def test_what_a_class_excludes_is_not_given_beside_it(store):
    decide(store, give, 3, "confirmed", 8)
    assert put_aside(store, WHOLE, person_id=3, code="suspected", as_of=on(3)) == []
    with pytest.raises(UserError) as refused:
        decide(store, give, 3, "suspected", 8)
    assert (refused.value.code, refused.value.fields) == (
        "decide_excluded",
        {"code": "suspected", "other": "confirmed"},
    )
    assert len(decisions(store, WHOLE, person_id=3, as_of=on(3))) == 1


def test_a_decision_is_put_aside_only_where_that_is_meant(store):
    decide(store, give, 3, "suspected", 8)
    assert put_aside(store, WHOLE, person_id=3, code="confirmed", as_of=on(3)) == ["suspected"]
    assert put_aside(store, Scope((2,)), person_id=99, code="confirmed", as_of=on(3)) == []
    with pytest.raises(UserError) as refused:
        decide(store, give, 3, "confirmed", 6)
    assert refused.value.code == "decide_aside"
    given = {"code": "confirmed", "reason": "ordered", "until": on(6), "as_of": on(3), "now": NOW}
    give(store, COMMAND, person_id=3, **given, instead=True)
    assert said(store)[3] == "confirmed 3..6 by hand"
    assert day(store, 7)[3] == "suspected 3..8 by hand"  # which held all the while

"""Why each class holds or does not, what is not known, and where it was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.classify import classes_unknown, classify
from core.classify.why import HOLDS, Known, Why, why
from core.i18n import LANGUAGES
from core.policy.loader import load_policy
from core.policy.names import known_terms
from core.report.condition_words import condition_words
from core.report.why import grounds, verdict
from core.rollup import roll_up
from tests.copied import copied
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, NOW, WHOLE, county_alone


@pytest.fixture
def store():
    return copied(_store)


def _store():
    made = county_alone()
    with made.write() as db:
        for number, name in ((1, "人员.xlsx"), (2, "返乡.xlsx"), (3, "扫码.csv")):
            db.execute(
                "insert into import_batch values ($1, $2, 'clerk', $3, 'x', 1, 'committed', 0, true)",
                [number, NOW, name],
            )
        db.execute(
            "update check_in set temperature = 37.6, batch_id = 3 where person_id = 1 and cast(scanned_at as date) = date '2026-01-30'"
        )
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = '2026-02-05' where person_id = 1"
        )
        db.execute("update person set origin = '湖北黄冈', arrived_on = '2026-01-25' where person_id = 2")
        db.execute("insert into import_change values (2, 'person', 2, '', 'origin', null, '湖北黄冈')")
        db.execute("update person set origin = '湖北黄冈' where person_id = 3")
        db.execute("update person set arrived_on = '2026-01-25' where person_id = 4")
        db.execute("update person set origin = '湖北黄冈', arrived_on = '2026-01-05' where person_id = 21")
        db.execute(
            "update person set attention = 'key_attention', status = 'died', status_on = '2026-01-20' where person_id = 22"
        )
        db.execute("update person set attention = 'key_attention', attention_until = '2026-01-28' where person_id = 31")
        db.execute("insert into person (person_id, registered, updated_at) values (99, false, localtimestamp)")
        db.execute("insert into check_in values (99, 7, timestamp '2026-01-20 12:00:00', 'pass', null, null, 3)")
    roll_up(made, days=None, actor="test")
    return made


def told(store, person_id: int, scope=WHOLE, as_of: date = LAST_DAY) -> dict:
    return {w.code: w for w in why(store, scope, person_id=person_id, as_of=as_of)}


def test_it_says_of_everybody_what_the_classification_says(store):
    for as_of in (date(2026, 1, 15), LAST_DAY):
        classify(store, as_of=as_of, actor="test")
        kept = set(store.run("select person_id, class, until from person_class").fetchall())
        people = [p for (p,) in store.run("select person_id from person").fetchall()]
        said = {
            (p, w.code, w.until)
            for p in people
            for w in why(store, WHOLE, person_id=p, as_of=as_of)
            if w.state == HOLDS
        }
        assert {row for row in said if row[1] != "resident"} == kept
        residents = store.value("select sum(people) from class_day where class = 'resident' and day = $d", d=as_of)
        assert sum(row[1] == "resident" for row in said) == residents


def test_every_class_has_its_reason(store):
    fever, quarantine = told(store, 1)["fever"], told(store, 1)["home_quarantine"]
    assert (fever.state, fever.since, fever.until) == ("holds", date(2026, 1, 30), date(2026, 2, 1))
    assert (quarantine.since, quarantine.until) == (date(2026, 1, 22), date(2026, 2, 5))
    assert [told(store, 1)[c].because for c in ("inbound", "visitor", "key_attention", "resident")] == [
        "no_event", "no_event", "condition", "in_other",
    ]  # fmt: skip
    assert (told(store, 3)["inbound"].state, told(store, 3)["inbound"].missing) == ("unknown", ("on_day",))
    assert (told(store, 4)["inbound"].state, told(store, 4)["inbound"].missing) == ("unknown", ("origin_risk",))
    assert told(store, 4)["returnee"].state == "holds"
    over = told(store, 21)["inbound"]
    assert (over.because, over.until) == ("over", date(2026, 1, 18))
    assert told(store, 31)["key_attention"].because == "over"
    assert {w.because for w in told(store, 22).values()} == {"gone"}
    assert told(store, 22, as_of=date(2026, 1, 19))["key_attention"].until == date(2026, 1, 19)
    assert told(store, 40)["resident"].because == "rest"
    assert told(store, 99)["visitor"].state == "holds"
    assert told(store, 99)["resident"].because == "no_home"


def test_each_ground_says_where_it_was_told(store):
    reading = next(k for k in told(store, 1)["fever"].known if k.term == "temperature")
    assert (reading.value, reading.source, reading.day, reading.file) == (
        37.6,
        "reading",
        date(2026, 1, 30),
        "扫码.csv",
    )
    inbound = {k.term: k for k in told(store, 2)["inbound"].known}
    assert (inbound["origin"].file, inbound["origin_risk"].file, inbound["on_day"].file) == (
        "返乡.xlsx",
        "返乡.xlsx",
        "人员.xlsx",
    )


def test_out_of_reach_is_nothing(store):
    assert told(store, 1, NOBODY) == {} == told(store, 31, EAST)
    assert told(store, 1, EAST)


def test_what_is_masked_stays_masked(store):
    policy = load_policy()
    fever = policy.person_class("fever")
    hidden = {**policy.terms, "temperature": replace(policy.terms["temperature"], hidden="phone")}
    made = replace(policy, terms=hidden, classes=(fever, *policy.classes[1:]))
    known = why(store, MASKED, person_id=1, as_of=LAST_DAY, policy=made)[0].known
    assert [k.value for k in known if k.term == "temperature"] == ["***"]


def test_all_of_it_is_worded(store):
    for language in LANGUAGES:
        for person_id in (1, 2, 3, 4, 21, 22, 31, 40, 99):
            for found in told(store, person_id).values():
                text = verdict(language, found) + grounds(language, found)
                assert text and not any(mark in text for mark in ("{", "why.", "None", "person."))
    assert grounds("zh", told(store, 1)["fever"]) == (
        "起算日期：1月30日（1月30日测温，文件“扫码.csv”）；体温（℃）：37.6（1月30日测温，文件“扫码.csv”）"
    )

    key = told(store, 1)["key_attention"]
    assert (
        key.because == "condition"
        and verdict("zh", key) == f"条件不成立：{condition_words('zh', key.when, known_terms())}"
    )
    assert "=" in verdict("zh", key)


# of 5, who is in no list of contacts: three areas of which the stays ended on one day: how, arrival, file; the first was announced before the arrival
STAYS = [
    ("came_from", "2026-01-30", 1),
    ("declared", None, 2),
    ("applied", "2026-01-30", 3),
]


def stayed(store, high: int) -> dict[str, Known]:
    """What is known of the stay in the one area that is high; the others are medium."""
    with store.write() as db:
        db.execute("update person set arrived_on = '2026-01-30', attention_until = '2026-02-09' where person_id = 5")
        for number, (how, arrived, batch) in enumerate(STAYS):
            level = "high" if number == high else "medium"
            db.execute(
                "insert into risk_area (area_id, name, level, below, since, until, source, added_by, added_at)"
                " values ($1, $2, $3, $2, '2026-01-28', '2026-02-20', $4, 'test', $5)",
                [number, f"地区{number}", level, f"通告{number}", NOW],
            )
            db.execute(
                "insert into risk_stay values ($1, 5, $2, null, null, '2026-01-30', $3, true, true, $4)",
                [number, how, arrived, batch],
            )
    (found,) = (w for w in why(store, WHOLE, person_id=5, as_of=LAST_DAY) if w.code == "risk_stay_high")
    assert found.state == HOLDS
    assert not any(wrong in grounds("zh", found) for wrong in ("密切接触者", "why."))
    return {k.term: k for k in found.known}


@pytest.mark.parametrize(
    ("high", "stay", "arrival", "found"),
    [
        (0, ("stay.came_from", "人员.xlsx"), ("person.arrived_on", "人员.xlsx"), ("person.arrived_on", "人员.xlsx")),
        (1, ("stay.declared", "返乡.xlsx"), None, ("risk_area", "通告1")),
        (2, ("stay.applied", "扫码.csv"), ("stay.applied", "扫码.csv"), ("stay.applied", "扫码.csv")),
    ],
)
def test_what_is_known_of_a_stay_comes_from_that_stay(store, high, stay, arrival, found):
    known = {term: (k.source, k.file) for term, k in stayed(store, high).items()}
    assert {known[term] for term in ("on_day", "how", "left_on")} == {stay}
    assert {known[term] for term in ("stay_level", "stay_area", "ends_on")} == {("risk_area", f"通告{high}")}
    assert arrival is None or known["arrived_on"] == arrival
    assert known["found_on"] == found


def test_who_named_an_area_is_no_file():
    known = Known("stay_level", "high", "risk_area", date(2026, 1, 30), "市疾控中心")
    found = Why("stayed_high", HOLDS, "condition", known=(known,))
    assert "来源“市疾控中心”" in grounds("zh", found) and "文件" not in grounds("zh", found)


def test_whom_it_cannot_tell_is_counted_with_what_is_missing(store):
    found = classes_unknown(store, WHOLE, as_of=LAST_DAY)
    assert found.to_dict("records") == [
        {"class": "inbound", "term": "on_day", "people": 1},
        {"class": "inbound", "term": "origin_risk", "people": 1},
    ]
    assert classes_unknown(store, NOBODY, as_of=LAST_DAY).empty
    later = classes_unknown(store, WHOLE, as_of=LAST_DAY + timedelta(days=30))
    assert later["term"].tolist() == ["on_day"]  # whose fourteen days are over is asked no more


def test_who_has_another_event_that_fits_is_not_unknown(store):
    store.run("update person set origin = '广东' where person_id in (3, 4)")
    found = classes_unknown(store, WHOLE, as_of=LAST_DAY)
    assert found.to_dict("records") == [{"class": "returnee", "term": "on_day", "people": 1}]

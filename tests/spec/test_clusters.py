"""Clusters and silence on the small county: rows in, alerts, their grids and their evidence out."""

from datetime import date, timedelta

import pytest

from core.domain import Scope
from core.errors import UserError
from core.handling import close
from core.policy.loader import load_policy
from core.rollup import roll_up
from core.watch import CLUSTERS, alert_series, alerts, cluster_grids, cluster_grounds, clusters, evidence
from core.watch.detect import detect
from core.watch.detectors import DETECTORS
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, NOW, WHOLE, make_county


def made(*changes: str):
    store = make_county()
    with store.write() as db:
        for change in changes:
            db.execute(change)
    roll_up(store, days=None, actor="test")
    return store


def hot(person: int, day: str, temperature: float = 38.0) -> str:
    return f"update check_in set temperature = {temperature} where person_id = {person} and cast(scanned_at as date) = date '{day}'"


def told(number: int, person: int, day: str, *, temperature: str = "null", symptom: str = "true") -> str:
    return (
        "insert into declaration (declaration_id, person_id, kind, declared_at, temperature, symptom)"
        f" values ({number}, {person}, 'health', timestamp '{day} 09:00', {temperature}, {symptom})"
    )


def case(number: int, person: int | str, day: str, outcome: str = "in_care", grid: str = "null") -> str:
    return (
        "insert into disease_case (case_id, person_id, case_no, reported_on, outcome, grid_id)"
        f" values ({number}, {person}, 'N{number}', date '{day}', '{outcome}', {grid})"
    )


FEVERS = [hot(1, "2026-01-29"), hot(2, "2026-01-30"), hot(11, "2026-01-30"), hot(12, "2026-01-31")]
WELL = told(90, 40, "2026-01-05", symptom="false")  # since when declarations come in


@pytest.mark.parametrize(
    ("code", "changes", "observed"),
    [
        ("cluster_fever", FEVERS, [4]),
        ("cluster_fever", [*FEVERS, told(1, 13, "2026-01-30", temperature="38.4", symptom="null")], [5]),  # told, not measured
        ("cluster_fever", [*FEVERS, hot(1, "2026-01-30"), hot(1, "2026-01-31")], [4]),  # one person once
        ("cluster_fever", FEVERS[:2], []),
        ("cluster_fever", [hot(p, "2026-01-30", 37.2) for p in (1, 2, 11, 12)], []),
        # a wave that is everywhere
        ("cluster_fever", [hot(p, "2026-01-30") for p in (1, 2, 3, 11, 12, 13, 21, 22, 23, 31, 32, 33)], []),
        # who moved away is no resident, and has no place
        ("cluster_fever", [*FEVERS, "update person set home_grid_id = null where person_id in (1, 2)"], []),
        ("cluster_symptoms", [WELL, *(told(p, p, "2026-01-30") for p in (1, 2, 11, 12))], [4]),
        ("cluster_symptoms", [WELL, *(told(p, p, "2026-01-30", symptom="null") for p in (1, 2, 11, 12))], []),  # unknown is no symptom
        ("cluster_symptoms", [told(p, p, "2026-01-30") for p in (1, 2, 11, 12)], []),  # too early to tell: declarations began yesterday
        ("cluster_cases", [case(p, p, "2026-01-30") for p in (1, 2, 11, 12)], [4]),
        ("cluster_cases", [case(9, "null", "2026-01-30", grid="4"), *(case(p, p, "2026-01-30") for p in (1, 2, 11))], [4]),  # nobody in the register
        ("cluster_cases", [case(p, p, "2026-01-30", "excluded") for p in (1, 2, 11, 12)], []),
        ("cluster_cases", [case(p, p, "2026-03-30") for p in (1, 2, 11, 12)], []),  # a clock in the future
    ],
)  # fmt: skip
def test_what_is_a_cluster(code, changes, observed):
    store = made(*changes)
    found = DETECTORS[code](store, as_of=LAST_DAY, parameters=load_policy().detectors[code])
    assert [f["observed"] for f in found["fields"]] == observed
    for fields, grid in zip(found["fields"], found["grid_id"], strict=True):
        assert {4, 5} == set(fields["grids"]) and grid in (4, 5)
        assert found["recurrence_days"].iloc[0] >= 365


@pytest.mark.parametrize("code", CLUSTERS)
def test_an_empty_or_two_days_old_store_is_judged_by_nobody_and_says_from_when(code):
    store = made(
        "delete from check_in where scanned_at < timestamp '2026-01-30'", *FEVERS[1:], case(1, 1, "2026-01-30")
    )
    parameters = load_policy().detectors[code]
    assert DETECTORS[code](store, as_of=LAST_DAY, parameters=parameters).empty
    grounds = cluster_grounds(store, WHOLE, as_of=LAST_DAY).set_index("detector")
    assert not grounds.judged.any()
    assert grounds.from_day["cluster_fever"] == date(2026, 1, 30) + timedelta(days=14)
    assert grounds.since.isna()["cluster_symptoms"]
    assert cluster_grounds(store, NOBODY, as_of=LAST_DAY).empty


def test_a_grid_without_a_place_is_said_and_judged_alone():
    store = made(*FEVERS, "update grid set lon = null, lat = null where grid_id in (3, 4, 5)")
    assert DETECTORS["cluster_fever"](
        store, as_of=LAST_DAY, parameters=load_policy().detectors["cluster_fever"]
    ).empty  # two in each, and nobody knows that they are neighbours
    assert cluster_grounds(store, WHOLE, as_of=LAST_DAY).unplaced.tolist() == [2, 2, 2]


@pytest.fixture(scope="module")
def found():
    store = made(*FEVERS)
    detect(store, as_of=date(2026, 1, 30), actor="test", only=("cluster_fever",))
    detect(store, as_of=LAST_DAY, actor="test", only=("cluster_fever",))
    return store


def test_the_same_cluster_goes_on_though_its_middle_moves(found):
    with found.write() as db:
        db.execute("update alert set grid_id = case grid_id when 4 then 5 else 4 end")
    detect(found, as_of=LAST_DAY, actor="test", only=("cluster_fever",))
    assert found.value("select count(*) from alert") == 1
    assert sorted(found.df("select grid_id from alert_grid").grid_id) == [4, 5]


def test_every_member_s_responsible_sees_it_and_its_people_only_by_scope(found):
    number = int(found.value("select alert_id from alert"))
    for scope, people, elsewhere in ((WHOLE, 4, 0), (Scope((5,)), 2, 1), (Scope((8,)), None, None), (NOBODY, None, None)):  # fmt: skip
        seen = clusters(found, scope)
        assert len(seen) == (people is not None)
        if people is None:
            with pytest.raises(UserError):
                cluster_grids(found, scope, alert_id=number)
            continue
        rows = evidence(found, scope, alert_id=number)
        assert (rows.what == "cluster_fever").sum() == people
        assert (rows.what == "cluster_elsewhere").sum() == elsewhere
        assert cluster_grids(found, scope, alert_id=number).people.sum() == people
    assert all("*" in name for name in evidence(found, MASKED, alert_id=number).person_name.dropna())
    assert clusters(found, EAST).around.tolist() == clusters(found, WHOLE).around.tolist() == ["990101100001"]
    assert clusters(found, Scope((5,))).around.tolist() == ["990101100001002"]


def test_its_series_counts_people_who_fell_ill(found):
    series = alert_series(found, WHOLE, alert_id=int(found.value("select alert_id from alert")))
    assert series.observed.tail(3).tolist() == [1, 2, 1] and series.observed.sum() == 4
    assert (series.expected < 0.5).all()


def test_a_closed_cluster_has_answered_its_days():
    store = made(*FEVERS)
    detect(store, as_of=LAST_DAY, actor="test", only=("cluster_fever",))
    number = int(alerts(store, WHOLE).alert_id.iloc[0])
    close(store, WHOLE, number, status="resolved", reason="流感，已处置", actor="test", at=NOW)
    detect(store, as_of=LAST_DAY, actor="test", only=("cluster_fever",))
    assert store.value("select count(*) from alert") == 1


GONE = "delete from check_in where person_id = {p} and scanned_at >= timestamp '2026-01-22'"
ALONE = "update person set household_id = 99 where person_id = 12"


@pytest.mark.parametrize(
    ("changes", "severity", "reason", "care", "call", "then"),
    [
        ([], "medium", "silent_resident", None, "self", "householder"),
        (["update person set phone = null where person_id = 12"], "medium", "silent_resident", None, "householder", "responsible"),
        ([ALONE], "high", "silent_resident_care", "alone", "self", "responsible"),
        ([ALONE, "update person set birth_date = date '1940-01-01', phone = null where person_id = 12"], "high", "silent_resident_care", "alone_old", "responsible", "neighbours"),
        (["insert into person_fact (fact_id, person_id, fact, value) values (1, 12, 'vulnerable', 'ill')"], "high", "silent_resident_care", "frail", "self", "householder"),
        (["update person set birth_date = null where person_id = 12"], "medium", "silent_resident", None, "self", "householder"),  # unknown age is not old
        (["insert into missing_day values (2, date '2026-01-22'), (2, date '2026-01-31'), (2, date '2026-01-23'), (2, date '2026-01-24'), (2, date '2026-01-25'), (2, date '2026-01-26'), (2, date '2026-01-27'),"
          " (2, date '2026-01-28'), (2, date '2026-01-29'), (2, date '2026-01-30')"], None, None, None, None, None),  # nothing came in from the township
    ],
)  # fmt: skip
def test_who_falls_silent_and_whom_to_call(changes, severity, reason, care, call, then):
    store = made(GONE.format(p=12), *(c for c in changes if "missing_day" not in c))
    with store.write() as db:  # what is missing is found by the roll-up itself
        for change in changes:
            if "missing_day" in change:
                db.execute(change)
    found = DETECTORS["silent_resident"](store, as_of=LAST_DAY, parameters=load_policy().detectors["silent_resident"])
    if severity is None:
        assert found.empty
        return
    row, fields = found.iloc[0], found["fields"].iloc[0]
    assert (row.person_id, row.severity, row.reason) == (12, severity, reason)
    assert (fields.get("care"), fields["call"], fields["then"]) == (care, call, then)


def test_a_scan_point_that_falls_silent_is_no_silence_of_its_people():
    """Everybody of grid 5 is scanned at the plant alone from then on, whose feed breaks off: not ten silent people."""
    moved = "update check_in set grid_id = 31 where grid_id = 5"
    store = made(moved, "delete from check_in where grid_id = 31 and scanned_at >= timestamp '2026-01-22'")
    found = DETECTORS["silent_resident"](store, as_of=LAST_DAY, parameters=load_policy().detectors["silent_resident"])
    assert found.empty


def test_the_evidence_of_a_silence_names_who_lives_with_them():
    store = made(GONE.format(p=12))
    detect(store, as_of=LAST_DAY, actor="test", only=("silent_resident",))
    number = int(alerts(store, WHOLE).alert_id.iloc[0])
    rows = evidence(store, WHOLE, alert_id=number)
    assert (rows.what == "scan_last").sum() == 5 and (rows.what == "family_seen").sum() == 4
    assert all("*" in name for name in evidence(store, MASKED, alert_id=number).person_name.dropna())

"""Somebody registered on arrival: in the register, in his grid and class in one step, by the checks of an import; found again, completed, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.domain import Scope
from core.errors import UserError
from core.follow import follow
from core.ingest.arrival import OTHER, SAME, Arrival, classes_on, known, register, same_name
from core.ingest.history import batches
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from core.registry import people
from core.report.arrival import told
from core.rollup import roll_up
from tests.core.ingest.files import codes, id_number, text_file
from tests.county import EAST, NOW, WHOLE, make_county

TODAY = NOW.date()
G = "990101100001001"
DOCUMENT = id_number(2, "19880302")
ARRIVED = Arrival(
    name="韦新来", id_number=DOCUMENT, phone="139 7711 0001", grid="990101100001001", household="H77", address="东街7号", origin="湖北武汉",
    arrived_on=date(2026, 1, 30), transport="train", trip_number="G1503", companions="李同行",
)  # fmt: skip
BARE = replace(ARRIVED, id_number="", household="", address="")


@pytest.fixture
def county():
    return make_county()


def gate(county, given, *, scope=WHOLE, same=None):
    return register(county, scope, given, actor="gate", now=NOW, same=same)


def stored(county, person_id):
    return county.one(
        "select p.registered, g.code, h.code, p.origin, p.arrived_on from person p left join grid g on g.grid_id = p.home_grid_id"
        " left join household h on h.household_id = p.household_id where p.person_id = $id",
        id=person_id,
    )


def stays(county, person_id):
    return county.run(
        "select since, until from membership where person_id = $id and kind = 'temporary'", id=person_id
    ).fetchall()


def test_one_step_registers_classifies_and_tells(county):
    done = gate(county, ARRIVED)
    assert (done.state, done.until, [f.code for f in done.faults if f.severity == "error"]) == ("new", None, [])
    assert stored(county, done.person_id) == (True, "990101100001001", "H77", "湖北武汉", date(2026, 1, 30))
    classes = classes_on(county, WHOLE, done.person_id, as_of=TODAY)
    assert [(c.code, c.since, c.until) for c in classes] == [("inbound", date(2026, 1, 30), date(2026, 2, 12))]
    words = told("zh", "韦**", "东一村 东一村1组", classes, state="new", until=None, today=TODAY)
    assert words == (
        "登记为 韦**，网格 东一村 东一村1组，类别 重点地区返乡（至2月12日）。请告知：返乡14天内请减少外出，如有发热、咳嗽请立即报告网格员。"
    )
    facts = county.run("select fact, value from person_fact where person_id = $id order by fact", id=done.person_id)
    assert facts.fetchall() == [("companions", "李同行"), ("transport", "train"), ("trip_number", "G1503")]
    roll_up(county, days=None, actor="test")
    follow(county, actor="gate")
    assert county.run("select class from person_class where person_id = $id", id=done.person_id).fetchall() == [
        ("inbound",)
    ]
    audit = county.value("select fields from audit_entry where event = 'import.committed'")
    assert '"way": "form"' in audit and "韦" not in audit and DOCUMENT not in audit


def test_the_history_keeps_single_registrations_apart(county):
    gate(county, ARRIVED)
    assert batches(county, WHOLE, way="file").empty
    assert batches(county, WHOLE)[["way", "new"]].to_numpy().tolist() == [["form", 1]]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id_number": DOCUMENT[:-1] + ("0" if DOCUMENT[-1] != "0" else "1")}, ("id_number", "id_checksum")),
        ({"arrived_on": date(2026, 2, 9)}, ("arrived_on", "date_future")),
        ({"id_number": "E12", "id_type": "passport"}, ("id_number", "id_format")),
        ({"name": "韦*来"}, ("name", "name_masked")),
    ],
)
def test_what_an_import_refuses_is_refused_at_its_field(county, change, fault):
    done = gate(county, replace(ARRIVED, **change))
    assert fault in {(f.field, f.code) for f in done.faults}
    if any(f.severity == "error" for f in done.faults):
        assert not done.stored and county.value("select count(*) from person") == 40


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "arrival_name"),
        ({"phone": "", "id_number": ""}, "arrival_reach"),
        ({"grid": ""}, "arrival_no_grid"),
        ({"grid": "990101101001"}, "arrival_grid"),  # in another town
        ({"grid": "U001"}, "arrival_grid"),  # a unit is no place to live
    ],
)
def test_what_is_lacking_is_said_before_anything_is_read(county, change, code):
    with pytest.raises(UserError) as refused:
        gate(county, replace(ARRIVED, **change), scope=EAST)
    assert refused.value.code == code


def test_an_officer_registers_into_his_own_grids_alone(county):
    village = Scope((3,), frozenset({"name"}))
    assert gate(county, replace(ARRIVED, grid="990101101001001")).state == "new"  # he is registered in another town
    refused = gate(county, ARRIVED, scope=village)
    assert (refused.state, [f.code for f in refused.faults]) == ("rejected", ["person_outside_scope"])
    assert known(county, village, ARRIVED, as_of=TODAY) is None
    other = replace(ARRIVED, name="韦另来", id_number=id_number(5, "19770101"), phone="13977110009")
    assert gate(county, other, scope=village).state == "new"


def test_without_document_or_place_he_gets_access_with_an_end_and_is_completed_by_the_same_form(county):
    first = gate(county, BARE)
    assert first.until == date(2026, 2, 3) and stored(county, first.person_id)[:3] == (False, None, None)
    assert stays(county, first.person_id) == [(date(2026, 1, 30), date(2026, 2, 3))]
    assert [c.code for c in classes_on(county, WHOLE, first.person_id, as_of=TODAY)] == ["inbound"]
    assert gate(county, BARE).state == "unchanged"  # the same again makes no second one
    follow(county, actor="gate")

    def waiting(on):
        return people.need_counts(county, WHOLE, registered=None, as_of=on, judged=TODAY).get("access_ends", 0)

    assert [waiting(date(2026, 2, day)) for day in (2, 3, 4)] == [0, 1, 1]
    assert known(county, EAST, ARRIVED, as_of=TODAY).person_id == first.person_id
    done = gate(county, ARRIVED)
    assert (done.state, done.person_id, done.until) == ("changed", first.person_id, None)
    assert stored(county, done.person_id)[:3] == (True, "990101100001001", "H77")
    assert stays(county, done.person_id) == [(date(2026, 1, 30), TODAY)] and waiting(date(2026, 2, 4)) == 0
    undo(county, WHOLE, done.batch, actor="gate", now=NOW)
    assert stored(county, done.person_id)[:2] == (False, None)
    assert stays(county, done.person_id) == [(date(2026, 1, 30), date(2026, 2, 3))]


def test_a_stay_is_extended_and_a_place_that_is_not_known_is_one_too(county):
    homeless = replace(ARRIVED, housed=False)
    first = gate(county, homeless)
    assert first.until and stored(county, first.person_id)[:2] == (False, None)
    later = register(county, WHOLE, homeless, actor="gate", now=NOW.replace(day=2))
    assert (later.state, stays(county, first.person_id)) == ("changed", [(date(2026, 1, 30), date(2026, 2, 4))])


def test_who_is_registered_is_found_by_phone_and_name_and_updated_when_somebody_says_so(county):
    name, phone = county.one("select name, phone from person where person_id = 7")
    again = Arrival(
        name=name, phone=phone, grid="990101100001002", origin="广东", arrived_on=date(2026, 1, 31)
    )  # moved to another hamlet
    assert (
        known(county, EAST, again, as_of=TODAY).person_id == 7
        and known(county, EAST, again, as_of=TODAY).phone != phone
    )
    asked = gate(county, again)
    assert (asked.asks, asked.person_id, asked.stored) == ("same_phone", 7, False)
    done = gate(county, again, same=SAME)
    assert (done.state, done.person_id, done.until) == ("changed", 7, None)
    assert stored(county, 7)[1::2] == ("990101100001002", "广东")
    other = gate(county, replace(again, id_number=DOCUMENT), same=OTHER)
    assert other.state == "new" and other.person_id != 7


def test_a_list_of_guests_makes_stays_and_says_that_a_household_is_none_of_theirs(county, tmp_path):
    header = ["姓名", "联系电话", "网格编码", "临时通行至", "户号"]
    plan = prepare(
        county,
        WHOLE,
        text_file(tmp_path / "g.csv", [header, ["韦客人", "13977118888", G, "2026-02-09", "H1"]]),
        now=NOW,
    )
    try:
        assert codes(commit(county, plan, actor="t", now=NOW)) == {"household_stay"}
    finally:
        discard(plan)
    person_id = county.value("select person_id from person where name = '韦客人'")
    assert stays(county, person_id) == [(TODAY, date(2026, 2, 9))] and stored(county, person_id)[:3] == (
        False,
        None,
        None,
    )


def test_what_cannot_be_is_told_as_it_was_typed(county):
    done = gate(county, replace(ARRIVED, phone="999", origin="月球"))
    told = {(f.field, f.code): f.fields for f in done.faults}
    assert done.stored and "999" in told["phone", "phone_bad"] and "月球" in told["origin", "origin_unknown"]
    refused = gate(county, replace(BARE, phone="999"))
    assert "999" in " ".join(f.fields or "" for f in refused.faults)
    for origin in ("湖北武汉", "广西", "西镇"):
        found = gate(county, replace(ARRIVED, origin=origin))
        assert "origin_unknown" not in {f.code for f in found.faults}, origin


def test_a_document_under_another_name_is_seen(county):
    person = gate(county, ARRIVED).person_id
    assert same_name(county, WHOLE, person, name="韦 新来") and not same_name(county, WHOLE, person, name="李四")

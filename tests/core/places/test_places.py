"""Places for people: one person in one bed, never more than beds, lists matched by name, floods told of who is in the shelter, towns short of beds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain import Scope
from core.errors import UserError
from core.follow import follow
from core.places import (
    add_place,
    bed_of,
    change_place,
    expected,
    inside,
    move_in,
    move_in_all,
    move_out,
    places,
    rooms,
    towns,
    waiting,
)
from tests.county import EAST, LAST_DAY, MASKED, WHOLE, county_alone

AT = datetime(2026, 1, 31, 9)
BY = {"at": AT, "now": AT, "actor": "test"}


@pytest.fixture
def county():
    store = county_alone()
    add_place(store, WHOLE, kind="quarantine", name="东镇酒店", grid="990101100001", rooms=2, beds=1, actor="t")
    add_place(store, WHOLE, kind="shelter", name="西一村小学", grid="990101101001", rooms=0, beds=2, actor="t")
    return store


def refused(act, *args, **given) -> str:
    with pytest.raises(UserError) as told:
        act(*args, **given)
    return told.value.code


def test_a_bed_for_one_and_one_bed_each(county):
    move_in(county, WHOLE, place_id=1, person_id=1, **BY)
    room = int(rooms(county, WHOLE, place_id=1).room_id[0])
    told = {
        "room_full": {"place_id": 1, "person_id": 2, "room_id": room}, "person_in_bed": {"place_id": 2, "person_id": 1},
        "place_unknown": {"place_id": 9, "person_id": 2}, "person_unknown": {"place_id": 1, "person_id": 99},
        "place_moment": {"place_id": 1, "person_id": 2, "at": AT + timedelta(hours=1)},
    }  # fmt: skip
    assert {code: refused(move_in, county, WHOLE, **BY | given) for code, given in told.items()} == {
        code: code for code in told
    }
    move_in(county, WHOLE, place_id=1, person_id=2, **BY)
    assert refused(move_in, county, WHOLE, place_id=1, person_id=3, **BY) == "place_full"
    assert refused(change_place, county, WHOLE, place_id=1, open=False, actor="t") == "place_not_empty"
    assert refused(move_out, county, WHOLE, [1], at=AT - timedelta(days=1), now=AT, actor="t") == "place_moment"
    assert move_out(county, Scope((8,)), [1], **BY) == 0 and move_out(county, WHOLE, [1, 2], **BY) == 2
    change_place(county, WHOLE, place_id=1, open=False, actor="t")
    assert refused(move_in, county, WHOLE, place_id=1, person_id=3, **BY) == "place_shut"
    assert len(inside(county, WHOLE, on=LAST_DAY, gone_since=AT)) == 2 and inside(county, WHOLE, on=LAST_DAY).empty


def test_lists_mean_a_place_by_its_name_and_room(county):
    rows = [
        (1, "东镇酒店 102室", None),
        (2, "东镇酒店", None),
        (3, "东镇（酒店）102", None),
        (4, "东镇酒店", "2026-01-20"),
        (5, "别处酒店", None),
        (6, None, None),
    ]
    with county.write() as db:
        for person, name, released in rows:
            db.execute(
                "insert into quarantine values (?, ?, '2026-01-15', null, 'central', ?, null, ?, null, null)",
                [person, person, name, released],
            )
    found = expected(county, WHOLE, on=LAST_DAY, place_id=1)
    assert list(found[["person_id", "room"]].fillna("").itertuples(index=False, name=None)) == [
        (1, "102"),
        (3, "102"),
        (2, ""),
    ]
    assert expected(county, MASKED, on=LAST_DAY, place_id=1).name[0] == "李**"
    done = move_in_all(county, WHOLE, place_id=1, people=[1, 2, 3], **BY)
    assert (done.moved, done.left) == (2, 1)
    there = inside(county, WHOLE, on=LAST_DAY, place_id=1)
    assert list(there[["person_id", "room", "bed"]].itertuples(index=False, name=None)) == [
        (2, "101", 1),
        (1, "102", 1),
    ]
    assert bed_of(county, EAST, on=LAST_DAY, person_id=1) == (1, "东镇酒店", "102")
    assert (
        bed_of(county, Scope((8,)), on=LAST_DAY, person_id=1) is None
        and bed_of(county, WHOLE, on=LAST_DAY, person_id=3) is None
    )
    row = places(county, WHOLE, on=LAST_DAY).iloc[0]
    assert (row.beds, row.taken, row.free, row.expected) == (2, 2, 0, 1)
    assert set(places(county, EAST, on=LAST_DAY).name) == {"东镇酒店"}


def test_a_flood_hears_who_is_in_the_shelter_and_who_went_home(county):
    with county.write() as db:
        db.execute(
            "insert into emergency values (2, 'flood', '防汛', '县防指', '1号', null, date '2026-01-01', null, 'test', now()::timestamp, null, null)"
        )
        for person in (21, 22, 23):
            db.execute(
                "insert into person_fact values (?, ?, 'danger_zone', '东二沟', '2026-01-30', null, 'x', null, null)",
                [person, person],
            )
        # told on the day itself: what is told later counts
        db.execute(
            "insert into person_fact values (50, 21, 'evacuation', 'to_move', '2026-01-31', null, 'x', null, null)"
        )
        db.execute(
            "insert into person_fact values (51, 21, 'shelter', '西一村小学', '2026-01-31', null, 'x', null, null)"
        )
    follow(county, actor="t", whole=True)

    def short() -> list[tuple]:
        found = towns(county, WHOLE, on=LAST_DAY, kind="shelter")
        return list(found[["name", "waiting", "beds", "free"]].itertuples(index=False, name=None))

    def state(person: int) -> str:
        return county.one("select class from person_class where person_id = $p and class like 'flood%'", p=person)[0]

    assert short() == [("东镇", 3, 0, 0), ("西镇", 0, 2, 2)]
    assert set(waiting(county, WHOLE, on=LAST_DAY, kind="shelter", grid=2).person_id) == {21, 22, 23}
    assert list(expected(county, WHOLE, on=LAST_DAY, place_id=2).person_id) == [21]
    stay = move_in(county, WHOLE, place_id=2, person_id=21, **BY)
    move_in(county, WHOLE, place_id=2, person_id=1, **BY)  # on no list: nothing is told of them
    follow(county, actor="t")
    assert state(21) == "flood_moved" and short() == [("东镇", 2, 0, 0), ("西镇", 0, 2, 0)]
    assert county.one("select count(*) from person_fact where person_id = 1")[0] == 0
    move_out(county, WHOLE, [stay], went_home=True, **BY)
    follow(county, actor="t")
    assert state(21) == "flood_returned"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["in", "out", "all"]), st.integers(1, 2), st.integers(1, 8)), max_size=20))
def test_whatever_happens_beds_and_people_agree(acts):
    store = _shared()
    with store.write() as db:
        db.execute("delete from lodging_stay")
    for act, place, person in acts:
        try:
            if act == "in":
                move_in(store, WHOLE, place_id=place, person_id=person, **BY)
            elif act == "all":
                move_in_all(store, WHOLE, place_id=place, people=list(range(person, person + 3)), **BY)
            else:
                there = inside(store, WHOLE, on=LAST_DAY, place_id=place)
                move_out(store, WHOLE, there.stay_id[:1].tolist(), **BY)
        except UserError:
            pass
        now = "from lodging_stay s join lodging_room r on r.room_id = s.room_id where s.left_at is null"
        assert store.one(
            f"select count(*) = count(distinct person_id) and count(*) = count(distinct (s.room_id, bed)) and coalesce(max(bed - beds), 0) <= 0 {now}"
        )[0]


_MADE: list = []


def _shared():
    if not _MADE:
        store = county_alone()
        add_place(store, WHOLE, kind="quarantine", name="甲", grid="990101100001", rooms=2, beds=1, actor="t")
        add_place(store, WHOLE, kind="shelter", name="乙", grid="990101101001", rooms=0, beds=3, actor="t")
        _MADE.append(store)
    return _MADE[0]

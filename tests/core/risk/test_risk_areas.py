"""Announcing a risk area: whom it concerns and how they are found, what follows, and what is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from core.classify.why import why
from core.commands.parser import make_parser
from core.commands.running import ANSWERS
from core.duplicates.merge import merge
from core.errors import UserError
from core.follow import follow
from core.registry import people as register
from core.report.why import grounds
from core.risk import add, release, remove, suggestions
from core.rollup import roll_up
from core.screening import areas, concerned_by, people, people_ids, without_task
from tests.copied import copied
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, NOW, WHOLE, county_alone

ANNOUNCED = date(2026, 1, 28)
OF_AREAS = "from task where task_id in (select task_id from risk_task)"  # beside those of measures
# person → origin and day of arrival.  14 days before the announcement is 14 January.
ORIGINS = {
    21: ("湖北省武汉市武昌区", "2026-01-14"),
    22: ("武汉", "2026-01-13"),
    23: ("湖北", "2026-01-26"),
    24: ("湖北黄冈", "2026-01-26"),
    25: ("武汉市洪山区", "2026-01-30"),
    26: ("武汉", None),
    27: ("北京朝阳区", "2026-01-26"),
    28: ("朝阳区", "2026-01-26"),
}


def county():
    store = county_alone()
    with store.write() as db:
        db.execute(
            "insert into import_batch values (1, $1, 'county', '花名册.xlsx', 'x', 1, 'committed', 0, false)", [NOW]
        )
        for person, (origin, arrived) in ORIGINS.items():
            db.execute("update person set origin = $1, arrived_on = $2 where person_id = $3", [origin, arrived, person])
        db.execute(
            "insert into declaration (declaration_id, person_id, kind, declared_at, place, from_date, until_date, batch_id) values"
            " (1, 11, 'trip', '2026-01-25', '长沙、武汉', '2026-01-18', '2026-01-20', 1), (2, 12, 'trip', '2026-01-25', '武汉', '2026-01-01', '2026-01-03', 1)"
        )
        db.execute(
            "insert into exit_application (application_id, person_id, applied_at, leave_on, return_on, destination, status, batch_id) values"
            " (1, 13, '2026-01-15', '2026-01-16', '2026-01-19', '武汉', 'approved', 1), (2, 14, '2026-01-15', '2026-01-16', '2026-01-19', '武汉', 'refused', 1)"
        )
        db.execute(
            "insert into person_fact (fact_id, person_id, fact, value, since, batch_id) values (1, 15, 'via', '广州，武汉', '2026-01-20', 1)"
        )
        db.execute("insert into grid_name values (3, 'name', '老东村', 1)")
    roll_up(store, days=None, actor="test")
    follow(store, actor="test", whole=True)
    return store


@pytest.fixture
def store():
    return copied(county)


def announce(store, name="武汉市", level="high", since=ANNOUNCED, scope=WHOLE, **given):
    return add(store, scope, name=name, level=level, since=since, actor="test", **given)


def found(store, area_id, scope=WHOLE) -> dict[int, tuple]:
    table = people(store, scope, area_id=area_id, as_of=LAST_DAY)
    return {row.person_id: ("/".join(row.hows), row.sure) for row in table.itertuples()}


FROM, VIA, SAID = ("came_from", True), ("passed_through", True), ("declared", True)
MEANS_TO = ("applied", True)


def test_whom_a_place_outside_concerns(store):
    done = announce(store)
    # 22 left before the fourteen days, of 26 nobody knows when; whether 23 was in Wuhan or elsewhere in Hubei is to be asked
    known = {11: SAID, 13: MEANS_TO, 15: VIA, 21: FROM, 23: ("came_from", False), 25: FROM}
    assert found(store, done.area_id) == known
    assert (done.people, done.unsure, done.tasks, done.grids, done.place.name) == (5, 1, 6, 0, "湖北省武汉市")
    assert dict(store.run(f"select person_id, kind {OF_AREAS}").fetchall()) == {
        p: "visit" if sure else "verify" for p, (_, sure) in known.items()
    }
    # within the scope alone, masked
    assert set(found(store, done.area_id, EAST)) == set(known) and not found(store, done.area_id, NOBODY)
    assert people(store, MASKED, area_id=done.area_id, as_of=LAST_DAY)["name"].str.contains(r"\*").all()
    assert sorted(people_ids(store, WHOLE, area_id=done.area_id, as_of=LAST_DAY)) == sorted(known)
    assert sorted(register.ids(store, WHOLE, risk_area=done.area_id, as_of=LAST_DAY)) == sorted(
        known
    )  # as exports find them
    towns = concerned_by(store, WHOLE, area_id=done.area_id, as_of=LAST_DAY, below=1)
    assert towns[towns["how"].isna()][["name", "sure", "people"]].to_numpy().tolist() == [
        ["东镇", True, 5],
        ["东镇", False, 1],
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("湖北省", {11, 13, 15, 21, 23, 24, 25}),  # a province holds its cities
        ("武汉市洪山区", {25, 11, 13, 15, 23}),  # who was in Wuhan may have been there
        ("湖北省武汉市武昌区中南路街道", {21, 11, 13, 15, 23}),
        ("北京市朝阳区", {27, 28}),
        ("重庆市", set()),
    ],
)
def test_wide_and_narrow_places(store, name, meant):
    assert set(found(store, announce(store, name).area_id)) == meant


def test_a_place_of_the_county_by_its_former_name(store):
    with store.write() as db:  # 31 of the other town was there on one day, 32 before the days that count
        db.execute(
            "insert into check_in values (31, 4, '2026-01-20 10:00', 'in', null, null, 1), (32, 5, '2026-01-10 10:00', 'in', null, null, 1)"
        )
    done = announce(store, "老东村", "medium")
    assert (done.grids, done.place.grid_id) == (6, 3)
    assert found(store, done.area_id) == {
        **{p: ("lives_in/works_in" if p <= 5 else "lives_in", True) for p in range(1, 21)}, 31: VIA,
    }  # fmt: skip
    assert set(found(store, announce(store, "东镇中学").area_id)) == {1, 2, 3, 4, 5}  # a unit is a place as well
    assert announce(store, "990101101").place.grid_id == 8  # a code


def test_classes_and_reasons_follow(store):
    def held():
        return dict(
            store.run(
                "select person_id, class from person_class where rank = 1 and person_id between 21 and 28"
            ).fetchall()
        )

    before = held()
    assert before[27] == "returnee"
    announce(store, "北京市", source="市指挥部第5号通告")
    assert held() == before | {27: "risk_stay_high"}  # and the one for whoever comes from a place at risk
    inbound = next(w for w in why(store, WHOLE, person_id=27, as_of=LAST_DAY) if w.code == "inbound")
    assert inbound.state == "holds"
    # 28 says 朝阳区, of which there are two: unknown, not false
    missing = next(w for w in why(store, WHOLE, person_id=28, as_of=LAST_DAY) if w.code == "inbound")
    assert (missing.state, missing.missing) == ("unknown", ("origin_risk",))
    assert "重点地区" in grounds("zh", inbound)
    remove(store, WHOLE, area_id=1, actor="test")
    assert held() == before


def test_removing_takes_back_what_only_it_caused(store):
    wuhan, hubei = announce(store), announce(store, "湖北省", "medium")
    assert hubei.tasks == 7 and store.value(f"select count(*) {OF_AREAS}") == 7  # one task for both, and 24's
    assert release(store, WHOLE, area_id=wuhan.area_id, actor="head") == 6
    store.run("update task set status = 'done' where person_id = 11")
    done = remove(store, WHOLE, area_id=hubei.area_id, actor="head")
    assert (done.people, done.cancelled) == (1, 1)  # 24 alone
    assert dict(store.run(f"select status, count(*) {OF_AREAS} group by status").fetchall()) == {
        "cancelled": 1,
        "open": 5,
        "done": 1,
    }
    assert remove(store, WHOLE, area_id=wuhan.area_id, actor="head").cancelled == 5
    kept = areas(store, WHOLE, as_of=LAST_DAY)
    assert kept[["state", "removed_by", "released_by"]].fillna("").to_numpy().tolist() == [
        ["removed", "head", "head"],
        ["removed", "head", ""],
    ]
    again = announce(store)
    assert (again.area_id, again.tasks) == (3, 6)  # 11 too: what was done was done for the one that was removed
    events = [
        e for (e,) in store.run("select event from audit_entry where event like 'risk%' order by entry_id").fetchall()
    ]
    assert events == ["risk_area.added"] * 2 + ["risk_area.released"] + ["risk_area.removed"] * 2 + ["risk_area.added"]


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({}, {}),
        ({"level": "low"}, {"low": 6}),
        ({"since": LAST_DAY + timedelta(days=2)}, {"coming": 5}),
        # announced fifteen days ago: of 11, 12, 21 and 22 nothing later is known; 13, 15, 23 and 25 arrived since
        ({"since": LAST_DAY - timedelta(days=15)}, {"long_ago": 4}),
    ],
)
def test_why_some_have_no_task(store, given, reasons):
    done = announce(store, **given)
    found = without_task(store, WHOLE, area_id=done.area_id, as_of=done.as_of)
    assert found.reasons == reasons and done.tasks + found.people == done.people + done.unsure
    assert without_task(store, NOBODY, area_id=done.area_id, as_of=done.as_of).people == 0


def test_who_comes_later_is_found_when_the_data_come(store):
    done = announce(store)
    with store.write() as db:
        db.execute("update person set origin = '武汉', arrived_on = '2026-01-31' where person_id = 40")
    follow(store, actor="test", whole=True)
    assert store.run(f"select status, count(*) {OF_AREAS} and person_id = 40 group by status").fetchall() == [
        ("drafted", 1)
    ]
    merge(store, WHOLE, keep=39, gone=40, actor="test", now=NOW)
    follow(store, actor="test")
    assert found(store, done.area_id)[39] == FROM
    with store.write() as db:  # it was a mistake
        db.execute("update person set origin = '南宁' where person_id = 39")
    follow(store, actor="test", whole=True)
    assert store.run(f"select distinct status {OF_AREAS} and person_id = 39").fetchall() == [("cancelled",)]


def test_a_change_of_level_is_a_new_stretch(store):
    later = ANNOUNCED + timedelta(days=2)
    announce(store)
    announce(store, "武汉", "medium", later)
    rows = areas(store, WHOLE, as_of=LAST_DAY).sort_values("area_id")
    assert rows[["level", "state"]].to_numpy().tolist() == [["high", "ended"], ["medium", "standing"]]
    assert rows.ends_on.iloc[0].date() == later - timedelta(days=1)
    remove(store, WHOLE, area_id=2, actor="test")
    assert areas(store, WHOLE, as_of=LAST_DAY, area_id=1).state.iloc[0] == "standing"


REFUSED = [
    ({"name": " "}, "risk_name_missing", ""),
    ({"level": "red"}, "risk_level_unknown", "high"),
    ({"until": ANNOUNCED - timedelta(days=1)}, "risk_dates_turned", "2026-01-27"),
    ({"name": "鼓楼区"}, "risk_place_several", "福建省福州市鼓楼区"),
    ({"name": "同名村"}, "risk_place_several", "西镇 同名村"),
    ({"name": "武汉 深圳"}, "risk_place_several", "广东省深圳市、湖北省武汉市"),
    ({"name": "东镇 深圳"}, "risk_place_unknown", "东镇"),
    ({"name": "横州镇 深圳"}, "risk_place_unheard", ""),
    ({"name": "东三村"}, "risk_place_unknown", "东二村"),
    ({"name": "缅甸"}, "risk_place_unheard", ""),
    ({"name": "亚特兰蒂斯"}, "risk_place_unheard", ""),  # whose bytes resemble those of 特克斯县
    ({"name": "西一村", "scope": EAST}, "risk_place_beyond", "西一村"),
    ({"name": "湖北武汉"}, "risk_area_known", "1"),
    ({"name": "武汉", "since": ANNOUNCED + timedelta(days=1)}, "risk_area_known", "2026-01-28"),
]


def test_what_is_refused_and_nothing_of_it_is_kept(store):
    with store.write() as db:
        for number, parent in ((90, 2), (91, 8)):
            db.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values (?, ?, '同名村', 'area', 'village', ?, ?)",
                [number, f"99010110{number}", parent, NOW],
            )
            db.execute("insert into grid_tree values (0, ?), (?, ?)", [number, number, number])
    announce(store)
    for given, code, said in REFUSED:
        with pytest.raises(UserError) as refused:
            announce(store, **given)
        assert refused.value.code == code, given
        assert said in " ".join(map(str, refused.value.fields.values())), refused.value.fields
    assert store.value("select count(*) from risk_area") == 1
    abroad = announce(store, "缅甸", outside=True)
    assert (abroad.people, abroad.place.code, abroad.place.below) == (0, None, "缅甸")
    for number, code in ((9, "risk_area_none"), (1, "risk_area_removed")):
        with pytest.raises(UserError, match=code):
            remove(store, WHOLE, area_id=1, actor="test")
            remove(store, WHOLE, area_id=number, actor="test")
        store.run("update risk_area set removed_at = null where area_id = 1")
    assert suggestions(store, WHOLE, "东一")[0].name == "东镇 东一村"


def test_the_command_line(store):
    def typed(*words: str) -> object:
        args = make_parser(words).parse_args(words)
        args.lang = "zh"
        return ANSWERS[args.command](store, args)

    told = json.loads(typed("risk-area", "add", "武汉", "--level", "high", "--since", "2026-01-28", "--json"))
    assert {k: told[k] for k in ("area", "grids", "people", "unsure", "tasks", "as_of")} == {
        "area": 1, "grids": 0, "people": 5, "unsure": 1, "tasks": 6, "as_of": "2026-01-31",
    }  # fmt: skip
    assert told["by_how"] == {"came_from": 3, "declared": 1, "applied": 1, "passed_through": 1} and told["seconds"] >= 0
    assert json.loads(typed("risk-area", "list", "--json"))[0]["place"] == "湖北省武汉市"
    assert json.loads(typed("risk-area", "release", "1", "--json")) == {"area": 1, "tasks": 6}
    assert "6" in typed("risk-area", "remove", "1")
    with pytest.raises(UserError, match="risk_date_bad"):
        typed("risk-area", "add", "武汉", "--level", "high", "--since", "昨天")

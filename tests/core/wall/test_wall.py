"""The large screen's links and its board: within the link's grid alone, without anybody's personal data, until it is revoked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.brief.content import alerts_of
from core.domain import Scope, User
from core.errors import NotAllowed, UserError
from core.registry.grids import find_grid
from core.wall import LONGEST_DAYS, MAKE, board, link_of_token, links, make_link, revoke_link
from core.wall.outlines import HIGH, WIDE, Outline, outlines
from core.web.wall.drawn import _room, _short, drawn
from core.web.wall.lines import area, band, bent, line
from core.web.wall.wall import screen
from tests.county import LAST_DAY, WHOLE, county_alone
from tests.pages.conftest import prepared_alone, prepared_county

NOW = datetime(2026, 2, 1, 9)
CHIEF = User(1, "chief", "chief", "command", frozenset({MAKE}), WHOLE)
EAST_SCOPE = Scope((2,))
EAST = User(2, "east", "east", "command", frozenset({MAKE}), Scope((2,)))
CLERK = User(3, "clerk", "clerk", "clerk", frozenset(), WHOLE)


@pytest.fixture(scope="module")
def store():
    return prepared_county()


def made(store, user=CHIEF, **given) -> tuple[int, str]:
    return make_link(
        store, user, **{"name": "会议室", "grid": 2, "seconds": 12, "until": NOW.date(), "now": NOW} | given
    )


def code_of(call, *given, **named) -> str:
    with pytest.raises(UserError) as told:
        call(*given, **named)
    return told.value.code


@pytest.mark.parametrize(
    ("user", "given", "code"),
    [
        (CHIEF, {"name": " "}, "wall_name"),
        (CHIEF, {"name": "x" * 61}, "wall_name"),
        (CHIEF, {"seconds": 4}, "wall_seconds"),
        (CHIEF, {"until": NOW.date() - timedelta(days=1)}, "wall_until"),
        (CHIEF, {"until": NOW.date() + timedelta(days=LONGEST_DAYS + 1)}, "wall_until"),
        (CHIEF, {"grid": 999}, "wall_grid"),
        (EAST, {"grid": 8}, "wall_grid"),
    ],
)
def test_what_is_no_link_is_refused(store, user, given, code):
    assert code_of(made, store, user, **given) == code
    with pytest.raises(NotAllowed):
        made(store, CLERK)


def test_a_link_opens_its_own_grid_until_its_day_or_until_it_is_revoked(store):
    number, token = made(store)
    link = link_of_token(store, token, now=NOW)
    assert (link.link_id, link.grid_id, link.scope) == (number, 2, Scope((2,), frozenset()))
    assert token not in str(store.run("select * from wall_link").fetchall()), "only its hash is kept"
    assert code_of(link_of_token, store, token + "x", now=NOW) == "wall_dead"
    assert code_of(link_of_token, store, token, now=NOW + timedelta(days=1)) == "wall_dead"
    west = User(4, "west", "west", "command", frozenset({MAKE}), Scope((8,)))
    assert code_of(revoke_link, store, west, number, now=NOW) == "wall_unknown"
    assert number not in set(links(store, west.scope, today=NOW.date()).link_id)
    revoke_link(store, CHIEF, number, now=NOW)
    assert code_of(link_of_token, store, token, now=NOW) == "wall_dead"
    assert links(store, WHOLE, today=NOW.date()).set_index("link_id").state[number] == "revoked"
    events = {event for (event,) in store.run("select event from audit_entry where event like 'wall.%'").fetchall()}
    assert events == {"wall.made", "wall.opened", "wall.revoked"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_board_is_of_its_grid_and_names_nobody(store, lang):
    scope = Scope((2,), frozenset())
    found = board(store, scope, find_grid(store, scope, grid_id=2), at=NOW)
    told = drawn(lang, found, now=NOW)
    assert {s["name"] for s in told["squares"]} and len(told["figures"]) >= 3
    below = {g for (g,) in store.run("select grid_id from grid_tree where ancestor_id = 2").fetchall()}
    assert set(found.children.grid_id) <= below and set(found.walk) <= below
    names = [n for (n,) in store.run("select distinct name from person where length(name) > 2").fetchall()]
    phones = [n for (n,) in store.run("select phone from person where phone is not null").fetchall()]
    assert not [n for n in [*names, *phones] if n in str(told)]
    assert drawn(lang, found, now=NOW + timedelta(days=9))["stopped"] and not told["stopped"]


def test_movements_lie_between_squares_and_those_of_few_are_not_shown(store):
    grid = find_grid(store, WHOLE, grid_id=1)
    with store.write() as db:
        db.execute("delete from flow_day")
        db.executemany("insert into flow_day (day, home_grid_id, grid_id, people) values (?, ?, ?, ?)", [(LAST_DAY, 10, 4, 7), (LAST_DAY, 4, 10, 4)])  # fmt: skip
    found = board(store, WHOLE, grid, at=NOW)
    assert found.flows[["from_id", "to_id", "people"]].values.tolist() == [[8, 2, 7]]
    told = drawn("zh", found, now=NOW)["flows"]
    assert len(told["lines"]) == 1 and "西镇→东镇 7人" in told["words"]
    there, back = bent((0, 0), (0, 2)), bent((0, 2), (0, 0))
    assert there[0] != back[0] and there[0].startswith("M0.9") and there[1].startswith("M2.0"), "short of both middles"


def test_a_day_without_data_is_a_gap_and_no_zero():
    gap = float("nan")
    assert line([0, 10, gap, 5], 10) == ["0.00,30.00 33.33,0.00", "100.00,15.00"]
    assert line([gap, gap], 10) == [] and area([gap, 1], 10) == ""
    assert band([gap, 1, 2], [gap, 3, 4], 4) == "50.00,7.50 100.00,0.00 100.00,15.00 50.00,22.50"


def test_before_the_first_scan_there_is_no_board():
    store = county_alone()
    store.run("delete from check_in").fetchall()
    assert board(store, WHOLE, find_grid(store, WHOLE, grid_id=1), at=NOW) is None


def square(west: float, south: float, east: float, north: float) -> str:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def test_officials_are_named_where_the_settings_say_so_alone(monkeypatch):
    store = prepared_alone()
    with store.write() as db:
        db.execute("delete from alert")
        db.execute("delete from duty where grid_id = 4")
        db.execute("insert into duty by name select 4 as grid_id, 'responsible' as role, '韦村长' as name")
        db.execute(
            "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at, owner_grid_id, owner_role)"
            " values (1, 'fever', 4, 1, 'open', 'high', 1, ?, ?, 'fever', '{}', 'v', ?, 4, 'responsible')",
            [LAST_DAY, LAST_DAY, NOW],
        )  # fmt: skip
    assert not store.settings.wall_names, "off unless a county wants it"
    told = screen(store, WHOLE, 1, None, "zh")
    assert len(told["alerts"][0]) == 1 and "韦村长" not in str(told)
    monkeypatch.setattr(store, "settings", replace(store.settings, wall_names=True))
    with store.write():
        pass  # what was made before is not shown again
    told = screen(store, WHOLE, 1, None, "zh")
    assert "韦村长" in told["alerts"][0][0]["below"]
    residents = [n for (n,) in store.run("select distinct name from person where length(name) > 2").fetchall()]
    assert not [n for n in residents if n in str(told)]


def test_the_map_is_of_the_outlines_that_the_county_gave():
    store = prepared_alone()
    grid = find_grid(store, WHOLE, grid_id=1)
    assert outlines(store, WHOLE, grid=1) == {}, "derived areas are no borders"
    children = [int(g) for g in board(store, WHOLE, grid, at=NOW).children.grid_id]
    with store.write() as db:
        for n, child in enumerate(children):
            db.execute(
                "insert into grid_outline values (?, ?, 'x.geojson', null)", [child, square(109 + n, 22, 110 + n, 23)]
            )
    made = outlines(store, WHOLE, grid=1)
    assert set(made) == set(children) and outlines(store, WHOLE, grid=1) is made, (
        "kept until a place or an outline changes"
    )
    for one in made.values():
        assert one.path.startswith("M") and one.path.endswith("Z") and one.path.count("L") == 3
        assert 0 <= one.x <= WIDE and 0 <= one.y <= HIGH
    assert made[children[0]].x < made[children[1]].x
    assert set(outlines(store, EAST_SCOPE, grid=2)) <= {
        g for (g,) in store.run("select grid_id from grid_tree where ancestor_id = 2").fetchall()
    }
    drawn_map = screen(store, WHOLE, 1, None, "zh")["map"]
    assert [one["grid"] for one in drawn_map][::-1] == [
        one["grid"] for one in screen(store, WHOLE, 1, None, "zh")["squares"]
    ]
    assert all(one["label"] for one in drawn_map)
    with store.write() as db:
        db.execute(
            "update grid_outline set geometry = ? where grid_id = ?", [square(109, 22, 109.5, 22.5), children[0]]
        )
    assert outlines(store, WHOLE, grid=1) != made


def test_names_that_would_cover_each_other_are_left_out():
    taken = []
    places = [Outline("M0 0Z", 100, y) for y in (100,) * 8]
    labels = [_room(one, "横州镇", 3, taken) for one in places]
    assert labels[0] == (100, 87) and None in labels
    assert len({label for label in labels if label}) == len([label for label in labels if label])


def test_walls_that_ask_in_one_minute_share_what_was_made():
    store = prepared_alone()
    assert screen(store, WHOLE, 1, None, "zh") is screen(store, WHOLE, 1, None, "zh")
    first = screen(store, WHOLE, 1, None, "zh")
    assert screen(store, WHOLE, 1, None, "en") is not first and screen(store, Scope((2,)), 2, None, "zh") is not first
    with store.write():
        pass
    assert screen(store, WHOLE, 1, None, "zh") is not first


def test_names_that_all_end_alike_are_told_without_their_end():
    assert _short({1: "Hengzhou Town", 2: "Nayang Town"}) == {1: "Hengzhou", 2: "Nayang"}
    assert _short({1: "Hengzhou Town", 2: "Chengxi Community"}) == {1: "Hengzhou Town", 2: "Chengxi Community"}
    assert _short({1: "横州镇", 2: "那阳镇"}) == {1: "横州镇", 2: "那阳镇"} and _short({1: "Hengzhou Town"}) == {
        1: "Hengzhou Town"
    }


def test_an_alert_about_somebody_out_of_reach_tells_its_place_alone():
    """The reader reaches the grid where it was seen and not the person: that it is about a person is known all the same, on wall and paper, today and of an earlier day."""
    store = prepared_county()
    grid = store.value("select min(grid_id) from grid_tree where ancestor_id = 2 and grid_id <> 2")
    away = store.value(
        "select min(person_id) from person where home_grid_id not in (select grid_id from grid_tree where ancestor_id = 2)"
        " and person_id not in (select person_id from membership join grid_tree using (grid_id) where ancestor_id = 2)"
    )
    day = LAST_DAY - timedelta(days=2)
    with store.write() as db:
        db.execute(
            "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at)"
            " values (9000, 'fever', ?, ?, 'open', 'high', 9, ?, ?, 'fever', '{\"temperature\": 39.8, \"times\": 3}', 'v', ?)",
            [grid, away, day, day, datetime.combine(day, NOW.time())],
        )
    for of in (None, day):
        found = board(store, EAST_SCOPE, find_grid(store, EAST_SCOPE, grid_id=2), at=NOW, of=of)
        assert 9000 in set(found.severe.alert_id)
        shown = str(drawn("zh", found, now=NOW)["alerts"]) + str(alerts_of("zh", found, False).table.rows)
        assert "39.8" not in shown


def test_the_board_follows_whatever_it_is_made_of():
    """What the rollups say is kept between two looks: not a minute longer than they say it."""
    store = prepared_county()

    def looked():
        return board(store, WHOLE, find_grid(store, WHOLE, grid_id=1), at=NOW)

    first = looked()
    with store.write() as db:
        db.execute("update grid_day set outsiders = outsiders + 50 where day = ? and grid_id = 4", [LAST_DAY])
    again = looked()
    assert again.days.outsiders.iloc[-1] == first.days.outsiders.iloc[-1] + 50
    assert again.curve.observed.iloc[-1] == first.curve.observed.iloc[-1] + 50
    with store.write() as db:
        db.execute("insert into missing_day values (0, ?)", [LAST_DAY])
        db.execute("update grid set name = '新东镇' where grid_id = 2")
    again = looked()
    assert again.days.outsiders.isna().iloc[-1] and "新东镇" in set(again.by_day.name)


def test_a_ticked_task_makes_nothing_anew_but_what_tasks_say():
    store = prepared_county()
    grid = find_grid(store, WHOLE, grid_id=1)
    first = board(store, WHOLE, grid, at=NOW)

    def after(statement: str):
        with store.write() as db:
            db.execute(statement)
        return board(store, WHOLE, grid, at=NOW)

    again = after("update task set status = 'done', done_at = opens_at")
    assert again.severe is first.severe and again.children is first.children, "what no task can change is kept"
    assert again.tasks["open"] == again.tasks["overdue"] == 0
    for statement in (
        "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at)"
        f" values (9000, 'missing_feed', 4, 'open', 'high', 9, '{LAST_DAY}', '{LAST_DAY}', 'missing_feed', 'v', '{LAST_DAY}')",
        "update alert set status = 'acknowledged'",
        "update unit set resumption = case resumption when 'resumed' then 'closed' else 'resumed' end",
        "update grid set name = name || '新' where grid_id = 2",
        "update grid_day set check_ins = check_ins + 1",
    ):
        other = after(statement)
        assert other.severe is not again.severe, statement
        again = other
    reveals = Scope(WHOLE.roots, frozenset({"name"}))
    assert board(store, reveals, grid, at=NOW).severe is not again.severe, (
        "names are not handed on to who may not see them"
    )

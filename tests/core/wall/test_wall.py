"""The large screen's links and its board: within the link's grid alone, without anybody's personal data, until it is revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.domain import Scope, User
from core.errors import NotAllowed, UserError
from core.registry.grids import find_grid
from core.wall import LONGEST_DAYS, MAKE, board, link_of_token, links, make_link, revoke_link
from core.web.wall.drawn import drawn
from core.web.wall.lines import area, band, bent, line
from tests.county import LAST_DAY, WHOLE, county_alone
from tests.pages.conftest import prepared_county

NOW = datetime(2026, 2, 1, 9)
CHIEF = User(1, "chief", "chief", "command", frozenset({MAKE}), WHOLE)
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

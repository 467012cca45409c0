"""Small reads kept until something is written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.domain import Scope
from core.registry.grids import children, find_grid
from core.store.kept import until_written
from tests.county import WHOLE, make_county

asked: list[tuple] = []


@until_written()
def name(store, grid: int, *, upper: bool = False) -> str:
    asked.append((grid, upper))
    found = store.value("select name from grid where grid_id = $grid", grid=grid)
    return found.upper() if upper else found


@until_written(shown=False)
def sessions(store) -> int:
    asked.append(())
    return store.value("select count(*) from session")


@until_written(told=True)
def living(store) -> int:
    asked.append(())
    return store.value("select count(*) from person where home_grid_id is not null")


@pytest.fixture
def store():
    asked.clear()
    return make_county()


def test_it_is_asked_for_once_until_a_page_may_show_something_else(store):
    first = name(store, 2)
    assert (name(store, 2), name(store, 2, upper=True)) == (first, first.upper())
    assert asked == [(2, False), (2, True)]
    with store.write(shown=False):
        pass
    assert name(store, 2) == first and len(asked) == 2
    with store.write() as db:
        db.execute("update grid set name = '新名' where grid_id = 2")
        assert name(store, 2) == "新名"  # within the transaction as it stands there
    assert name(store, 2) == "新名" and len(asked) == 4


def test_what_a_transaction_takes_back_is_not_kept(store):
    first = name(store, 2)
    with pytest.raises(ValueError, match="back"), store.write() as db:
        db.execute("update grid set name = '新名' where grid_id = 2")
        assert name(store, 2) == "新名"
        raise ValueError("back")
    assert name(store, 2) == first


def test_what_no_page_shows_counts_where_it_matters(store):
    before = sessions(store)
    with store.write(shown=False) as db:
        db.execute("insert into session select 'x', 1, now(), now(), now(), '', null")
    assert (sessions(store), sessions(store), len(asked)) == (before + 1, before + 1, 2)


def test_stores_do_not_share_and_a_caller_may_change_what_a_table_holds(store):
    other = make_county()
    with other.write() as db:
        db.execute("update grid set name = '别处' where grid_id = 2")
    assert name(store, 2) != name(other, 2) == "别处"
    rows = children(store, WHOLE, grid_id=1)
    rows["name"] = "x"
    assert "x" not in set(children(store, WHOLE, grid_id=1)["name"])


def test_scopes_do_not_share(store):
    assert find_grid(store, WHOLE, grid_id=2) is not None
    assert find_grid(store, Scope(()), grid_id=2) is None


MOVES = "update person set home_grid_id = null where person_id = 2"


def test_what_is_read_of_what_was_told_outlasts_what_is_made_of_it(store):
    before, version = living(store), store.version
    with store.write(told=False):
        pass
    with store.write(shown=False):
        pass
    assert (living(store), store.version, len(asked)) == (before, version + 1, 1)
    with store.write() as db:
        db.execute(MOVES)
        assert living(store) == before - 1
    assert (living(store), living(store), len(asked)) == (before - 1, before - 1, 3)


@pytest.mark.parametrize("outer", [True, False])
def test_a_write_within_another_says_for_both_that_something_was_told(store, outer):
    before = living(store)
    with store.write(told=outer) as db:
        db.execute(MOVES)
        with store.write(told=not outer):
            pass
    assert living(store) == before - 1
    with store.write(told=False):
        pass
    assert len(asked) == 2  # what the transaction before said is over with it


def test_pages_hear_of_several_writes_together(store):
    before, version = name(store, 1), store.version
    rename = "update grid set name = ? where grid_id = 1"
    with store.at_once():
        with store.write() as db:
            db.execute(rename, ["甲"])
        assert (store.version, name(store, 1)) == (version, "甲")  # who writes knows at once
        with ThreadPoolExecutor(1) as page:
            assert page.submit(name, store, 1).result() == before  # a page keeps what it had
        with store.at_once(), store.write() as db:
            db.execute(rename, ["乙"])
        assert store.version == version
    assert (store.version, name(store, 1)) == (version + 1, "乙")
    with store.at_once(), store.write(shown=False):
        pass
    assert store.version == version + 1
    with pytest.raises(ValueError, match="later"), store.at_once():  # what was written before it failed is shown
        with store.write():
            pass
        raise ValueError("later")
    assert store.version == version + 2

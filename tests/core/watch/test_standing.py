"""What stands unfinished, place by place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.watch.standing import standing
from tests.county import EAST, LAST_DAY, NOBODY, NOW, WHOLE, make_county

COLUMNS = ["grid_id", "detector", "severity", "alerts", "waiting"]


@pytest.fixture(scope="module")
def store():
    county = make_county()
    rows = [  # alert, grid, detector, severity, status, days ago
        (1, 4, "fever", "high", "open", 0),
        (2, 5, "fever", "high", "acknowledged", 3),
        (3, 20, "rate_rise", "high", "open", 2),  # a unit in the east
        (4, 10, "fever", "low", "open", 0),
        (5, 10, "fever", "high", "resolved", 0),
        (6, 1, "missing_feed", "high", "open", 0),  # the county's own
    ]
    with county.write() as db:
        for number, grid, detector, severity, status, ago in rows:
            day = LAST_DAY - timedelta(days=ago)
            db.execute(
                "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, fields,"
                " policy_version, opened_at) values (?, ?, ?, ?, ?, 5.0, ?, ?, 'unknown', '{}', 'x', ?)",
                [number, detector, grid, status, severity, day, day, NOW],
            )
    return county


def rows(store, scope, **arguments):
    found = standing(store, scope, as_of=LAST_DAY, **arguments)
    return {tuple(r) for r in found[COLUMNS].itertuples(index=False)}


def test_children_and_what_lies_in_none(store):
    assert rows(store, WHOLE, grid=1) == {
        (2, "fever", "high", 2, 1),
        (2, "rate_rise", "high", 1, 1),
        (8, "fever", "low", 1, 0),
        (1, "missing_feed", "high", 1, 0),
    }


def test_a_scope_bounds_it(store):
    assert {r[0] for r in rows(store, EAST, grid=2)} <= {2, 3, 6}
    assert sum(r[3] for r in rows(store, EAST, grid=2)) == 3
    assert rows(store, EAST, grid=8) == set()
    assert rows(store, NOBODY, grid=1) == set()

"""Rises and falls as alerts: of a unit alone, of all units of a kind in a town, of nobody."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from core.policy.loader import load_policy
from core.registry.tree import rebuild_tree
from core.watch import alert_series, detect
from core.watch.detectors import DETECTORS
from tests.county import NOW, WHOLE, empty_store

LAST = date(2026, 3, 27)  # a Friday
DAYS = 90
TOWNS = (2, 3)
PER_TOWN = 8


def county(change) -> object:
    """One county (1), two towns (2, 3), eight schools each (20…27, 30…37) with about 60 check-ins a day; `change(day, town, school)` → factor."""
    store, rng = empty_store(), np.random.default_rng(4)
    with store.write() as db:
        areas = [(1, "甲县", "county", None), (2, "东镇", "township", 1), (3, "西镇", "township", 1)]
        for grid, name, level, parent in areas:
            db.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values (?, ?, ?, 'area', ?, ?, ?)",
                [grid, f"9901{grid:02}", name, level, parent, NOW],
            )
        for town in TOWNS:
            for n in range(PER_TOWN):
                grid = town * 10 + n
                db.execute(
                    "insert into grid (grid_id, code, name, axis, level, area_id, updated_at) values (?, ?, ?, 'block', 'unit', ?, ?)",
                    [grid, f"U{grid}", f"学校{grid}", town, NOW],
                )
                db.execute("insert into unit (grid_id, kind) values (?, 'school')", [grid])
                rows = []
                for back in range(DAYS):
                    day = LAST - timedelta(days=back)
                    usual = 60 if day.isoweekday() <= 5 else 20
                    seen = int(rng.poisson(usual * rng.gamma(50, 1 / 50) * change(back, town, n)))
                    rows.append([grid, day, seen, seen // 2, seen - seen // 2, seen, 0, 0, seen])
                db.executemany("insert into grid_day values (?, ?, ?, ?, ?, ?, ?, ?, ?, null)", rows)
        rebuild_tree(db)
    return store


def found(store, detector: str):
    return DETECTORS[detector](store, as_of=LAST, parameters=load_policy().detectors[detector])


@pytest.mark.parametrize(
    ("change", "detector", "alerts"),
    [
        (lambda back, town, n: 1, "rate_rise", []),
        (lambda back, town, n: 1, "rate_fall", []),
        (lambda back, town, n: 5 if (town, n) == (2, 3) and back < 3 else 1, "rate_rise", [(23, "rate_rise")]),
        (lambda back, town, n: 0.1 if (town, n) == (3, 5) and back < 5 else 1, "rate_fall", [(35, "rate_fall")]),
        # what all schools do is the town's matter, or the county's, and no school's
        (lambda back, town, n: 0.1 if back < 4 else 1, "rate_fall", [(1, "kind_fall")]),
    ],
)
def test_who_has_the_alert(change, detector, alerts):
    table = found(county(change), detector)
    assert sorted(zip(table["grid_id"], table["reason"], strict=True)) == alerts
    if alerts:
        assert (table["p"] < 1e-3).all()
        assert (table["recurrence_days"] > 1).all()
        assert set(table["last_day"]) == {LAST}


def test_the_series_behind_a_kinds_alert_is_the_sum():
    store = county(lambda back, town, n: 0.1 if back < 4 else 1)
    touched = detect(store, as_of=LAST, actor="test", only=("rate_fall",))
    alert = store.value("select alert_id from alert where grid_id = 1 and detector = 'rate_fall'")
    assert len(touched)
    series = alert_series(store, WHOLE, alert_id=alert)
    assert series["observed"].iloc[-1] < 240
    assert series["expected"].iloc[-1] > 600
    assert series["low"].iloc[-1] > series["observed"].iloc[-1]

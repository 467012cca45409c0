"""Rows as programs are told them."""

from __future__ import annotations

import json

from core.as_json import as_json
from core.store import Store
from tests.county import make_county

ROWS = """select * from (values
    (1, date '2026-01-31', timestamp '2026-01-31 00:00:00', timestamp '2026-01-31 08:30:00', '东一村', null::date, 1.5),
    (2, null, timestamp '2026-02-01 00:00:00', null, null, null, null)) v(number, since, opened_at, until, name, ended_on, share)"""


def test_days_are_days_and_moments_moments():
    store: Store = make_county()
    assert json.loads(as_json(store.df(ROWS))) == [
        {"number": 1, "since": "2026-01-31", "opened_at": "2026-01-31T00:00:00", "until": "2026-01-31T08:30:00",
         "name": "东一村", "ended_on": None, "share": 1.5},
        {"number": 2, "since": None, "opened_at": "2026-02-01T00:00:00", "until": None, "name": None, "ended_on": None, "share": None},
    ]  # fmt: skip
    assert json.loads(as_json(store.df(ROWS).head(0))) == []

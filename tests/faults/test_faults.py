"""A short form of `make faults`, and that its checks can fail."""

from __future__ import annotations

import pytest

from core.audit import record
from core.store import open_store
from tests.faults.__main__ import Told, _county, _faults, killed
from tests.faults.work import KINDS
from tests.lake import settings_in


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_acknowledged_is_lost_and_nothing_is_there_in_part(kind):
    told, faults = killed(kind, kills=1, seed=20200210)
    assert told.done
    assert faults == []


@pytest.mark.parametrize(
    ("kind", "told", "spoil"),
    [
        ("checkpoint", {"stored": {"a"}}, ""),
        ("checkpoint", {}, "insert into check_in values (1, 4, timestamp '2026-01-31', 'in', null, null, 2)"),
        ("rollup", {}, "insert into person_day values (1, date '2026-01-31', 1, 1, null, timestamp '2026-01-31', timestamp '2026-01-31', 4)"),
        ("lake", {}, "delete from check_in where person_id = 1"),
        ("lake", {}, "update audit_entry set actor = 'other'"),
    ],
)  # fmt: skip
def test_the_checks_find_what_is_wrong(tmp_path, kind, told, spoil):
    _county(tmp_path)
    store = open_store(settings_in(tmp_path))
    with store.write() as db:
        record(db, "test", "rollup.done", days=1, full=False)
        if spoil:
            db.execute(spoil)
    assert _faults(store, kind, Told(**told))
    store.close()

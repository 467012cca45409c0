"""Backups by the clock: which are due, which stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from core.backup import back_up, backups, keep_backups
from core.backup.keep import due, staying_of, times
from core.backup.listing import Kept
from core.backup.manifest import Manifest
from core.errors import UserError
from core.settings import Settings
from core.store import open_store
from tests.county import NOW

AT = [time(2, 30), time(14, 30)]


@pytest.mark.parametrize(
    ("last", "now", "is_due"),
    [
        ("2026-02-01 02:31", "2026-02-01 14:29", False),
        ("2026-02-01 02:31", "2026-02-01 14:30", True),
        ("2026-02-01 14:30", "2026-02-02 02:29", False),
        ("2026-01-20 14:30", "2026-02-01 01:00", True),  # the server stood still
        ("2026-02-01 14:30", "2026-02-01 03:00", False),  # a clock that jumped back
    ],
)
def test_due(last, now, is_due):
    assert due(AT, last=datetime.fromisoformat(last), now=datetime.fromisoformat(now)) is is_due


def test_times_of_the_setting():
    assert times(Settings(backup_at="14:30, 02:30")) == AT
    assert times(Settings(backup_at="")) == []
    with pytest.raises(UserError, match="setting_backup_at"):
        times(Settings(backup_at="half past two"))


def kept(moment: datetime) -> Kept:
    return Kept(Path(f"{moment:%Y%m%d-%H%M}"), Manifest("s", moment.isoformat(), "clock", "f", False, [], "", 0, {}))


def test_of_sixty_days_twice_a_day_stay_a_week_of_days_and_four_of_weeks():
    all_of_them = [kept(datetime(2026, 3, 1, hour) - timedelta(days=n)) for n in range(60) for hour in (3, 15)]
    stay = [one.folder.name for one in staying_of(all_of_them, days=7, weeks=4)]
    days = [f"202602{day}-1500" for day in (28, 27, 26, 25, 24, 23)]
    assert sorted(stay, reverse=True) == ["20260301-1500", *days, "20260222-1500", "20260215-1500", "20260208-1500"]
    assert staying_of(all_of_them[:1], days=0, weeks=0) == all_of_them[:1]


def test_the_clock_makes_them_tried_rotates_them_and_leaves_those_of_others(tmp_path):
    settings = Settings(db=str(tmp_path / "data" / "command.duckdb"), backup_days=2, backup_weeks=0)
    store = open_store(settings)
    with store.write() as db:
        db.execute("update migration set applied_at = $1", [NOW])
    assert keep_backups(store, now=NOW + timedelta(hours=1)) is None  # none is due yet: the store is new
    other = open_store(Settings(db=str(tmp_path / "other" / "command.duckdb")))
    theirs = back_up(other, settings.backup_folder, actor="t", now=NOW - timedelta(days=90))
    made = [keep_backups(store, now=NOW + timedelta(days=day, hours=1)) for day in (1, 2, 3, 4)]
    assert all(made) and keep_backups(store, now=NOW + timedelta(days=4, hours=2)) is None
    assert {one.folder for one in backups(settings.backup_folder)} == {theirs, *made[-2:]}
    assert store.value("select count(*) from audit_entry where event = 'backup.removed'") == 2
    assert backups(settings.backup_folder)[0].manifest.kind == "clock"
    store.settings = replace(settings, demo=True)
    assert keep_backups(store, now=NOW + timedelta(days=9)) is None
    store.close()
    other.close()

"""Backups by the clock, and how long they are kept."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from core.audit import record
from core.backup.copy import back_up
from core.backup.listing import Kept, own_backups
from core.errors import UserError
from core.settings import Settings
from core.store import Store

ACTOR = "system"


def times(settings: Settings) -> list[time]:
    """When backups are made each day. Raises UserError setting_backup_at."""
    try:
        return sorted(time.fromisoformat(part.strip()) for part in settings.backup_at.split(",") if part.strip())
    except ValueError as error:
        raise UserError("setting_backup_at", value=settings.backup_at) from error


def due(at: Sequence[time], *, last: datetime, now: datetime) -> bool:
    """Was one of these times between the last backup and now? So one that was missed (the server stood still) is made up for."""
    return any(
        last < datetime.combine(day, moment) <= now for day in (now.date() - timedelta(1), now.date()) for moment in at
    )


def keep_backups(store: Store, *, now: datetime) -> Path | None:
    """Make the backup that is due and take away those past their time; the new one's folder, or None when none was due.

    Raises what `back_up` raises. A demo's store, and one in memory, has no clock."""
    settings = store.settings
    if settings.demo or settings.db == ":memory:" or not (at := times(settings)):
        return None
    kept = own_backups(store)
    last = kept[0].manifest.moment if kept else store.value("select min(applied_at) from migration")
    if not due(at, last=last, now=now):
        return None
    made = back_up(store, settings.backup_folder, actor=ACTOR, now=now, kind="clock")
    rotate(store, actor=ACTOR)
    return made


def rotate(store: Store, *, actor: str) -> list[str]:
    """Take away what is past its time in the store's own backup folder; audited. Returns the names."""
    kept = own_backups(store)
    staying = staying_of(kept, days=store.settings.backup_days, weeks=store.settings.backup_weeks)
    gone = [one for one in kept if one not in staying]
    for one in gone:
        with store.write(shown=False) as db:
            record(db, actor, "backup.removed", name=one.folder.name)
        _remove(one.folder)
    return [one.folder.name for one in gone]


def staying_of(kept: Sequence[Kept], *, days: int, weeks: int) -> list[Kept]:
    """Of the last `days` days with a backup the newest of each, of the last `weeks` weeks with one likewise; the newest of all in any case."""
    by_day: dict[object, Kept] = {}
    by_week: dict[object, Kept] = {}
    for one in sorted(kept, key=lambda k: k.manifest.made_at, reverse=True):
        moment = one.manifest.moment
        by_day.setdefault(moment.date(), one)
        by_week.setdefault(moment.isocalendar()[:2], one)
    held = [*list(by_day.values())[: max(days, 1)], *list(by_week.values())[: max(weeks, 0)]]
    return [one for one in kept if one in held]


def _remove(folder: Path) -> None:
    """Its manifest first: half of one is none."""
    for file in (folder / "manifest.json", folder):
        if file.is_dir():
            shutil.rmtree(file, ignore_errors=True)
        else:
            file.unlink(missing_ok=True)

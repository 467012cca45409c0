"""The audit log as the auditor reads it, and what its last test said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from core.audit.events import events
from core.audit.record import record
from core.audit.verify import Verdict, verify
from core.store import Store, load_sql

READ = "audit.read"
MOST = 100_000  # entries of one export
# What an entry may be about: fields of events that hold a number of the store. Several of one kind stand under the plural.
OBJECTS = (
    "person", "account", "alert", "task", "batch", "paper", "clue", "order", "share", "device", "phone", "risk_area", "code", "channel", "grid",
)  # fmt: skip
NAMES = {"risk_area": "area"}  # where the field is called otherwise


@dataclass(frozen=True)
class Tested:
    """What the last test of the log said: `first` is the first entry that is not as it was written (null: all is)."""

    at: datetime
    actor: str
    entries: int
    faults: int
    first: int | None


def entries(
    store: Store, *, since: datetime, until: datetime, actor: str | None = None, event: str | None = None, about: str | None = None,
    number: int | None = None, grid: int | None = None, limit: int = 500,
) -> pd.DataFrame:  # fmt: skip
    """Entries from `since` to before `until`, the newest first. For who may read the log (audit.read): it is no list of the register and has no scope;
    it holds numbers, never names of residents.

    `actor`: part of a login or of a name; `event`: an event, or a group of them with its dot ("person."); `about` one of OBJECTS and `number`;
    `grid`: entries of accounts that answer there or below alone, and those that name a grid there.
    Grain: one row per entry. Columns: entry_id, happened_at, actor, name and login (of the account; null: none), event, fields (JSON), found (how many there are in all)."""
    return store.df(
        load_sql(__file__, "entries.sql"), since=since, until=until, actor=actor or None, event=event or None,
        object=NAMES.get(about or "", about) or "", number=None if about is None or number is None else int(number), grid=grid, limit=int(limit),
    )  # fmt: skip


def names(store: Store) -> dict[tuple[str, int], str]:
    """What numbers in entries are called: ("account", id) and ("grid", id) → name. Of residents there is none."""
    found = store.run(
        "select 'account', account_id, name from account union all select 'grid', grid_id, name from grid"
    ).fetchall()
    return {(kind, number): name for kind, number, name in found}


def groups() -> list[str]:
    """The first words of events."""
    return sorted({event.partition(".")[0] for event in events()})


def verify_and_note(store: Store, *, actor: str) -> Verdict:
    """Test the log and note what came of it. Raises UserError audit_folder."""
    found = verify(store)
    first = found.faults[0].first if found.faults else None
    with store.write(shown=False) as db:
        record(db, actor, "audit.verified", entries=found.entries, faults=len(found.faults), first=first)
    return found


def last_test(store: Store) -> Tested | None:
    row = store.one(
        "select happened_at, actor, cast(fields ->> 'entries' as bigint), cast(fields ->> 'faults' as bigint), cast(fields ->> 'first' as bigint)"
        " from audit_entry where event = 'audit.verified' order by entry_id desc limit 1"
    )
    return None if row is None else Tested(*row)

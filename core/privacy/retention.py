"""Retention by kind: how long a row that is over is kept; what is past its time is removed, the sums stay."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import duckdb
import pandas as pd

from core.audit import record
from core.audit.leap import leapt
from core.errors import UserError
from core.lake import forget, let_go, recall_people, sweep_lake
from core.privacy.cascade import Removal
from core.privacy.dictionary import HERE, PERSON, Table, about_people, dictionary
from core.privacy.ended import to_remove
from core.privacy.erase import drop_originals, erase_people, next_number
from core.settings import Settings
from core.store import Store, run

SCANS = "scans"
WHOLE_PEOPLE = ("visitors", "gone")  # kinds of which the person goes, with all that is held
AHEAD = 30  # days
OLD_DAYS = 30  # without a scan, after which a desk looks at the past


@dataclass(frozen=True)
class Kind:
    """`days`: None: nothing goes by itself. `least`: fewer are not allowed."""

    code: str
    zh: str
    en: str
    days: int | None
    least: int
    why_zh: str
    why_en: str


@cache
def shipped_kinds() -> dict[str, Kind]:
    told = tomllib.loads((HERE / "retention.toml").read_text("utf-8"))
    return {
        code: Kind(code, k["zh"], k["en"], k.get("days"), k.get("least", 1), k["why_zh"], k["why_en"])
        for code, k in told.items()
    }


def kinds(settings: Settings) -> dict[str, Kind]:
    """With the county's own numbers (setting `retention`: "scans=60, clues=180").

    Raises UserError: retention_setting (not so written, or no such kind that goes by itself), retention_least."""
    found = dict(shipped_kinds())
    for part in filter(None, (p.strip() for p in settings.retention.split(","))):
        code, _, days = (each.strip() for each in part.partition("="))
        kind = found.get(code)
        if kind is None or not days.isdecimal() or (kind.days is None and kind.least == 1):
            raise UserError(
                "retention_setting", part=part, kinds=", ".join(c for c, k in shipped_kinds().items() if k.days)
            )
        if int(days) < kind.least:
            raise UserError("retention_least", kind=code, days=days, least=kind.least)
        if kind.days is not None:
            found[code] = Kind(**{**kind.__dict__, "days": int(days)})
    return found


def sweep(store: Store, *, today: date, actor: str, now: datetime) -> dict[str, int]:
    """Remove what is past its time, in one transaction: audited, counted. Sums of days whose scans go are never made anew. Returns rows by table."""
    allowed = kinds(store.settings)
    with store.write() as db:
        counts, originals = _sweep_people(store, db, allowed, today)
        moved = forget(db, store, before=_before(allowed[SCANS], today))
        removal = Removal(db)
        for table in _dated(allowed):
            removal.remove(table, _overdue(table), before=_before(allowed[table.keep], today))
        # What arrived while a person was being erased.
        for table in about_people():
            if table.keep == SCANS:
                removal.remove(table, "person_id not in (select person_id from person)")
        removal.follow()
        for name, rows in removal.rows.items():
            counts[name] = counts.get(name, 0) + rows
        # Whoever kept nothing of what an import replaced can't undo it.
        db.execute("update import_batch set logged = false where logged and imported_at < ?", [_before(allowed["undo"], today)])  # fmt: skip
        if moved:
            counts["check_in"] = counts.get("check_in", 0) + moved
        if counts:
            run(
                db,
                "insert into removal (removal_id, kind, reason, asked_by, asked_at, done_at, rows, counts, through)"
                " values ($number, 'retention', 'due', $actor, $now, $now, $rows, $counts, $through)",
                number=next_number(db), actor=actor, now=now, rows=sum(counts.values()), counts=json.dumps(counts),
                through=_before(allowed[SCANS], today),
            )  # fmt: skip
            record(db, actor, "retention.swept", rows=counts, originals=originals)
    # each time: while a cluster was away nothing went from its table
    sweep_lake(store)
    let_go(store, today=today)
    return counts


def sweep_nightly(store: Store, *, today: date, actor: str, now: datetime) -> dict[str, int]:
    """`sweep`, but of a demonstration nothing: its people are made up, and its days lie ever further back. Nor of a store that is working through old
    days (a past epidemic that was just imported): nobody asked for that to go within a minute. An emergency that has ended ends that. Nor where the clock leapt (core/audit/leap.py)."""
    if store.settings.demo or _on_old_days(store, today) or leapt(store, now=now) is not None:
        return {}
    return sweep(store, today=today, actor=actor, now=now)


def _on_old_days(store: Store, today: date) -> bool:
    last = store.value("select max(day) from grid_day where check_ins > 0")
    return last is not None and (today - last).days > OLD_DAYS and to_remove(store, today) is None


def due(store: Store, *, today: date) -> pd.DataFrame:
    """kind, days, rows (held that have a time), overdue, soon (overdue within thirty days), oldest (date). One row per kind that goes by itself."""
    allowed = kinds(store.settings)
    rows = [
        _counted(store, kind, [t for t in _dated(allowed) if t.keep == code], today)
        for code, kind in allowed.items() if kind.days is not None
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["kind", "days", "rows", "overdue", "soon", "oldest"])


def done(store: Store, *, most: int = 50) -> pd.DataFrame:
    """Removals that were done, the latest first: removal_id, kind, reason, asked_by, confirmed_by, done_at, rows, counts (JSON), rewritten_at."""
    return store.df(
        "select removal_id, kind, reason, asked_by, confirmed_by, done_at, rows, counts, rewritten_at from removal where done_at is not null"
        " order by done_at desc, removal_id desc limit $most",
        most=most,
    )


def _dated(allowed: dict[str, Kind]) -> list[Table]:
    return [t for t in dictionary().values() if t.since and allowed[t.keep].days is not None]


def _overdue(table: Table) -> str:
    return f"cast({table.since} as date) < $before"


def _before(kind: Kind, today: date) -> date:
    return today - timedelta(days=kind.days)


def _counted(store: Store, kind: Kind, told: list[Table], today: date) -> tuple:
    before = _before(kind, today)
    if kind.code in WHOLE_PEOPLE:
        rows, overdue, soon = (
            store.value(f"select count(*) from person where {_people(kind.code)}", before=day, today=today)  # noqa: S608 - of the dictionary
            for day in (date(9999, 1, 1), before, before + timedelta(days=AHEAD))
        )
        return (kind.code, kind.days, rows, overdue, soon - overdue, None)
    sums = [
        store.one(
            f"select count(day), count(*) filter (day < $before), count(*) filter (day >= $before and day < $then), min(day)"  # noqa: S608
            f" from (select cast({table.since} as date) as day from {table.name})",
            before=before, then=before + timedelta(days=AHEAD),
        )
        for table in told
    ]  # fmt: skip
    oldest = min((day for *_, day in sums if day is not None), default=None)
    return (kind.code, kind.days, *(sum(each[n] for each in sums) for n in range(3)), oldest)


def _people(code: str) -> str:
    """Condition on person: whom a kind of retention removes whole."""
    held = " ".join(
        f"and person_id not in (select person_id from {t.name} where person_id is not null and ({t.hold}))"  # noqa: S608 - of the dictionary
        for t in about_people() if t.hold
    )  # fmt: skip
    if code == "gone":
        return f"is_end(status) and status_on < $before {held}"
    elsewhere = " ".join(
        f"and person_id not in (select {column} from {t.name} where {column} is not null and {t.also})"  # noqa: S608 - of the dictionary
        for t in about_people() for column in t.person
        if t.keep not in ("derived", "audit") and t.name not in ("duplicate_pair", "membership")
    )  # fmt: skip
    stays = "and person_id not in (select person_id from membership where until is null or until >= $before)"
    return f"not registered and cast(updated_at as date) < $before {stays} {elsewhere} {held}"


def _sweep_people(
    store: Store, db: duckdb.DuckDBPyConnection, allowed: dict[str, Kind], today: date
) -> tuple[dict[str, int], int]:
    asked = {code: _before(allowed[code], today) for code in WHOLE_PEOPLE}
    db.execute("create or replace temp table erased (person_id integer)")
    for code, before in asked.items():
        run(db, f"insert into erased select person_id from {PERSON} where {_people(code)}", before=before, today=today)  # noqa: S608
    found = db.execute("select count(*) from erased").fetchone()[0]
    if found:
        recall_people(db, store, "select person_id from erased")
    rows, batches = erase_people(db) if found else ({}, set())
    db.execute("drop table erased")
    return rows, drop_originals(store, batches)

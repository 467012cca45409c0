"""After the emergency: everything about people goes, sums stay, whatever collects stops; two people answer for it, a certificate tells it."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import duckdb

from core.access.accounts import account_of_login, load_user
from core.audit import record
from core.audit.denied import not_allowed
from core.domain import User
from core.errors import UserError
from core.lake import EVENTS, forget, sweep_out
from core.policy.emergency import emergencies
from core.privacy.cascade import blanked
from core.privacy.dictionary import Table, dictionary
from core.privacy.erase import next_number
from core.privacy.rewrite import rewrite
from core.store import Store, load_sql, open_store, run
from core.store.anew import destroy

KIND = "wind_down"
PERMISSION = "privacy.end"
LEAST_REASON = 4  # characters
BACKUPS = "grid-command-*"
FOLDERS = ("originals", "uploads", "spill")  # of the store's folder: what people brought, and what spilled over
# What collects or hands out: table → how its rows end.
ENDED = {
    "share": "revoked_by = $actor, revoked_at = $now where revoked_at is null",
    "device": "revoked_by = $actor, revoked_at = $now where revoked_at is null",
    "place_code": "revoked_by = $actor, revoked_at = $now where revoked_at is null",
    "wall_link": "revoked_by = $actor, revoked_at = $now where revoked_at is null",
    "channel": "active = false where active",
}
# Signed things that are out there (phones' cookies, codes on walls, rows of exported workbooks) are worth nothing any more.
KEYS = ("phone", "place_code", "row_key")


def plan(store: Store, *, backups: tuple[Path, ...] = ()) -> dict:
    """What would go, without touching anything: {tables: [{table, zh, en, class, end, rows}], ended: {table: rows}, files: {folder: count},
    backups: [names], backups_elsewhere: [names], exports, share_uses, kept: {table: rows}}. `backups`: folders in which backups lie."""
    tables, kept = [], {}
    for table in dictionary().values():
        rows = _going(store.cursor(), table)
        if rows:
            told = {"table": table.name, "zh": table.zh, "en": table.en, "class": table.worst, "end": table.end}
            tables.append({**told, "rows": rows})
        elif table.keep == "aggregates" and table.end == "keep":
            kept[table.name] = store.value(f"select count(*) from {table.name}")  # noqa: S608 - of the dictionary
    folders = _backups(store, backups)
    here = {folder.name for folder in folders}
    made = {
        json.loads(f).get("name")
        for (f,) in store.run("select fields from audit_entry where event = 'backup.made'").fetchall()
    }
    return {
        "tables": tables,
        "ended": {t: store.value(f"select count(*) from {t} where {how.rpartition(' where ')[2]}") for t, how in ENDED.items()},  # noqa: S608
        "files": {name: len(_files(store.settings.folder / name)) for name in FOLDERS},
        "backups": sorted(here),
        "backups_elsewhere": sorted(made - here - {None}),
        "exports": store.value("select count(*) from audit_entry where event like '%export%'"),
        "share_uses": store.value("select count(*) from share_use where refused is null"),
        "kept": kept,
    }  # fmt: skip


def wind_down(
    store: Store, *, by: str, and_by: str, reason: str, now: datetime, backups: tuple[Path, ...] = ()
) -> dict:
    """Do it: in one transaction what stands in tables, then files and backups, then the store's file is written anew (the store is closed by this).
    Returns the record, which the certificate says. Audited.

    Raises UserError: wind_down_reason, wind_down_emergency (one holds, or is to come), rewrite_memory, account_unknown; NotAllowed wind_down_same
    (one person twice), wind_down_person (not active, or without the permission)."""
    first, second = _persons(store, by, and_by)
    if len(reason.strip()) < LEAST_REASON:
        raise UserError("wind_down_reason")
    if store.settings.db == ":memory:":
        raise UserError("rewrite_memory")
    _over(store, now.date())
    told = plan(store, backups=backups)
    with store.write() as db:
        rows = {table.name: went for table in dictionary().values() if (went := _end(db, table))}
        moved = forget(db, store, before=None)
        if moved:
            rows["check_in"] = rows.get("check_in", 0) + moved
        run(db, load_sql(__file__, "end_alerts.sql"), now=now)
        for table, how in ENDED.items():
            run(db, f"update {table} set {how}", actor=first.login, now=now)  # noqa: S608 - ENDED
        for name in KEYS:
            run(db, "update secret set value = $value where name = $name", value=secrets.token_hex(36), name=name)
        number = next_number(db)
        said = _record(store, told, number, first, second, reason.strip(), now)
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        run(
            db,
            "insert into removal (removal_id, kind, reason, asked_by, asked_at, confirmed_by, done_at, rows, counts, through, record, sha256)"
            " values ($number, $kind, $reason, $by, $now, $and_by, $now, $rows, $counts, $through, $record, $digest)",
            number=number, kind=KIND, reason=reason.strip(), by=first.login, and_by=second.login, now=now, rows=sum(rows.values()),
            counts=json.dumps(rows), through=now.date(), record=text, digest=digest,
        )  # fmt: skip
        sweep_out(store)  # of a cluster's table; last, for it can't be taken back
        record(db, first.login, "data.wound_down", removal=number, second=second.login, rows=rows, sha256=digest)
    for folder in _backups(store, backups):
        _destroy_folder(folder)
    for name in FOLDERS:
        _destroy_folder(store.settings.folder / name)
    if store.settings.lake_folder:
        _destroy_folder(store.settings.lake_folder / EVENTS)
    for key in store.settings.folder.glob("originals.key*"):
        destroy(key)
    store.close()
    rewrite(store.settings, actor=first.login, now=now)
    return {**said, "sha256": digest}


def last_record(store: Store) -> dict | None:
    """Of the last wind-down: the record with its sha256 and rewritten_at (None: the file is still to be written anew)."""
    row = store.one(
        "select record, sha256, rewritten_at from removal where kind = 'wind_down' and done_at is not null order by done_at desc limit 1"
    )
    return None if row is None else {**json.loads(row[0]), "sha256": row[1], "rewritten_at": row[2]}


def record_of(settings: object) -> dict:
    """`last_record` of a store that is opened for it and closed again."""
    store = open_store(settings)
    try:
        return last_record(store)
    finally:
        store.close()


def _persons(store: Store, by: str, and_by: str) -> tuple[User, User]:
    found = [load_user(store, account_of_login(store, login)) for login in (by, and_by)]
    for user, login in zip(found, (by, and_by), strict=True):
        if user is None or not user.may(PERMISSION):
            raise not_allowed(store, login, "wind_down_person", login=login)
    if found[0].account_id == found[1].account_id:
        raise not_allowed(store, by, "wind_down_same")
    return found[0], found[1]


def _over(store: Store, today: date) -> None:
    for each in emergencies(store):
        if each.until is None or each.until >= today:
            raise UserError("wind_down_emergency", name=each.name)


def _going(db: duckdb.DuckDBPyConnection, table: Table) -> int:
    if table.end == "keep":
        return 0
    where = "true"
    if table.ended:
        where = _filled(table)
    if table.end == "unnamed":
        where += f" or {table.person[0]} is not null"
    return db.execute(f"select count(*) from {table.name} where {where}").fetchone()[0]  # noqa: S608 - of the dictionary


def _end(db: duckdb.DuckDBPyConnection, table: Table) -> int:
    if table.end == "empty":
        return db.execute(f"delete from {table.name}").fetchone()[0]  # noqa: S608 - of the dictionary
    went = 0
    if table.end == "unnamed":
        went = db.execute(f"delete from {table.name} where {table.person[0]} is not null").fetchone()[0]  # noqa: S608
        for column, parent in table.refers.items():
            if dictionary()[parent].end == "empty":
                db.execute(f"update {table.name} set {column} = null")  # noqa: S608
    if table.ended:
        cleared = blanked(db, table.name, table.ended)
        went += db.execute(f"update {table.name} set {cleared} where {_filled(table)}").fetchone()[0]  # noqa: S608
    if table.end == "keep":
        for column, parent in table.belongs.items():
            went += db.execute(
                f"delete from {table.name} where {column} is not null and {column} not in (select {dictionary()[parent].key} from {parent})"  # noqa: S608
            ).fetchone()[0]
    return went


def _filled(table: Table) -> str:
    """Condition: one of the columns that are to be emptied is not."""
    return " or ".join(f"nullif(cast({column} as text), '') is not null" for column in table.ended)


def _record(store: Store, told: dict, number: int, first: User, second: User, reason: str, now: datetime) -> dict:
    return {
        "number": number,
        "county": store.settings.county,
        "time": now.isoformat(),
        "by": {"login": first.login, "name": first.name, "role": first.role},
        "and_by": {"login": second.login, "name": second.name, "role": second.role},
        "reason": reason,
        "emergencies": [
            {"name": e.name, "order": e.order_no, "since": e.since.isoformat(), "until": e.until.isoformat()} for e in emergencies(store)
        ],
        "method": "rewrite",
        "encrypted": bool(store.settings.key),
        **told,
    }  # fmt: skip


def _backups(store: Store, given: tuple[Path, ...]) -> list[Path]:
    """Folders of backups: beside the store, where the settings put them, and in the given ones."""
    places = {store.settings.folder, *given}
    kept = getattr(store.settings, "backup_folder", "")
    if kept:
        places.add(Path(kept))
    return sorted({folder for place in places if place.is_dir() for folder in place.glob(BACKUPS) if folder.is_dir()})


def _files(folder: Path) -> list[Path]:
    return [f for f in folder.rglob("*") if f.is_file()] if folder.is_dir() else []


def _destroy_folder(folder: Path) -> None:
    for file in _files(folder):
        with suppress(OSError):
            destroy(file)
    shutil.rmtree(folder, ignore_errors=True)

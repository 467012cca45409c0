"""Erasing one person: asked by one, confirmed by another where the settings say so, refused while the law needs what is held."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from functools import cache

import duckdb
import pandas as pd

from core.audit import record
from core.audit.denied import not_allowed
from core.domain import Scope
from core.errors import UserError
from core.lake import recall_people
from core.privacy.cascade import Removal, blanked
from core.privacy.dictionary import HERE, PERSON, about_people, dictionary
from core.registry.reach import reached
from core.store import Store, load_sql, run

KIND = "erasure"
LISTED = "select person_id from erased"
LEAST = 6  # characters of a value that is looked for in texts
SWEPT = 400  # values looked for at once
UNSWEPT = (
    "working",
    "access",
    "audit",
    "structure",
)  # kinds of retention whose texts are about the work, not about residents


@cache
def reasons() -> tuple[str, ...]:
    return tuple(tomllib.loads((HERE / "reasons.toml").read_text("utf-8"))["codes"])


def ask_erasure(store: Store, scope: Scope, *, person_id: int, reason: str, actor: str, now: datetime) -> int:
    """Returns the number of the removal, which waits for its second person; without the setting `erase_by_two` it is done at once. Audited.

    Raises UserError: erase_reason, erase_unknown (nobody, or out of reach), erase_waits (asked for already), erase_held_… (the law needs it)."""
    if reason not in reasons():
        raise UserError("erase_reason", reason=reason, reasons=", ".join(reasons()))
    with store.write() as db:
        _require(db, scope, person_id, now)
        if run(db, "select 1 from removal where kind = 'erasure' and person_id = $person", person=person_id).fetchone():
            raise UserError("erase_waits")
        number = next_number(db)
        run(
            db, "insert into removal (removal_id, kind, person_id, reason, asked_by, asked_at) values ($number, $kind, $person, $reason, $actor, $now)",
            number=number, kind=KIND, person=person_id, reason=reason, actor=actor, now=now,
        )  # fmt: skip
        record(db, actor, "erasure.asked", removal=number, reason=reason)
        if not store.settings.erase_by_two:
            _carry_out(store, db, number, person_id, actor=actor, confirmed=None, now=now)
    return number


def confirm_erasure(store: Store, scope: Scope, *, removal_id: int, actor: str, now: datetime) -> dict[str, int]:
    """The second person's yes: the person is gone from every table. Returns rows by table. Audited.

    Raises UserError: erase_none (no such one waits), erase_unknown, erase_held_…; NotAllowed erase_same (who asked)."""
    with store.write() as db:
        person_id, asked_by = _waiting(db, removal_id)
        if asked_by == actor:
            raise not_allowed(store, actor, "erase_same")
        _require(db, scope, person_id, now)
        return _carry_out(store, db, removal_id, person_id, actor=actor, confirmed=actor, now=now)


def withdraw_erasure(store: Store, scope: Scope, *, removal_id: int, actor: str, now: datetime) -> None:
    """Not to be done after all; audited. Raises UserError erase_none, erase_unknown."""
    with store.write() as db:
        person_id, _ = _waiting(db, removal_id)
        if person_id not in reached(db, scope, [person_id], now.date()):
            raise UserError("erase_unknown")
        run(
            db, "update removal set person_id = null, withdrawn_by = $actor, withdrawn_at = $now where removal_id = $number",
            actor=actor, now=now, number=removal_id,
        )  # fmt: skip
        record(db, actor, "erasure.withdrawn", removal=removal_id)


def waiting_erasures(store: Store, scope: Scope, *, on: date) -> pd.DataFrame:
    """removal_id, person_id, name (masked unless revealed), place, reason (code), asked_by, asked_at. One row each, of whom the scope reaches."""
    return store.df(load_sql(__file__, "waiting.sql"), scope=scope.roots, on=on, see="name" in scope.reveal)


def held_back(db: duckdb.DuckDBPyConnection, person_id: int, today: date) -> list[str]:
    """Tables of which the law needs a row of this person's."""
    told = [table for table in about_people() if table.hold]
    return [
        table.name for table in told
        if run(db, f"select 1 from {table.name} where person_id = $person and ({table.hold}) limit 1", person=person_id, today=today).fetchone()  # noqa: S608 - of the dictionary
    ]  # fmt: skip


def next_number(db: duckdb.DuckDBPyConnection) -> int:
    return db.execute("select coalesce(max(removal_id), 0) + 1 from removal").fetchone()[0]


def erase_people(db: duckdb.DuckDBPyConnection) -> tuple[dict[str, int], set[int]]:
    """Take those of the temporary table `erased` (person_id) out of every table of the dictionary. Returns rows by table, and the import batches
    whose files named them."""
    run(db, load_sql(__file__, "values.sql"), least=LEAST)
    batches = _batches(db)
    removal = Removal(db)
    for table in about_people():
        if table.keep == "audit":  # the record of this very removal: it lets go of the number when it is done
            continue
        if table.erase == "delete":
            removal.remove(table, table.names(LISTED))
        else:
            for column in table.person:
                cleared = blanked(db, table.name, (column, *table.blank))
                went = db.execute(f"update {table.name} set {cleared} where {column} in ({LISTED})").fetchone()[0]  # noqa: S608
                removal.rows.update({table.name: went} if went else {})
    _by_phone(db, removal)
    removal.remove(dictionary()["household"], load_sql(__file__, "empty_households.sql"))
    removal.remove(dictionary()[PERSON], f"person_id in ({LISTED})")
    removal.follow()
    _sweep_texts(db, removal)
    db.execute("drop table erased_value")
    return dict(removal.rows), batches


def drop_originals(store: Store, batches: Iterable[int]) -> int:
    """The kept files of these batches go: what stands in a spreadsheet can't be taken out of it. Returns how many."""
    gone = 0
    for batch in batches:
        file = store.settings.folder / "originals" / f"{int(batch)}.bin"
        with suppress(FileNotFoundError):
            file.unlink()
            gone += 1
    return gone


def _require(db: duckdb.DuckDBPyConnection, scope: Scope, person_id: int, now: datetime) -> None:
    if person_id not in reached(db, scope, [person_id], now.date()):
        raise UserError("erase_unknown")
    held = held_back(db, person_id, now.date())
    if held:
        raise UserError(f"erase_held_{held[0]}")


def _waiting(db: duckdb.DuckDBPyConnection, removal_id: int) -> tuple[int, str]:
    row = run(
        db, "select person_id, asked_by from removal where removal_id = $number and kind = 'erasure' and person_id is not null", number=removal_id
    ).fetchone()  # fmt: skip
    if row is None:
        raise UserError("erase_none", number=removal_id)
    return row


def _carry_out(
    store: Store, db: duckdb.DuckDBPyConnection, removal_id: int, person_id: int, *, actor: str, confirmed: str | None, now: datetime
) -> dict[str, int]:  # fmt: skip
    db.execute("create or replace temp table erased as select cast(? as integer) as person_id", [person_id])
    recalled = recall_people(db, store, LISTED)
    rows, batches = erase_people(db)
    db.execute("drop table erased")
    # A number that is free may be given to somebody else: the record must not point to them.
    run(
        db,
        "update removal set person_id = null, confirmed_by = $confirmed, done_at = $now, rows = $rows, counts = $counts where removal_id = $number",
        confirmed=confirmed, now=now, rows=sum(rows.values()), counts=json.dumps(rows), number=removal_id,
    )  # fmt: skip
    originals = drop_originals(store, batches)
    record(db, actor, "person.erased", removal=removal_id, rows=rows, originals=originals, recalled=recalled)
    return rows


def _batches(db: duckdb.DuckDBPyConnection) -> set[int]:
    told = [t for t in (*about_people(), dictionary()[PERSON]) if "batch_id" in t.columns]
    rows = " union ".join(
        f"select batch_id from {t.name} where {t.names(LISTED) if t.person else f'person_id in ({LISTED})'} and batch_id is not null"  # noqa: S608
        for t in told
    )
    return {batch for (batch,) in db.execute(rows).fetchall()}


def _by_phone(db: duckdb.DuckDBPyConnection, removal: Removal) -> None:
    """Who told a clue or called the line by that phone, without being named by number."""
    for table in dictionary().values():
        for phone, name in table.phones.items():
            went = db.execute(
                f"update {table.name} set {phone} = null, {name} = null where {phone} in (select value from erased_value)"  # noqa: S608
            ).fetchone()[0]
            removal.rows.update({table.name: went} if went else {})


def _sweep_texts(db: duckdb.DuckDBPyConnection, removal: Removal) -> None:
    """Their document number and phone, wherever else a text about residents holds them. A phone that others share stays theirs. Of very many at once
    (what is past its time) texts are left to their own retention."""
    if not 0 < db.execute("select count(*) from erased_value").fetchone()[0] <= SWEPT:
        return
    pattern = db.execute("select string_agg(value, '|') from erased_value").fetchone()[0]
    texts = db.execute(load_sql(__file__, "texts.sql")).fetchall()
    for name, column in texts:
        table = dictionary().get(name)
        if table is None or table.keep in UNSWEPT or table.columns[column].kind == "open":
            continue
        went = run(
            db,
            f"update {name} set {column} = regexp_replace({column}, $pattern, '***', 'g') where regexp_matches({column}, $pattern)",  # noqa: S608 - names of the schema
            pattern=pattern,
        ).fetchone()[0]
        removal.rows.update({name: went} if went else {})

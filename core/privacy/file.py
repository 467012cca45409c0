"""What is held about one person: every row of every table that names them, found by the dictionary; masked by the reader's rights."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime

import pandas as pd

from core.audit import record
from core.audit.denied import not_allowed
from core.domain import Scope
from core.errors import UserError
from core.lake import reached as scans_reached
from core.privacy.dictionary import CLASSES, PERSON, Table, about_people, dictionary
from core.privacy.erase import held_back
from core.registry.reach import reached
from core.store import Store

DISCLOSE = "registers.disclose"
MASKS = {
    "name": "mask_name", "teller": "mask_name", "caller": "mask_name", "received_by": "mask_name", "doctor": "mask_name",
    "phone": "mask_phone", "teller_phone": "mask_phone", "id_number": "mask_id", "birth_date": "mask_birth",
}  # fmt: skip
REVEALED = {
    "birth_date": "id_number",
    "teller": "name",
    "caller": "name",
    "case_name": "name",
    "received_by": "name",
    "doctor": "name",
    "teller_phone": "phone",
}
HIDDEN = "***"
PLAIN = (
    "person_id",
    "household_id",
    "householder_id",
    "sex",
    "relation",
    "status_on",
    "arrived_on",
    "id_type",
    "home_grid_id",
)  # personal, and shown to whoever may see the person
MOST = 5_000  # rows of one table in a file
# Check-ins lie in several places, and are told as one.
SEEN_AS = {"check_in": "every_check_in as check_in"}
COPIES = ("near_check_in",)


def summary(store: Store, scope: Scope, *, person_id: int, on: date) -> pd.DataFrame:
    """table, zh, en, class (strictest of its columns), rows, keep (kind of retention), held (bool: the law needs a row of it). One row per table that
    names the person; empty out of reach."""
    if not _reached(store, scope, person_id, on):
        return pd.DataFrame(columns=["table", "zh", "en", "class", "rows", "keep", "held"])
    held = held_back(store.cursor(), person_id, on)
    with _all_scans(store, person_id):
        rows = [
            (t.name, t.zh, t.en, t.worst, count, t.keep, t.name in held)
            for t in _told() if (count := store.value(f"select count(*) from {_source(t)} where {_names(t)}", person=person_id))  # noqa: S608 - of the dictionary
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=["table", "zh", "en", "class", "rows", "keep", "held"])


def rows_of(
    store: Store,
    scope: Scope,
    *,
    person_id: int,
    table: str,
    on: date,
    shown: tuple[str, ...] = (),
    disclosed: bool = False,
) -> pd.DataFrame:
    """The person's rows of one table, its columns by name and as text, grids by their names; sensitive and health columns hidden but for the classes
    `shown` (all when `disclosed`), others masked as the scope has it. Empty out of reach."""
    told = next((t for t in _told() if t.name == table), None)
    if told is None or not _reached(store, scope, person_id, on):
        return pd.DataFrame()
    cells = ", ".join(_cell(told, name, scope, CLASSES if disclosed else shown) for name in told.columns)
    sql = f"select {cells} from {_source(told)} where {_names(told)} limit {MOST}"  # noqa: S608 - of the dictionary
    if told.name not in SEEN_AS:
        return store.df(sql, person=person_id)
    with _all_scans(store, person_id):
        return store.df(sql, person=person_id)


def file_of(
    store: Store, scope: Scope, *, person_id: int, on: date, actor: str, now: datetime, reason: str | None = None, permissions: frozenset[str] = frozenset()
) -> pd.DataFrame:  # fmt: skip
    """All of it: table (zh, en), row (from 1 in its table), column, zh, en, class, value. One row per value that is there. Audited: whose, and why unmasked.

    Raises UserError erase_unknown (out of reach), NotAllowed disclose_not_allowed (a reason without the right to disclose)."""
    disclosed = bool((reason or "").strip())
    if disclosed and DISCLOSE not in permissions:
        raise not_allowed(store, actor, "disclose_not_allowed")
    if not _reached(store, scope, person_id, on):
        raise UserError("erase_unknown")
    reader = Scope(scope.grids, scope.reveal | {"phone", "id_number", "name", "address"}) if disclosed else scope
    parts = [
        _long(t, rows_of(store, reader, person_id=person_id, table=t.name, on=on, disclosed=disclosed)) for t in _told()
    ]
    found = pd.concat([p for p in parts if len(p)], ignore_index=True)
    with store.write(shown=False) as db:
        record(
            db,
            actor,
            "person.file_exported",
            person=person_id,
            rows=len(found),
            unmasked=disclosed,
            **({"reason": reason.strip()} if disclosed else {}),
        )
    return found


def _told() -> list[Table]:
    return [dictionary()[PERSON], *(table for table in about_people() if table.name not in COPIES)]


def _source(table: Table) -> str:
    return SEEN_AS.get(table.name, table.name)


def _all_scans(store: Store, person_id: int) -> AbstractContextManager[None]:
    return scans_reached(store, person_id=person_id, since=date.min, until=date.max)


def _names(table: Table) -> str:
    return table.names("$person") if table.person else "person_id = $person"


def _reached(store: Store, scope: Scope, person_id: int, on: date) -> bool:
    return person_id in reached(store.cursor(), scope, [person_id], on)


def _cell(table: Table, name: str, scope: Scope, classes: tuple[str, ...]) -> str:
    kind = table.columns[name].kind
    plain = f"cast({name} as text)"
    if name.endswith("grid_id"):
        plain = f"(select g.name from grid g where g.grid_id = {table.name}.{name})"  # noqa: S608 - of the dictionary
    if name in MASKS and kind != "open":
        shown = plain if REVEALED.get(name, name) in scope.reveal else f"{MASKS[name]}({plain})"
    else:
        own = kind == "personal" and name not in PLAIN and not {"name", "address"} <= scope.reveal
        hidden = kind not in classes and (own or kind in ("sensitive", "health"))
        shown = f"case when {name} is not null then '{HIDDEN}' end" if hidden else plain
    return f"{shown} as {name}"


def _long(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    # A table may have columns of these names itself.
    long = rows.assign(**{"#row": range(1, len(rows) + 1)}).melt("#row", var_name="#column", value_name="#value")
    long = long.rename(columns=lambda name: name[1:]).dropna(subset=["value"]).sort_values("row", kind="stable")
    told = [table.columns[name] for name in long.column]
    return long.assign(
        table=table.name, table_zh=table.zh, table_en=table.en, zh=[c.zh for c in told], en=[c.en for c in told],
        **{"class": [c.kind for c in told]},
    )  # fmt: skip

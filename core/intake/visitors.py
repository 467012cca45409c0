"""People as gates and forms name them: found in the register, or taken in as visitors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa

from core.audit import record as audit
from core.ingest.pinyin import readings
from core.intake.record import Record
from core.store import Store, load_sql, run

TEXT = pa.string()
ASKED = pa.schema([("no", pa.int32()), ("grid_id", pa.int32()), ("id_number", TEXT), ("phone", TEXT), ("name", TEXT), ("unit_no", TEXT)])  # fmt: skip
LONGEST = 200  # of any text; what is longer is cut, and found too long


def known_people(store: Store, records: Mapping[int, Record]) -> dict[int, dict]:
    """Number → {person_id, document, phone, name, unit_no, who, reason}; `person_id` None: not in the register."""
    db = store.fresh_cursor()
    try:
        db.register("given_people", _told(records))
        found = db.execute(load_sql(__file__, "visitors.sql")).df()
    finally:
        db.close()
    rows = found.astype({"person_id": "Int64"}).astype(object).where(found.notna(), None).to_dict("records")
    return {row["no"]: row for row in rows}


def take_in(
    store: Store, records: Mapping[int, Record], *, batch: int, actor: str, now: datetime
) -> dict[int, int | str]:
    """As visitors, visible to those who answer for where they were first seen. Returns number → person, or why not. Waits for the writer."""
    with store.write() as db:
        told = known_people(store, records)  # anew: somebody may have taken them in meanwhile
        wanted: dict[str, list[int]] = {}
        for no, row in told.items():
            if row["person_id"] is None and row["reason"] is None:
                wanted.setdefault(row["who"], []).append(no)
        base = (
            run(
                db, "select greatest(max(person_id), (select max(gone_id) from person_merge), 0) from person"
            ).fetchone()[0]
            or 0
        )
        ids = {who: base + place for place, who in enumerate(wanted, 1)}
        if wanted:
            rows = [{**told[nos[0]], "person_id": ids[who], "grid_id": records[nos[0]].grid_id, "on_day": records[nos[0]].at.date()} for who, nos in wanted.items()]  # fmt: skip
            _write(db, rows, batch, now)
            audit(db, actor, "intake.visitors", batch=batch, people=len(rows))
    return {no: row["reason"] or int(row["person_id"] or ids[row["who"]]) for no, row in told.items()}


def _write(db: object, rows: list[dict], batch: int, now: datetime) -> None:
    spoken = readings([row["name"] for row in rows if row["name"]])
    by_name = dict(zip(spoken["name"], zip(spoken["pinyin"], spoken["initials"], strict=True), strict=True))
    for row in rows:
        row["pinyin"], row["initials"] = by_name.get(row["name"], (None, None))
    names = ("person_id", "name", "pinyin", "initials", "document", "phone", "unit_no", "grid_id", "on_day")
    types = [pa.int32(), TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, pa.int32(), pa.date32()]
    db.register("given_visitors", pa.table({n: [r[n] for r in rows] for n in names}, pa.schema(list(zip(names, types, strict=True)))))  # fmt: skip
    try:
        for file in ("new_people.sql", "new_stays.sql", "new_reach.sql"):
            run(db, load_sql(__file__, file), batch=batch, now=now)
    finally:
        db.unregister("given_visitors")


def _told(records: Mapping[int, Record]) -> pa.Table:
    people = {no: record.visitor for no, record in records.items()}
    return pa.table(
        {
            "no": list(people),
            "grid_id": [records[no].grid_id for no in people],
            **{name: [(getattr(v, name) or "")[:LONGEST] or None for v in people.values()] for name in ("id_number", "phone", "name", "unit_no")},
        },
        schema=ASKED,
    )  # fmt: skip

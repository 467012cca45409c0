"""Readings of stations, sent by themselves: rain and water. Sent again they are known; sent with another value they are corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from core.audit import record as audit
from core.intake.devices import Device
from core.intake.judge import AHEAD, LATE
from core.intake.record import Answer
from core.intake.take import batch_of
from core.store import Store, load_sql, run

INDICATORS = ("rain_1h", "rain_3h", "rain_6h", "rain_24h", "water_level")


@dataclass(frozen=True)
class Reading:
    """One value. `station` (code, or a name that one station alone has) or `grid` (code) says where."""

    no: int
    id: str
    at: datetime
    indicator: str
    value: float
    station: str | None = None
    grid: str | None = None


SCHEMA = pa.schema([
    ("no", pa.int32()), ("measured_at", pa.timestamp("us")), ("indicator", pa.string()), ("value", pa.float64()), ("station", pa.string()),
    ("grid", pa.string()),
])  # fmt: skip


def take_readings(
    store: Store, device: Device, readings: list[Reading], *, actor: str, now: datetime
) -> dict[int, Answer]:
    """Number → answer, the same for all values of one record: reasons at_future, at_old, station_unknown, grid_unknown, value_range."""
    if not readings:
        return {}
    batch = batch_of(store, now.date(), actor=actor, now=now)
    columns = {
        "no": "no",
        "measured_at": "at",
        "indicator": "indicator",
        "value": "value",
        "station": "station",
        "grid": "grid",
    }
    table = pa.table({name: [getattr(r, field) for r in readings] for name, field in columns.items()}, schema=SCHEMA)
    with store.write() as db:
        db.register("given_readings", table)
        try:
            run(db, load_sql(__file__, "readings_check.sql"), roots=list(device.grids), latest=now + AHEAD, oldest=now - LATE)  # fmt: skip
            run(db, load_sql(__file__, "readings_change.sql"))
            run(db, load_sql(__file__, "readings_new.sql"), batch=batch)
            told = run(db, load_sql(__file__, "readings_told.sql")).fetchall()
        finally:
            db.unregister("given_readings")
        new = sum(state == "stored" for _, state, _ in told)
        if new:
            audit(db, actor, "intake.readings", batch=batch, device=device.device_id, records=new)
        db.execute("drop table judged_readings")
    ids = {r.no: r.id for r in readings}
    return {no: Answer(ids[no], state, reason) for no, state, reason in told}

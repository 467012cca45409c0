"""`POST /api/readings`: rain and water of stations."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from core import clock
from core.intake.devices import Device
from core.intake.readings import INDICATORS, Reading, take_readings
from core.store import Store
from core.web.api.batch import sent
from core.web.api.fields import Bad, each, id_of, moment, number, only, text

FIELDS = frozenset({"id", "station", "grid", "at", *INDICATORS})


async def readings_sent(request: Request) -> JSONResponse:
    return await sent(request, _take)


async def _take(store: Store, device: Device, records: list[object]) -> list[dict]:
    told, bad = each(records, _read)
    values = [Reading(no=no, **fields) for no, several in told.items() for fields in several]
    now = clock.now()
    answers = await anyio.to_thread.run_sync(
        lambda: take_readings(store, device, values, actor=f"device {device.device_id}", now=now)
    )
    bad |= {no: a.reason for no, a in answers.items() if a.reason}
    return [
        {"id": id_of(given), "state": "refused" if no in bad else answers[no].state, "reason": bad.get(no)}
        for no, given in enumerate(records)
    ]


def _read(given: object) -> list[dict]:
    """One for each value."""
    given = only(given, FIELDS)
    where = {"station": text(given.get("station"), "station_unknown"), "grid": text(given.get("grid"), "grid_unknown")}
    if not any(where.values()):
        raise Bad("station_missing")
    at = moment(given.get("at"))
    values = {name: number(given.get(name), "value_bad") for name in INDICATORS}
    told = [
        {"id": str(id_of(given) or ""), "at": at, "indicator": name, "value": value, **where}
        for name, value in values.items()
        if value is not None
    ]
    if not told:
        raise Bad("value_missing")
    return told

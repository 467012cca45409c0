"""`POST /api/check-ins`: scans of gates and turnstiles."""

from __future__ import annotations

from dataclasses import dataclass

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from core import clock
from core.codes import place_of
from core.errors import UserError
from core.intake import Record, Visitor, submit_all
from core.intake.devices import Device
from core.intake.own_grids import own_grids
from core.store import Store
from core.web.api.batch import sent
from core.web.api.fields import Bad, each, id_of, moment, number, only, text

FIELDS = frozenset({"id", "grid", "code", "at", "direction", "temperature", "symptoms", "person"})
PERSON = frozenset({"id_number", "name", "phone", "unit_no"})
DIRECTION = "pass"  # where a gate says none


@dataclass(frozen=True)
class _Told:
    """A record whose place is not looked up yet: `grid` and `code` as they were sent."""

    grid: str | None
    code: str | None
    fields: dict


async def check_ins_sent(request: Request) -> JSONResponse:
    return await sent(request, _take)


async def _take(store: Store, device: Device, records: list[object]) -> list[dict]:
    told, bad = each(records, _read)
    placed = await anyio.to_thread.run_sync(lambda: _placed(store, device, told))
    good = {no: Record(**fields, device=device.device_id, source="gate") for no, fields in placed.items() if not isinstance(fields, str)}  # fmt: skip
    bad |= {no: reason for no, reason in placed.items() if isinstance(reason, str)}
    answers = dict(zip(good, await submit_all(list(good.values())) if good else [], strict=True))
    return [
        {"id": id_of(given), "state": answers[no].state, "reason": answers[no].reason}
        if no in answers
        else {"id": id_of(given), "state": "refused", "reason": bad[no]}
        for no, given in enumerate(records)
    ]


def _read(given: object) -> _Told:
    given = only(given, FIELDS)
    number_ = text(given.get("id"), "record_id")
    if number_ is None:
        raise Bad("record_id")
    person = only(given.get("person") or {}, PERSON)
    who = {name: text(person.get(name), "text_long") for name in PERSON}
    if not any(who.values()):
        raise Bad("person_missing")
    fields = {
        "id": number_,
        "at": moment(given.get("at")),
        "direction": text(given.get("direction"), "direction") or DIRECTION,
        "temperature": number(given.get("temperature"), "temperature"),
        "symptoms": text(given.get("symptoms"), "symptoms_long"),
        "visitor": Visitor(**who),
    }
    return _Told(text(given.get("grid"), "grid_unknown"), text(given.get("code"), "code_forged"), fields)


def _placed(store: Store, device: Device, told: dict[int, _Told]) -> dict[int, dict | str]:
    """With `grid_id` (and `place_code`), or why not. A grid that the key does not reach is answered like one that does not exist."""
    by_code = own_grids(store, device, [t.grid for t in told.values() if t.grid])
    own = own_grids(store, device, None)
    found: dict[int, dict | str] = {}
    for no, one in told.items():
        if one.code:
            found[no] = _scanned(store, one, own)
        elif one.grid is None and len(device.grids) == 1:
            found[no] = one.fields | {"grid_id": device.grids[0]}
        elif one.grid in by_code:
            found[no] = one.fields | {"grid_id": by_code[one.grid]}
        else:
            found[no] = "grid_unknown"
    return found


def _scanned(store: Store, one: _Told, own: dict[str, int]) -> dict | str:
    try:
        place = place_of(store, one.code, at=min(one.fields["at"], clock.now()))
    except UserError as error:
        return error.code
    if place.grid_code not in own:
        return "grid_unknown"
    return one.fields | {"grid_id": place.grid_id, "place_code": place.code_id}

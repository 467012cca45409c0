"""What all that machines send has in common: the key, the size, the list of records, the answer."""

from __future__ import annotations

import json
import time
from collections import defaultdict, deque
from collections.abc import Callable

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from core import clock
from core.access.throttle import Throttle
from core.errors import UserError
from core.intake.devices import Device, device_of_key, known_device
from core.intake.refused import count_refused
from core.store import Store, shared_store
from core.web.ask import address
from core.web.denied import note_denied

MOST_BYTES = 1_000_000
MOST_RECORDS = 1_000
A_MINUTE = 1_200  # requests of one device
STATUS = {
    "key_missing": 401, "key_unknown": 401, "key_revoked": 403, "too_often": 429, "body_large": 413, "body_bad": 400, "records_none": 400,
    "records_many": 413, "intake_full": 503, "store_full": 503,
}  # fmt: skip
throttle = Throttle()
_asked: dict[int, deque[float]] = defaultdict(deque)


class Refused(Exception):
    """The whole request is refused; `seconds`: when to come again."""

    def __init__(self, code: str, *, seconds: int | None = None) -> None:
        super().__init__(code)
        self.code, self.seconds = code, seconds


async def sent(request: Request, handle: Callable) -> JSONResponse:
    """`handle(store, device, records)` is awaited for the answers, one for each record, in their order."""
    store = shared_store()
    try:
        device = await _device(request, store)
        answers = await handle(store, device, _records(await _body(request)))
    except Refused as why:
        if why.code in ("key_unknown", "key_revoked"):
            await note_denied(None, "token.refused", kind="device")
        return _refusal(why)
    except UserError as error:
        if error.code not in STATUS:
            raise
        return _refusal(Refused(error.code, seconds=error.fields.get("seconds")))
    refused = [answer["reason"] for answer in answers if answer["state"] == "refused"]
    for reason in set(refused):
        count_refused(store, reason, now=clock.now(), device_id=device.device_id, times=refused.count(reason))
    counts = {state: sum(a["state"] == state for a in answers) for state in ("stored", "known", "refused")}
    return JSONResponse({"records": answers, **counts}, headers={"Cache-Control": "no-store"})


async def _device(request: Request, store: Store) -> Device:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise Refused("key_missing")
    try:
        device = known_device(store, key.strip())  # a thread for each scan would cost more than the scan
        if device is None:
            device = await anyio.to_thread.run_sync(device_of_key, store, key.strip())
    except UserError as error:
        count_refused(store, error.code, now=clock.now(), device_id=error.fields.get("device"))
        wait = throttle.begin(login=f"key {address(request)}", address=address(request), now=clock.now())
        raise Refused("too_often", seconds=wait) if wait else Refused(error.code) from error
    _pace(device.device_id)
    return device


def _pace(device: int) -> None:
    """A device that has run wild holds up no other."""
    now, asked = time.monotonic(), _asked[device]
    while asked and now - asked[0] > 60:
        asked.popleft()
    if len(asked) >= A_MINUTE:
        raise Refused("too_often", seconds=max(1, round(60 - (now - asked[0]))))
    asked.append(now)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Refused("body_large")
    return bytes(body)


def _records(body: bytes) -> list[dict]:
    try:
        told = json.loads(body)
        records = told["records"] if isinstance(told, dict) else told
    except (ValueError, KeyError, RecursionError) as error:
        raise Refused("body_bad") from error
    if not isinstance(records, list):
        raise Refused("body_bad")
    if not records:
        raise Refused("records_none")
    if len(records) > MOST_RECORDS:
        raise Refused("records_many")
    return records


def _refusal(why: Refused) -> JSONResponse:
    headers = {"Cache-Control": "no-store"}
    if why.seconds:
        headers["Retry-After"] = str(why.seconds)
    if STATUS[why.code] == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse({"error": why.code}, status_code=STATUS[why.code], headers=headers)

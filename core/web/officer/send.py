"""What the phone sends: one form, or the queue of what was entered without signal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from core import clock
from core.domain import User
from core.i18n import has, t
from core.officer import Entry, Told, take_entries
from core.store import shared_store
from core.web.phone import html
from core.web.phone.body import sent

MOST = 200  # entries at once
MOST_BYTES = 262_144
NEW = ("name", "phone", "id_number", "origin", "household", "address", "arrived_on")


async def one(request: Request, user: User) -> Response:
    """Of a phone without script: the form, and back to the list with what became of it."""
    given = await sent(request)
    now = clock.now()
    entry = entry_of({name: given.get(name) for name in given.fields}, now)
    (told,) = await _taken(user, [entry], now)
    if told.state == "refused":
        return html.page(request, "officer/say", status=422, title="phone.not_done", text=_why(told), back=True, words={"most": 300})  # fmt: skip
    return RedirectResponse(f"/officer/?said={entry.kind}", 303, {"Cache-Control": "no-store"})


async def entries(request: Request, user: User) -> Response:
    """The queue as JSON: {entries: [{id, kind, ago, …}]}; answered one by one, in their order. `ago`: seconds since it was entered, so that a wrong clock does no harm."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return JSONResponse({"error": "body_large"}, status_code=413)
    now, lang = clock.now(), html.language(request)
    try:
        rows = json.loads(body)["entries"]
        given = [entry_of({k: str(v) for k, v in row.items() if v is not None}, now) for row in rows[:MOST]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JSONResponse({"error": "body_bad"}, status_code=400)
    answers = [
        {"id": told.id, "state": told.state, "reason": told.reason, "text": t(lang, _why(told), most=300) if told.reason else ""}
        for told in await _taken(user, given, now)
    ]  # fmt: skip
    return JSONResponse({"answers": answers}, headers={"Cache-Control": "no-store"})


def entry_of(given: Mapping[str, str], now: datetime) -> Entry:
    ago = max(0.0, _number(given.get("ago")) or 0.0)
    return Entry(
        id=given.get("id", ""), kind=given.get("kind", ""), at=now - timedelta(seconds=min(int(ago), 10**7)), person_id=whole(given.get("person")),
        number=whole(given.get("number")), temperature=_number(given.get("temperature")), note=given.get("note", ""), grid=given.get("grid", ""),
        direction=given.get("direction") or "in", fields={name: given[name].strip() for name in NEW if given.get(name)},
    )  # fmt: skip


def whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _number(text: str | None) -> float | None:
    try:
        value = float((text or "").replace("，", ".").replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 10**9 else None


async def _taken(user: User, given: list[Entry], now: datetime) -> list[Told]:
    return await anyio.to_thread.run_sync(lambda: take_entries(shared_store(), user, given, now=now))


def _why(told: Told) -> str:
    """The key of the sentence: of the entry, of an error, of intake; else that it could not be taken."""
    for key in (f"officer.why.{told.reason}", f"error.{told.reason}"):
        if has(key):
            return key
    return "error.entry_nothing"

"""What a department reaches with a share's token: rows as JSON or CSV for its programs (`Authorization: Bearer …`, never in the address, which others log), and a
page on which a person types it, sees what they get and why, and takes the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core import clock
from core.access.accounts import staff_names
from core.access.throttle import Throttle
from core.act import moment
from core.as_json import records
from core.audit import denied
from core.errors import UserError
from core.i18n import t
from core.report.export import to_csv, to_xlsx
from core.report.share_words import gone_words, share_notes, share_rows
from core.share.hand_out import HandedOut, about, hand_out
from core.share.reads import share_of_token, share_uses
from core.store import Store, shared_store
from core.web import html
from core.web.ask import address, form, language

throttle = Throttle()
_few_at_once = CapacityLimiter(2)  # rows of a whole county are no small thing
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
USES = 10
STATUS = {"share_token": 401, "share_wait": 429, "share_limit": 429, "share_large": 413}
GONE = 410


async def shared_json(request: Request) -> Response:
    return await _answered(request, lambda token, source: _json(request, _handed(token, source, "json")))


async def shared_csv(request: Request) -> Response:
    def made(token: str, source: str) -> Response:
        return _file(request, _handed(token, source, "csv"), "csv")

    return await _answered(request, made)


async def shared_why(request: Request) -> Response:
    return await _answered(request, lambda token, source: JSONResponse(_about(language(request), _told(token, source))))


async def shared_page(request: Request) -> Response:
    """The page for people: the token is typed into a form, so that it stands in no address."""
    given = await form(request) if request.method == "POST" else {}
    token, wanted, source = given.get("token", "").strip(), given.get("file"), address(request)
    if not token:
        return html.page(request, "shared", told=None, token="", error=None, uses=[])

    def made() -> Response:
        if wanted in ("xlsx", "csv"):
            return _file(request, _handed(token, source, wanted), wanted)
        told = _told(token, source)
        uses = share_uses(shared_store(), told.share.share_id, limit=USES).to_dict("records")
        return html.page(request, "shared", told=_notes(language(request), told), token=token, error=None, uses=uses)

    try:
        response = await anyio.to_thread.run_sync(made, limiter=_few_at_once)
    except UserError as error:
        response = html.page(request, "shared", status=_status(error), told=None, token="", error=error, uses=[])
    return response


async def _answered(request: Request, made: Callable[[str, str], Response]) -> Response:
    given = request.headers.get("authorization", "")
    token = given[7:].strip() if given.lower().startswith("bearer ") else ""
    try:
        response = await anyio.to_thread.run_sync(lambda: made(token, address(request)), limiter=_few_at_once)
    except UserError as error:
        return _no(language(request), error)
    response.headers["Cache-Control"] = "no-store"
    return response


def _no(lang: str, error: UserError) -> Response:
    headers = {"Cache-Control": "no-store"}
    if error.code == "share_token":
        headers["WWW-Authenticate"] = "Bearer"
    if "seconds" in error.fields:
        headers["Retry-After"] = str(error.fields["seconds"])
    body = {"error": error.code, "text": t(lang, f"error.{error.code}", **error.fields)}
    return JSONResponse(body, status_code=_status(error), headers=headers)


def _status(error: UserError) -> int:
    return STATUS.get(error.code, GONE)


def _handed(token: str, source: str, way: str) -> HandedOut:
    store, now = shared_store(), clock.now()
    share = _share(store, token, source, now)
    return hand_out(store, share, way=way, source=source, now=now, at=moment(store), limited=True)


def _told(token: str, source: str) -> HandedOut:
    store, now = shared_store(), clock.now()
    return about(store, _share(store, token, source, now), now=now)


def _share(store: Store, token: str, source: str, now: datetime) -> int:
    """A token is not guessed; who sends wrong ones costs no more than a look-up, and waits."""
    share = share_of_token(store, token)
    if share is not None:
        return share
    if not token:
        raise UserError("share_token")
    wait = throttle.begin(login=f"share {source}", address=source, now=now)
    if wait:
        raise UserError("share_wait", seconds=wait)
    denied(store, None, "token.refused", kind="share")
    raise UserError("share_token")


def _about(lang: str, given: HandedOut) -> dict[str, object]:
    share = given.share
    return {
        "share": share.share_id, "name": share.name, "department": share.department, "content": share.content, "class": share.person_class,
        "columns": share.columns, "grids": given.grids, "purpose": share.purpose, "ground": share.ground, "pseudonymised": share.reason is None,
        "until": share.until.isoformat(), "per_minute": share.per_minute, "notes": [gone_words(lang, *each) for each in given.gone],
    }  # fmt: skip


def _json(request: Request, given: HandedOut) -> Response:
    body = _about(language(request), given) | {"rows": records(given.rows)}
    return Response(json.dumps(body, ensure_ascii=False), media_type="application/json")


def _file(request: Request, given: HandedOut, way: str) -> Response:
    lang = language(request)
    rows = share_rows(lang, given.rows)
    content = (
        to_csv(rows)
        if way == "csv"
        else to_xlsx(rows, sheet=given.share.name, notes=_notes(lang, given), notes_first=True)
    )
    headers = {
        "Content-Disposition": f'attachment; filename="share-{given.share.share_id}.{way}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="text/csv; charset=utf-8" if way == "csv" else XLSX, headers=headers)


def _notes(lang: str, given: HandedOut) -> dict[str, str]:
    share = given.share
    return share_notes(
        lang, name=share.name, department=share.department, content=share.content, person_class=share.person_class, purpose=share.purpose, ground=share.ground,
        reason=share.reason, until=share.until, columns=share.columns, grids=given.grids, gone=given.gone, made_by=staff_names(shared_store()).get(share.made_by, share.made_by),
    )  # fmt: skip

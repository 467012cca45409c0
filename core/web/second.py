"""After the password: the code of the second factor, or a phone that is to show codes from now on."""

from __future__ import annotations

from datetime import datetime

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import clock
from core.access.second import (
    MINUTES,
    account_of_half,
    address_of,
    confirm,
    enrolling,
    finish,
    half_log_in,
    has_second,
    must_have,
    remove,
)
from core.access.sessions import COOKIE, account_of_token, end_session, start_session
from core.access.throttle import Limit, Throttle
from core.desk import desk
from core.errors import UserError
from core.report.code_sheets import code_picture
from core.store import shared_store
from core.web import html
from core.web.ask import form, language, onward
from core.web.cookie import enter_with, with_cookie

HALF = "grid_command_half"
LIMIT = Limit(free=5, longest=900)  # codes of one account
throttle = Throttle()


def let_in(request: Request, account_id: int, wanted: str | None, *, now: datetime) -> Response:
    """Whose password was right: a session, or first the second factor. Blocks: call it in a thread."""
    store = shared_store()
    if has_second(store, account_id) or must_have(store, account_id):
        return _half(request, account_id, wanted, now=now)
    if old := request.cookies.get(COOKIE):
        end_session(store, old, actor=str(account_id))
    token = start_session(store, account_id, now=now, actor=str(account_id))
    return enter_with(token, onward(request, wanted), store.settings)


async def second(request: Request) -> Response:
    """The page that asks for a code, or shows what a phone is to take up; and what follows."""
    given = await form(request) if request.method == "POST" else {}
    return await anyio.to_thread.run_sync(lambda: _answer(request, given, clock.now()))


async def own_second(request: Request) -> Response:
    """One's own: begun by whoever wants one, taken away by a code where the role need not have one."""
    given = await form(request) if request.method == "POST" else {}
    return await anyio.to_thread.run_sync(lambda: _own(request, given, clock.now()))


def _answer(request: Request, given: dict[str, str], now: datetime) -> Response:
    store, token = shared_store(), request.cookies.get(HALF)
    account_id = account_of_half(store, token, now=now)
    if account_id is None:
        return RedirectResponse("/login", 303, {"Cache-Control": "no-store"})
    wanted = given.get("next") or request.query_params.get("next", "")
    there = has_second(store, account_id)
    if request.method == "GET":
        return _page(request, account_id, wanted, there=there)
    keys = {f"second {account_id}": LIMIT}
    try:
        wait = throttle.begin_for(keys, now=now)
        if wait:
            raise UserError("login_wait", seconds=wait)
        if not there:
            codes, session = confirm(store, token, given.get("code", ""), now=now)
            answer = html.page(request, "second_codes", codes=codes, wanted=onward(request, wanted))
        else:
            session = finish(store, token, given.get("code", ""), now=now)
            answer = RedirectResponse(onward(request, wanted), 303, {"Cache-Control": "no-store"})
    except UserError as error:
        return _page(request, account_id, wanted, there=there, error=error)
    throttle.succeeded_for(keys)
    if old := request.cookies.get(COOKIE):
        end_session(store, old, actor=str(account_id))
    answer.delete_cookie(HALF, path="/login")
    return with_cookie(answer, session, store.settings)


def _own(request: Request, given: dict[str, str], now: datetime) -> Response:
    store = shared_store()
    account_id = account_of_token(store, request.cookies.get(COOKIE), now=now)
    if account_id is None:  # between the guard's look and ours
        return RedirectResponse("/login", 303)
    there, free = has_second(store, account_id), not must_have(store, account_id)
    error = None
    if request.method == "POST" and not there:
        return _half(request, account_id, "/", now=now)
    if request.method == "POST" and free:
        keys = {f"second {account_id}": LIMIT}
        wait = throttle.begin_for(keys, now=now)
        half = half_log_in(store, account_id, now=now)
        try:
            if wait:
                raise UserError("login_wait", seconds=wait)
            end_session(store, finish(store, half, given.get("code", ""), now=now), actor=str(account_id))
            throttle.succeeded_for(keys)
            remove(store, account_id, actor=str(account_id))
            return RedirectResponse("/login?out=1", 303, {"Cache-Control": "no-store"})
        except UserError as wrong:
            error = wrong
    return html.page(request, "second_own", status=401 if error else 200, there=there, free=free, error=error)


def _half(request: Request, account_id: int, wanted: str | None, *, now: datetime) -> Response:
    store = shared_store()
    token = half_log_in(store, account_id, now=now)
    target = html.link(request, "/login/second", next=wanted or "")
    response = RedirectResponse(target, 303, {"Cache-Control": "no-store"})
    response.set_cookie(
        HALF, token, max_age=MINUTES * 60, path="/login", httponly=True, samesite="lax", secure=store.settings.secure_cookie
    )  # fmt: skip
    return response


def _page(request: Request, account_id: int, wanted: str, *, there: bool, error: UserError | None = None) -> Response:
    status = 200 if error is None else 429 if error.code == "login_wait" else 401
    shown: dict[str, object] = {}
    if not there:
        store = shared_store()
        secret = enrolling(store, account_id)
        title = desk(store.settings, language(request)).name
        picture = code_picture(address_of(store, account_id, secret, desk=title), title="QR")
        shown = {"secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)), "picture": picture}
    return html.page(request, "second", status=status, there=there, wanted=wanted, error=error, **shown)

"""The second factor after the password: the phone's six digits, or putting the secret into the phone where the role must have one."""

from __future__ import annotations

from datetime import datetime

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import clock
from core.access.factor import (
    ENROL,
    begin_factor,
    check_factor,
    confirm_factor,
    factor_address,
    pass_factor,
    picture,
    throttle,
)
from core.access.sessions import COOKIE, waiting_of_token
from core.access.throttle import LOGIN
from core.audit import record
from core.desk import desk
from core.errors import UserError
from core.store import shared_store
from core.web import html
from core.web.ask import form, language, onward
from core.web.cookie import enter_with
from core.web.entered import source_of


async def second_factor(request: Request) -> Response:
    """The form, and its answer. Without a session that waits there is nothing to be asked: on to the log-in."""
    token, now = request.cookies.get(COOKIE), clock.now()
    waiting = await anyio.to_thread.run_sync(lambda: waiting_of_token(shared_store(), token, now=now))
    if token is None or waiting is None:
        return RedirectResponse("/login", 303, {"Cache-Control": "no-store"})
    given = await form(request) if request.method == "POST" else {}
    wanted = given.get("next") or request.query_params.get("next", "")
    if not given:
        return await anyio.to_thread.run_sync(lambda: _page(request, *waiting, wanted))
    return await anyio.to_thread.run_sync(
        lambda: _answer(request, token, waiting, given.get("code", ""), wanted, now=now)
    )


def _answer(
    request: Request, token: str, waiting: tuple[int, str], code: str, wanted: str, *, now: datetime
) -> Response:
    store, (account_id, waits) = shared_store(), waiting
    try:
        codes = _tried(account_id, waits, code, now=now)
    except UserError as error:
        return _page(request, *waiting, wanted, error)
    whole = pass_factor(store, token, account_id, now=now, source=source_of(request))
    target = onward(request, wanted)
    answer = enter_with(whole, target, store.settings)
    if not codes:
        return answer
    page = html.page(request, "factor_codes", codes=codes, go=target)
    page.headers.append("set-cookie", answer.headers["set-cookie"])
    return page


def _tried(account_id: int, waits: str, code: str, *, now: datetime) -> list[str]:
    """Recovery codes of one that was just made. Raises UserError (factor_wrong, login_wait)."""
    store, keys = shared_store(), {f"factor {account_id}": LOGIN}
    wait = throttle.begin_for(keys, now=now)
    if wait:
        raise UserError("login_wait", seconds=wait)
    try:
        if waits == ENROL:
            codes = confirm_factor(store, account_id, code, actor=str(account_id), now=now)
        elif check_factor(store, account_id, code, now=now):
            codes = []
        else:
            raise UserError("factor_wrong")
    except UserError:
        with store.write(shown=False) as db:
            throttle.write_down(db, keys)
            record(db, str(account_id), "factor.denied", account=account_id)
        raise
    throttle.forget_for(keys)
    with store.write(shown=False) as db:
        throttle.write_down(db, keys)
    return codes


def _page(request: Request, account_id: int, waits: str, wanted: str, error: UserError | None = None) -> Response:
    store, fields = shared_store(), {"secret": "", "picture": ""}
    if waits == ENROL:
        secret = begin_factor(store, account_id, now=clock.now())
        issuer = desk(store.settings, language(request)).name
        fields = {"secret": secret, "picture": picture(factor_address(store, account_id, secret, issuer=issuer))}
    status = 200 if error is None else 429 if error.code == "login_wait" else 401
    return html.page(request, "factor", status=status, wanted=wanted, enrol=waits == ENROL, error=error, **fields)

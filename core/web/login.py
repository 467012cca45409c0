"""Logging in with login and password, and out again."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import clock
from core.access.accounts import password_matches, plain_login
from core.access.oidc import SAID, name_of, offered
from core.access.sessions import COOKIE, end_session
from core.access.throttle import Throttle, log_in_keys
from core.audit import record
from core.errors import UserError
from core.store import shared_store
from core.web import html
from core.web.ask import address, form, language
from core.web.cookie import without_cookie
from core.web.entered import begin_session, entered, source_of

throttle = Throttle()
# Each look at a password takes 64 MB for a tenth of a second: no more than a few at once.
_few_at_once = CapacityLimiter(3)


async def log_in(request: Request) -> Response:
    """The form, and its answer. A wrong try is answered 401, one too early 429."""
    if request.method == "GET":
        why = request.query_params.get("why", "")  # who came back from the provider in vain
        error = UserError(why) if why in SAID else None
        return _page(request, wanted=request.query_params.get("next", ""), error=error)
    given = await form(request)
    login, wanted = given.get("login", ""), given.get("next", "")
    old = request.cookies.get(COOKIE)

    def attempt() -> tuple[str, str | None]:
        account_id = _account_for(login, given.get("password", ""), address(request), now=clock.now())
        if old:
            end_session(shared_store(), old, actor=str(account_id))
        return begin_session(account_id, source_of(request), now=clock.now())

    try:
        token, waits = await anyio.to_thread.run_sync(attempt, limiter=_few_at_once)
    except UserError as error:
        return _page(request, wanted=wanted, login=login, error=error)
    return entered(request, token, waits, wanted)


async def log_out(request: Request) -> Response:
    """Ends the session. A link on another site only gets the question."""
    if request.method == "GET" and request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return html.page(request, "logout")
    token = request.cookies.get(COOKIE)
    store = shared_store()
    if token:
        await anyio.to_thread.run_sync(lambda: end_session(store, token, actor="session"))
    lang = request.query_params.get("lang")
    after = {"out": "1"} | ({"lang": lang} if lang else {})
    leave = RedirectResponse(f"/login?{urlencode(after)}", 303, {"Cache-Control": "no-store"})
    return without_cookie(leave, store.settings)


def _account_for(login: str, password: str, source: str, *, now: datetime) -> int:
    """Whose login and password these are. Raises UserError (login_wrong, login_wait)."""
    store, plain = shared_store(), plain_login(login)
    wait = throttle.begin(login=plain, address=source, now=now)
    if wait:
        raise UserError("login_wait", seconds=wait)
    account_id = password_matches(store, login=login, password=password)
    if account_id is None:
        _record_denied(plain, source, shut=throttle.waiting(login=plain, now=now))
        raise UserError("login_wrong")
    throttle.succeeded(login=plain, address=source)
    with store.write(shown=False) as db:
        throttle.write_down(db, log_in_keys(plain, source))
    return account_id


def _record_denied(login: str, source: str, *, shut: bool) -> None:
    """By the account's id; a login that no account has is not written down: people type passwords there."""
    store = shared_store()
    known = store.value("select account_id from account where login = $login", login=login)
    with store.write(shown=False) as db:
        record(db, "unknown" if known is None else str(known), "login.denied", account=known, shut=shut)
        keys = log_in_keys(login, source)
        throttle.write_down(db, {k: v for k, v in keys.items() if known is not None or not k.startswith("login ")})


def _page(request: Request, *, wanted: str, login: str = "", error: UserError | None = None) -> Response:
    settings = shared_store().settings
    response = html.page(
        request,
        "login",
        status=200 if error is None else 429 if error.code == "login_wait" else 401,
        wanted=wanted,
        login=login,
        error=error,
        left=error is None and "out" in request.query_params,
        demo=settings.demo,
        provider=name_of(settings, language(request)) if offered(settings) else None,
    )
    if response.status_code == 429 and error:
        response.headers["Retry-After"] = str(error.fields["seconds"])
    return response

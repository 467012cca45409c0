"""One-time links: the first administrator's account, and a new account's own password."""

from __future__ import annotations

from datetime import datetime

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from core import clock
from core.access.links import PASSWORD, SETUP, link_purpose, use_password_link, use_setup_link
from core.access.passwords import MIN_PASSWORD
from core.errors import UserError
from core.store import shared_store
from core.web import html
from core.web.ask import form
from core.web.denied import note_denied
from core.web.entered import begin_session, entered, source_of


async def set_up(request: Request) -> Response:
    """The link's form, and its answer: logged in at once. A link that is unknown, expired or used is answered 410."""
    given = await form(request) if request.method == "POST" else {}
    token = given.get("token") or request.query_params.get("token", "")
    now = clock.now()
    purpose = await anyio.to_thread.run_sync(lambda: link_purpose(shared_store(), token, now=now))
    if purpose is None:
        if token:
            await note_denied(None, "token.refused", kind="link")
        return html.say_only(request, "login.link_title", "error.link_dead", status=410)
    if request.method == "GET":
        return _page(request, token, purpose)
    try:
        account_id = await anyio.to_thread.run_sync(lambda: _use(purpose, token, given, now=now))
    except UserError as error:
        return _page(request, token, purpose, given, error)
    session, waits = await anyio.to_thread.run_sync(lambda: begin_session(account_id, source_of(request), now=now))
    return entered(request, session, waits, "/")


def _use(purpose: str, token: str, given: dict[str, str], *, now: datetime) -> int:
    """The account's id."""
    store, password = shared_store(), given.get("password", "")
    if password != given.get("again", ""):
        raise UserError("passwords_differ")
    if purpose == SETUP:
        login, name = given.get("login", ""), given.get("name", "").strip()
        return use_setup_link(store, token, login=login, name=name, password=password, now=now)
    account_id = int(purpose.removeprefix(PASSWORD))
    use_password_link(store, token, account_id=account_id, password=password, now=now)
    return account_id


def _page(
    request: Request, token: str, purpose: str, given: dict[str, str] | None = None, error: UserError | None = None
) -> Response:
    given = given or {}
    return html.page(
        request,
        "setup",
        status=400 if error else 200,
        first=purpose == SETUP,
        token=token,
        login=given.get("login", ""),
        name=given.get("name", ""),
        least=MIN_PASSWORD,
        error=error,
    )

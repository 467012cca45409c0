"""One-time links: the first administrator's account, and a new account's own password."""

from __future__ import annotations

from datetime import datetime
from html import escape

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from core import clock
from core.access.links import PASSWORD, SETUP, link_purpose, use_password_link, use_setup_link
from core.access.passwords import MIN_PASSWORD
from core.access.sessions import start_session
from core.errors import UserError
from core.i18n import t
from core.store import shared_store
from core.web import html
from core.web.ask import form, language, onward
from core.web.cookie import enter_with


async def set_up(request: Request) -> Response:
    """The link's form, and its answer: logged in at once. A link that is unknown, expired or used is answered 410."""
    given = await form(request) if request.method == "POST" else {}
    token = given.get("token") or request.query_params.get("token", "")
    now = clock.now()
    purpose = await anyio.to_thread.run_sync(lambda: link_purpose(shared_store(), token, now=now))
    if purpose is None:
        lang = language(request)
        return html.say_only(request, t(lang, "login.link_title"), t(lang, "error.link_dead"), status=410)
    if request.method == "GET":
        return _page(request, token, purpose)
    try:
        session = await anyio.to_thread.run_sync(lambda: _use(purpose, token, given, now=now))
    except UserError as error:
        return _page(request, token, purpose, given, error)
    return enter_with(session, onward(request, "/"), shared_store().settings)


def _use(purpose: str, token: str, given: dict[str, str], *, now: datetime) -> str:
    store, password = shared_store(), given.get("password", "")
    if password != given.get("again", ""):
        raise UserError("passwords_differ")
    if purpose == SETUP:
        login, name = given.get("login", ""), given.get("name", "").strip()
        account_id = use_setup_link(store, token, login=login, name=name, password=password, now=now)
    else:
        account_id = int(purpose.removeprefix(PASSWORD))
        use_password_link(store, token, account_id=account_id, password=password, now=now)
    return start_session(store, account_id, now=now, actor=str(account_id))


def _page(
    request: Request, token: str, purpose: str, given: dict[str, str] | None = None, error: UserError | None = None
) -> Response:
    lang, given, first = language(request), given or {}, purpose == SETUP
    who = (
        html.field(
            t(lang, "login.login"), "login", complete="username", value=given.get("login", ""),
            hint=t(lang, "login.login_hint"), first=True,
        ),
        html.field(t(lang, "login.name"), "name", complete="name", value=given.get("name", "")),
    ) if first else ()  # fmt: skip
    rules = t(lang, "login.password_hint", least=MIN_PASSWORD)
    inner = html.form(
        request,
        *who,
        html.field(
            t(lang, "login.password"), "password", kind="password", complete="new-password", hint=rules, first=not first
        ),
        html.field(t(lang, "login.again"), "again", kind="password", complete="new-password"),
        button=html.button(t(lang, "login.set_up")),
        token=token,
    )
    title = t(lang, "login.setup_title" if first else "login.own_title")
    intro = f'<p class="quiet">{escape(t(lang, "login.setup_text" if first else "login.own_text"))}</p>'
    above = html.wrong(t(lang, f"error.{error.code}", **error.fields) if error else "")
    return html.page(request, title, intro + above + inner, status=400 if error else 200)

"""“Enter as …”: the demonstration's accounts, one button each. Without the setting `demo` there is no such address."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from core import clock
from core.access.demo import demo_accounts
from core.access.sessions import COOKIE, end_session, start_session
from core.store import shared_store
from core.web import html
from core.web.ask import form, onward
from core.web.cookie import enter_with
from core.web.entered import source_of


async def enter(request: Request) -> Response:
    store = shared_store()
    if not store.settings.demo:
        return _nothing(request)
    accounts = await anyio.to_thread.run_sync(lambda: demo_accounts(store))
    if request.method == "GET":
        return _page(request, list(accounts))
    given = await form(request)
    account_id = accounts.get(given.get("role", ""))
    if account_id is None:
        return _nothing(request)
    old = request.cookies.get(COOKIE)

    def begin() -> str:
        if old:
            end_session(store, old, actor=str(account_id))
        return start_session(store, account_id, now=clock.now(), actor=str(account_id), source=source_of(request))

    token = await anyio.to_thread.run_sync(begin)
    return enter_with(token, onward(request, given.get("next")), store.settings)


def _page(request: Request, roles: list[str]) -> Response:
    return html.page(request, "enter", roles=roles, wanted=request.query_params.get("next", ""))


def _nothing(request: Request) -> Response:
    return html.say_only(request, "login.nothing_title", "login.nothing", status=404)

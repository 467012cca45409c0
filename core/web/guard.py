"""No session, no data: the one gate in front of pages, web socket, media and uploads."""

from __future__ import annotations

from urllib.parse import quote

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core import clock
from core.access.sessions import account_of_token, at_work, user_of_token
from core.domain import User
from core.store import shared_store
from core.web.cookie import session_token
from core.web.denied import note_denied
from core.web.doors import OPEN, Door, door_at
from core.web.inside import USER
from core.web.pages import PAGES
from core.web.refuse import refuse

# The front end asks these, and opens its socket anew, when nobody is there too.
BY_ITSELF = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")


class SessionGuard:
    """By the door's `who`. Without a session, pages lead to the log-in and back; anything else is answered 401, a web socket closed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        door = door_at(scope["path"])
        if door is not None and door.who == OPEN:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        token = session_token(headers)
        user = await user_of(token)
        if user is None:
            if token:  # an old cookie, or a forged one
                await note_denied(None, "token.refused", kind="session", where=_where(scope, door))
            if _walking(scope, headers, door):
                await RedirectResponse(_login_address(scope), 303, {"Cache-Control": "no-store"})(scope, receive, send)
            else:
                await refuse(scope, receive, send, status=401, text="Log in first. / 请先登录。")
        elif door is not None and door.permissions and not any(user.may(one) for one in door.permissions):
            await note_denied(user.login, "access.denied", what=door.permissions[0], where=_where(scope, door))
            await refuse(scope, receive, send, status=403, text="Your role may not do this. / 您的角色无此权限。")
        else:
            if scope["path"] not in BY_ITSELF:
                at_work(shared_store(), token, now=clock.now())
            await self.app({**scope, USER: user}, receive, send)


async def user_of(token: str | None) -> User | None:
    """Who this session's cookie belongs to, now."""
    if token is None:
        return None
    return await anyio.to_thread.run_sync(lambda: user_of_token(shared_store(), token, now=clock.now()))


async def account_of(token: str | None) -> int | None:
    """The same, but for who it is alone: one look-up for every message of a tab."""
    return await anyio.to_thread.run_sync(lambda: account_of_token(shared_store(), token, now=clock.now()))


def _walking(scope: Scope, headers: Headers, door: Door | None) -> bool:
    """A person goes to a page, or to an address that may be one; what the front end fetches is none."""
    if scope["type"] != "http" or scope["method"] != "GET" or "text/html" not in headers.get("accept", ""):
        return False
    if door is None:
        return not scope["path"].startswith("/_stcore/")
    return door.answer is not None


def _where(scope: Scope, door: Door | None) -> str:
    """A door's or a page's own address, nothing that was typed."""
    if door is not None:
        return door.path
    return scope["path"] if scope["path"] in PAGES else "other"


def _login_address(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    wanted = quote(scope["path"]) + (f"?{query}" if query else "")
    return "/login" if wanted == "/" else f"/login?next={quote(wanted, safe='/')}"

"""No session, no data: the one gate in front of pages, web socket, media, uploads and metrics."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import clock
from core.access.sessions import COOKIE, account_of_token
from core.store import shared_store
from core.web.refuse import POLICY_VIOLATION, refuse

# What someone without a session may fetch: our own doors, and the front end's scripts, fonts and icon, which hold no data.
OPEN = frozenset({"/login", "/logout", "/setup", "/enter", "/healthz", "/command", "/favicon.png", "/robots.txt"})
OPEN_FOLDER = "/static/"
# Never a page that a person walks to: no way to the log-in, just a no.
NOT_PAGES = ("/media/", "/_stcore/", "/component/", "/app/static/")


class SessionGuard:
    """Pages lead to the log-in and back; anything else is answered 401, a web socket closed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or (scope["type"] == "http" and _open(scope["path"])):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        token = session_token(headers)
        if await _alive(token):
            checked = _checked(token, receive) if scope["type"] == "websocket" else receive
            await self.app(scope, checked, send)
        elif _navigation(scope, headers):
            await RedirectResponse(_login_address(scope), 303, {"Cache-Control": "no-store"})(scope, receive, send)
        else:
            await refuse(scope, receive, send, status=401, text="Log in first. / 请先登录。")


def session_token(headers: Headers) -> str | None:
    """The session cookie of a request or of a web socket's handshake."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


def _open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_FOLDER)


async def _alive(token: str | None) -> bool:
    if token is None:
        return False
    return await anyio.to_thread.run_sync(lambda: account_of_token(shared_store(), token, now=clock.now()) is not None)


def _navigation(scope: Scope, headers: Headers) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(NOT_PAGES):
        return False
    return "text/html" in headers.get("accept", "")


def _login_address(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    wanted = quote(scope["path"]) + (f"?{query}" if query else "")
    return "/login" if wanted == "/" else f"/login?next={quote(wanted, safe='/')}"


def _checked(token: str | None, receive: Receive) -> Receive:
    """A web socket outlives its session. The first message after the session's end still reaches the page, which shows the
    way to log in; a second one (a refresh that runs by itself) ends the connection."""
    warned = False

    async def receive_while_alive() -> Message:
        nonlocal warned
        message = await receive()
        if message["type"] == "websocket.receive" and not await _alive(token):
            if warned:
                return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
            warned = True
        return message

    return receive_while_alive

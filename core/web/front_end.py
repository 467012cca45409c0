"""The front end's start page, told where its server is.

Opened by a page's own address (`/people?grid=…`), it looks for its server below that address first: two answers 404, and two errors
in the browser's console, each time. A script of ours ahead of its own (`start_script.py`) names the server, and the tab bears our name from
the start.
"""

from __future__ import annotations

from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.desk import desk
from core.store import shared_store
from core.web.ask import language
from core.web.pages import is_page
from core.web.start_script import PATH

TITLE = b"<title>Streamlit</title>"
HEAD = b"<head>"


class FrontEnd:
    """Adds our script and title to the start page. All other answers pass as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not is_page(scope["path"])  # a page of ours, as those for phones, goes out packed
            or "text/html" not in Headers(scope=scope).get("accept", "")
        ):
            await self.app(scope, receive, send)
            return
        # Packed, or not sent because unchanged, it could not be added to.
        plain = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
        asked = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in plain]}
        await self.app(
            asked, receive, _Rewriter(send, desk(shared_store().settings, language(Request(scope))).name).send
        )


class _Rewriter:
    """Holds a start page back until it is whole, changes it and sends it; anything else goes through."""

    def __init__(self, send: Send, name: str) -> None:
        self._send, self._name = send, name
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._body
        if TITLE in body:
            body = body.replace(HEAD, HEAD + f'<script src="{PATH}"></script>'.encode(), 1)
            body = body.replace(TITLE, f"<title>{escape(self._name)}</title>".encode(), 1)
            headers = MutableHeaders(scope=start)
            headers["Content-Length"] = str(len(body))
            del headers["etag"]
            del headers["last-modified"]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers

"""Requests that change something, and web sockets, come from our own pages or from no page at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from core.web.denied import note_denied
from core.web.refuse import refuse

READING = ("GET", "HEAD", "OPTIONS")


class SameOrigin:
    """Second lock behind the cookie's SameSite=Lax. A program that sends neither header has no cookie to be abused."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        changing = scope["type"] == "websocket" or (scope["type"] == "http" and scope["method"] not in READING)
        if changing and not same_origin(Headers(scope=scope)):
            await note_denied(None, "access.denied", what="origin")
            await refuse(scope, receive, send, status=403, text="Cross-site request refused.")
            return
        await self.app(scope, receive, send)


def same_origin(headers: Headers) -> bool:
    """By `Origin`, where the browser sends it, else by `Sec-Fetch-Site`."""
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")

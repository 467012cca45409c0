"""An address that leads nowhere is answered in words, before Streamlit shows its own."""

from __future__ import annotations

from html import escape

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from core.i18n import t
from core.settings import PROJECT
from core.web import html
from core.web.ask import language

PAGES = frozenset(f"/{file.stem}" for file in (PROJECT / "pages").glob("*.py")) - {"/frame", "/__init__"}
OTHERS = frozenset({"/", "/login", "/logout", "/setup", "/enter", "/healthz"})


class KnownPages:
    """A navigation to anything but a page or a door gets our own 404."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        walking = (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and "text/html" in Headers(scope=scope).get("accept", "")
        )
        if not walking or scope["path"].rstrip("/") in PAGES or scope["path"] in OTHERS:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        lang = language(request)
        home = html.link(request, "/", t(lang, "app.home"), css="button")
        body = f'<p class="quiet">{escape(t(lang, "app.lost"))}</p>{home}'
        answer = html.page(request, t(lang, "app.lost_title"), body, status=404)
        await answer(scope, receive, send)

"""An address that leads nowhere is answered in words, before Streamlit shows its own."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from core.web import html
from core.web.doors import door_at
from core.web.pages import is_page
from core.web.refuse import refuse


class KnownPages:
    """What is neither a page nor a door does not exist: to a person in words, to a program in short."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or _known(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", ""):
            answer = html.say_only(
                Request(scope), "app.lost_title", "app.lost", status=404, go="/", go_words="app.home"
            )
            await answer(scope, receive, send)
        else:
            await refuse(scope, receive, send, status=404, text="There is no such address. / 没有这个地址。")


def _known(scope: Scope) -> bool:
    path = scope["path"]
    if is_page(path):
        return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
    door = door_at(path)
    return door is not None and (scope["type"] == "websocket" or door.takes(scope["method"]))

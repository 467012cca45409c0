"""A door that had to write while the disk is full says so, and when to come again; nothing was stored."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import UserError
from core.i18n import LANGUAGES, t

CODE = "store_full"
AGAIN = {"Retry-After": "60", "Cache-Control": "no-store"}


class ReadOnly:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except UserError as error:
            if error.code != CODE or begun or scope["type"] != "http":
                raise
            # The folder's name is the administrator's to know.
            said = "\n".join(t(lang, "store.full_door") for lang in LANGUAGES)
            json = scope["path"].startswith("/api/") or "application/json" in Headers(scope=scope).get("accept", "")
            answer = JSONResponse({"error": CODE}, 503, AGAIN) if json else PlainTextResponse(said, 503, AGAIN)
            await answer(scope, receive, send)

"""After a wind-down whatever collects or hands out answers with one plain sentence, until another emergency is declared."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.i18n import t
from core.privacy.ended import collecting, known_collecting
from core.store import shared_store
from core.web.ask import language
from core.web.phone import html

GONE = 410
LOOKS = (".css", ".js")  # of the page that says so


def unless_closed(
    answer: Callable[[Request], Response | Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    waits = inspect.iscoroutinefunction(answer)

    async def answered(request: Request) -> Response:
        if not request.scope["path"].endswith(LOOKS) and not await _collecting():
            return _closed(request)
        if waits:
            return await answer(request)
        return await anyio.to_thread.run_sync(answer, request)

    return answered


async def _collecting() -> bool:
    store = shared_store()
    known = known_collecting(store)  # a thread for each scan would cost more than the scan
    return await anyio.to_thread.run_sync(collecting, store) if known is None else known


def _closed(request: Request) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": "closed", "text": t(language(request), "privacy.closed")}, status_code=GONE)
    return html.say(request, "privacy.closed_title", "privacy.closed", status=GONE)

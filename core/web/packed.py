"""The front end's own files, packed: they are most of a first visit (12 MB plain, 3 packed), and the front end sends them plain.

Each is packed once, at its first request, and kept in memory: their names hold a hash of what is in them, so they don't change while the
server runs.
"""

from __future__ import annotations

import gzip

import anyio
import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILES = "/static/"
KINDS = (
    "application/javascript",
    "text/javascript",
    "text/css",
    "application/json",
    "image/svg+xml",
    "application/wasm",
)
LEVEL = 9
SMALL = 1_000  # bytes that are not worth it


class PackedFiles:
    """Answers for static files to browsers that take gzip; all other requests pass as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._packed: dict[str, tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _takes_packed(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._packed:
            start, body, whole = await self._answer(scope)
            if not whole or not _worth(start, body):
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            packed = await anyio.to_thread.run_sync(gzip.compress, body, LEVEL)
            self._packed[path] = (_headed(start, len(packed)), packed)
        start, packed = self._packed[path]
        await send({**start, "headers": list(start["headers"])})  # who adds to them adds to a copy
        await send({"type": "http.response.body", "body": packed})

    async def _answer(self, scope: Scope) -> tuple[Message, bytes, bool]:
        """How it begins, its body, and whether all of it came: half a file that is kept would be everybody's until the server starts again."""
        got: list[Message] = []

        async def keep(message: Message) -> None:
            got.append(message)

        plain = {b"if-none-match", b"if-modified-since"}
        headers = [(name, value) for name, value in scope["headers"] if name not in plain]
        # Without extensions: a server that sends files by their path would leave nothing to pack.
        await self.app({**scope, "headers": headers, "extensions": {}}, _Patient(), keep)
        start, *parts = got
        body = b"".join(part.get("body", b"") for part in parts)
        said = Headers(raw=start["headers"]).get("content-length", str(len(body)))
        whole = bool(parts) and not parts[-1].get("more_body", False) and int(said) == len(body)
        return start, body, whole


class _Patient:
    """Whoever asked, who never leaves: the file is for all who come after, even if a page is left while it loads."""

    def __init__(self) -> None:
        self._asked = False

    async def __call__(self) -> Message:
        if self._asked:
            await anyio.sleep_forever()
        self._asked = True
        return {"type": "http.request", "body": b"", "more_body": False}


def _takes_packed(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(FILES):
        return False
    asked = Headers(scope=scope)
    return "gzip" in asked.get("accept-encoding", "") and "range" not in asked


def _worth(start: Message, body: bytes) -> bool:
    said = Headers(raw=start["headers"])
    kind = said.get("content-type", "").partition(";")[0]
    return start["status"] == 200 and kind in KINDS and len(body) >= SMALL and "content-encoding" not in said


def _headed(start: Message, length: int) -> Message:
    start = {**start, "headers": list(start["headers"])}
    headers = MutableHeaders(scope=start)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(length)
    headers.add_vary_header("Accept-Encoding")
    for name in ("etag", "accept-ranges"):  # of the plain file
        if name in headers:
            del headers[name]
    return start

"""The front end's own files, packed: they are most of a first visit (12 MB plain, 3 packed), and the front end sends them plain.

Each is packed once, at its first request, and kept in memory: their names hold a hash of what is in them, so they don't change while the
server runs.
"""

from __future__ import annotations

import gzip

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
            start, body = await self._answer(scope, receive)
            if not _worth(start, body):
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            packed = await anyio.to_thread.run_sync(gzip.compress, body, LEVEL)
            self._packed[path] = (_headed(start, len(packed)), packed)
        start, packed = self._packed[path]
        await send({**start, "headers": list(start["headers"])})  # who adds to them adds to a copy
        await send({"type": "http.response.body", "body": packed})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        got: list[Message] = []

        async def keep(message: Message) -> None:
            got.append(message)

        plain = {b"if-none-match", b"if-modified-since"}
        headers = [(name, value) for name, value in scope["headers"] if name not in plain]
        # Without extensions: a server that sends files by their path would leave nothing to pack.
        await self.app({**scope, "headers": headers, "extensions": {}}, receive, keep)
        return got[0], b"".join(m.get("body", b"") for m in got[1:])


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

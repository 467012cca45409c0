"""Large uploads go to disk as they arrive; the front end's own way would hold the whole file in memory.

A middleware, for the page keeps its one uploader: it takes a large body off the front end's upload address, writes it to the data
folder piece by piece, and hands on in its place a few bytes, the ticket by which the page fetches the file.
"""

from __future__ import annotations

import errno
import shutil
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from functools import partial

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.access.sessions import token_hash
from core.files.arrivals import IN_MEMORY, Arrival, arriving, forget, keep, under_way
from core.store import shared_store
from core.web.cookie import session_token
from core.web.inside import USER
from core.web.refuse import refuse
from core.web.upload_file import UploadFile

UPLOADS = "/_stcore/upload_file/"
PIECE = 1 << 20
FRAME = 1 << 16  # bytes of a body that are not the file
HELD, HOUR = 512 << 20, 3600  # bytes in memory of one account's small files, within so many seconds
SPARE = 512 << 20  # bytes of the disk that an upload must leave free


_held: dict[int, deque[tuple[float, int]]] = defaultdict(deque)


class Refused(Exception):
    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(code)
        self.status, self.code, self.text = status, code, text


TOO_LARGE = Refused(413, "upload_too_large", "The file is too large. / 文件太大。")
NO_ROOM = Refused(507, "upload_no_room", "The server's disk is full. / 服务器磁盘空间不足。")
BROKEN = Refused(400, "upload_broken", "The upload did not arrive whole. / 上传的内容不完整。")
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


class LargeUploads:
    """Stands behind the guard: whoever comes here may import."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not (_large(scope) or _much(scope)):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        arrival = arriving(token_hash(session_token(headers) or ""), max(_length(headers), 0))
        try:
            file = await _take_in(Request(scope, receive), arrival)
        except Refused as why:
            arrival.failed = why.code
            await refuse(scope, receive, send, status=why.status, text=why.text)
            return
        except ClientDisconnect:
            return
        finally:
            arrival.ended = time.monotonic()
        await self._hand_on(scope, send, file, arrival.owner)

    async def _hand_on(self, scope: Scope, send: Send, file: UploadFile, owner: str) -> None:
        """The same request with a ticket as its file. Refused further in (the page is gone), the file goes."""
        ticket = keep(owner, file.path)
        body = file.envelope(ticket)
        headers = [(n, v) for n, v in scope["headers"] if n not in (b"content-length", b"transfer-encoding")]
        headers.append((b"content-length", str(len(body)).encode()))
        parts = iter([body])
        well = False

        async def receive() -> Message:
            return {"type": "http.request", "body": next(parts, b""), "more_body": False}

        async def watched(message: Message) -> None:
            nonlocal well
            well = well or (message["type"] == "http.response.start" and message["status"] < 300)
            await send(message)

        try:
            await self.app({**scope, "headers": headers}, receive, watched)
        finally:
            if not well:
                forget(ticket)


async def _take_in(request: Request, arrival: Arrival) -> UploadFile:
    """The file on disk. Raises Refused, and ClientDisconnect when the browser gives up; then nothing is left of it."""
    settings = shared_store().settings
    limit = (settings.upload_megabytes << 20) + FRAME
    if arrival.size > limit:
        raise TOO_LARGE
    file = None
    try:
        file = await run_sync(partial(UploadFile, settings.folder / "uploads", request.headers.get("content-type", "")))
        if shutil.disk_usage(file.path.parent).free < arrival.size + SPARE:
            raise NO_ROOM
        async for piece in _pieces(request):
            arrival.received += len(piece)
            if arrival.received > limit:
                raise TOO_LARGE
            await run_sync(file.write, piece)
            arrival.name = file.name
        await run_sync(file.finish)
    except BaseException as why:
        if file is not None:
            await run_sync(file.remove)
        if isinstance(why, OSError) and why.errno in FULL:
            raise NO_ROOM from why
        if isinstance(why, ValueError):  # the parser's own errors are such
            raise BROKEN from why
        raise
    return file


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """The body in pieces worth a trip to the disk."""
    gathered = bytearray()
    async for part in request.stream():
        gathered += part
        if len(gathered) >= PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _large(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(UPLOADS):
        return False
    headers = Headers(scope=scope)
    return _length(headers) > IN_MEMORY or "transfer-encoding" in headers


def _much(scope: Scope) -> bool:
    """Small files lie in memory until their tab is closed: those of one account's within an hour, up to HELD; the rest goes to disk as well."""
    if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(UPLOADS):
        return False
    now, length = time.monotonic(), max(_length(Headers(scope=scope)), 0)
    held = _held[scope[USER].account_id]
    while held and now - held[0][0] > HOUR:
        held.popleft()
    if sum(bytes_ for _, bytes_ in held) + length > HELD:
        return True
    held.append((now, length))
    return False


def _length(headers: Headers) -> int:
    """−1 when the browser does not say."""
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else -1


async def uploads(request: Request) -> Response:
    """This session's large uploads as they go on: name, bytes received and in all, seconds so far, code of a failure."""
    now = time.monotonic()
    told = [
        {"name": a.name, "received": a.received, "size": a.size, "seconds": now - a.began, "failed": a.failed}
        for a in under_way(token_hash(session_token(request.headers) or ""))
    ]
    return JSONResponse(told, headers={"Cache-Control": "no-store"})

"""`POST /command`: what the command line of this machine asks of the serving process. Its word stands in a file that only the server's own
user may read; a browser never has it."""

from __future__ import annotations

import ipaddress
import json
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from core.web.denied import note_denied

WORD = secrets.token_urlsafe(32)
Answer = Callable[[dict], dict]


_answer: Answer | None = None


def commands_go_to(answer: Answer | None) -> None:
    """Said once, where the application is composed: the commands stand on a floor above this room."""
    global _answer  # noqa: PLW0603
    _answer = answer


async def commanded(request: Request) -> Response:
    given, answer = request.headers.get("authorization", ""), _answer
    told = secrets.compare_digest(given.encode(), f"Bearer {WORD}".encode())
    if answer is None or not told or not _this_machine(request):
        await note_denied(None, "token.refused", kind="command")
        return PlainTextResponse("Not for you.", status_code=404)
    asked = json.loads(await request.body())
    done = await anyio.to_thread.run_sync(lambda: answer(asked))
    return JSONResponse(done, headers={"Cache-Control": "no-store"})


def announce(file: Path, address: str) -> None:
    """Tell the command line where the server listens, and the word. The folder is private on Windows too, where a file's mode is not."""
    shutil.rmtree(file.parent, ignore_errors=True)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    written = file.with_suffix(".part")
    written.unlink(missing_ok=True)
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump({"address": address, "word": WORD}, out)
    written.replace(file)


def withdraw(file: Path) -> None:
    shutil.rmtree(file.parent, ignore_errors=True)


def _this_machine(request: Request) -> bool:
    if request.client is None:
        return False
    own = request.scope.get("server")
    if own and request.client.host == own[0]:  # a server that listens on one address of the machine alone
        return True
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False

"""Turning a request away, over HTTP or a web socket."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

POLICY_VIOLATION = 1008


async def refuse(scope: Scope, receive: Receive, send: Send, *, status: int, text: str) -> None:
    """Answer with `status`, or close the web socket before it opens."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": text})
        return
    headers = {"Cache-Control": "no-store"}
    await PlainTextResponse(text, status_code=status, headers=headers)(scope, receive, send)

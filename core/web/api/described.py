"""The description of what machines may send, for whoever programs one."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FILE = Path(__file__).with_name("openapi.json")


async def described(_request: Request) -> Response:
    return Response(FILE.read_text("utf-8"), media_type="application/json")

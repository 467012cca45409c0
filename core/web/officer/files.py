"""The service worker, which keeps the day's list, and the script that keeps what is entered until there is signal."""

from __future__ import annotations

from starlette.responses import Response

from core.web.mark import TEMPLATES

FILES = {"worker.js": "text/javascript; charset=utf-8", "officer.js": "text/javascript; charset=utf-8", "officer.css": "text/css; charset=utf-8"}  # fmt: skip
TEXTS = {name: (TEMPLATES / "phone" / "officer" / name).read_text("utf-8") for name in FILES}


def file(name: str) -> Response:
    """Asked for anew each time there is signal: the worker keeps them otherwise."""
    return Response(TEXTS[name], media_type=FILES[name], headers={"Cache-Control": "no-cache"})

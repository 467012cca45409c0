"""`/start.js`: our script ahead of the front end's own, put together from `scripts/`."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

PATH = "/start.js"
SCRIPTS = Path(__file__).parent / "scripts"
PARTS = ("old_browsers", "server", "session", "frame", "tables")  # what is missing comes first: the others may use it
SCRIPT = "\n".join(f"(() => {{\n{(SCRIPTS / f'{part}.js').read_text('utf-8')}}})();" for part in PARTS)


def start_script(request: Request) -> Response:
    return Response(SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

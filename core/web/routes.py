"""The addresses that stand beside the pages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core.web.command_door import Answer, command_door
from core.web.enter import enter
from core.web.health import health
from core.web.login import log_in, log_out
from core.web.setup import set_up
from core.web.upload import uploads


async def start_page(request: Request) -> Response:
    """Streamlit knows its start page by `/` only; people write its name all the same."""
    query = request.url.query
    return RedirectResponse("/" + (f"?{query}" if query else ""), status_code=307)


def web_routes(answer: Answer | None = None) -> list[Route]:
    """`answer`: carries out what the command line sends (core/commands/running.py)."""
    commanded = [Route("/command", command_door(answer), methods=["POST"])] if answer else []
    return [
        *commanded,
        Route("/login", log_in, methods=["GET", "POST"]),
        Route("/logout", log_out, methods=["GET", "POST"]),
        Route("/setup", set_up, methods=["GET", "POST"]),
        Route("/enter", enter, methods=["GET", "POST"]),
        Route("/healthz", health, methods=["GET"]),
        Route("/uploads", uploads, methods=["GET"]),
        Route("/overview", start_page, methods=["GET"]),
    ]

"""The addresses that stand beside the pages."""

from __future__ import annotations

from starlette.routing import Route

from core.web.enter import enter
from core.web.health import health
from core.web.login import log_in, log_out
from core.web.setup import set_up


def web_routes() -> list[Route]:
    return [
        Route("/login", log_in, methods=["GET", "POST"]),
        Route("/logout", log_out, methods=["GET", "POST"]),
        Route("/setup", set_up, methods=["GET", "POST"]),
        Route("/enter", enter, methods=["GET", "POST"]),
        Route("/healthz", health, methods=["GET"]),
    ]

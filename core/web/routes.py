"""The doors that we answer ourselves, as routes."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.routing import Route

from core.web.closed import unless_closed
from core.web.command_door import Answer, commands_go_to
from core.web.doors import DOORS, Door


def web_routes(answer: Answer | None = None) -> list[Route]:
    """`answer`: carries out what the command line sends (core/commands/running.py)."""
    commands_go_to(answer)
    return [Route(_below(door.path), answer_of(door), methods=list(door.methods)) for door in DOORS if door.answer]


def answer_of(door: Door) -> Callable[[Request], object]:
    """What answers at the door; after a wind-down, that it is closed."""
    return unless_closed(door.answer) if door.collects else door.answer


def _below(path: str) -> str:
    return path + "{rest:path}" if path.endswith("/") else path

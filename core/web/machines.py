"""The doors of machines (`/api/`): answered before what only pages need. Gates scan by the hundred a second, and every layer costs each of them."""

from __future__ import annotations

from starlette.routing import request_response
from starlette.types import ASGIApp, Receive, Scope, Send

from core.web.doors import API, DOORS, OPEN
from core.web.routes import answer_of


class MachineDoors:
    """Stands behind what holds for everybody (headers, hosts, origin); machines have keys of their own and no session. Other methods than the
    door's are for those behind."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._doors = {
            door.path: (door, request_response(answer_of(door)))
            for door in DOORS
            if door.path.startswith(API) and door.who == OPEN
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door, answer = self._doors.get(scope["path"], (None, None)) if scope["type"] == "http" else (None, None)
        if door is not None and door.takes(scope["method"]):
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

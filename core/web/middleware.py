"""What every request passes before it reaches a route or a page, outermost first."""

from __future__ import annotations

from starlette.middleware import Middleware

from core.web.front_end import FrontEnd
from core.web.guard import SessionGuard
from core.web.headers import SecurityHeaders
from core.web.hosts import KnownHosts
from core.web.known import KnownPages
from core.web.machines import MachineDoors
from core.web.origin import SameOrigin
from core.web.packed import PackedFiles
from core.web.read_only import ReadOnly
from core.web.tabs import OwnTabs, Wire
from core.web.upload import LargeUploads


def web_middleware(wire: Wire) -> list[Middleware]:
    return [
        Middleware(SecurityHeaders),
        Middleware(ReadOnly),
        Middleware(KnownHosts),
        Middleware(SameOrigin),
        Middleware(MachineDoors),
        Middleware(SessionGuard),
        Middleware(OwnTabs, wire=wire),
        Middleware(LargeUploads),
        Middleware(KnownPages),
        Middleware(FrontEnd),
        Middleware(PackedFiles),
    ]

"""Every address beside the pages, once: who may use it and who answers. Routes, guard and known addresses are made from this list.

What is neither here nor a page does not exist, so an address that the next version of Streamlit adds stays shut until it has its line.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.web.api.check_ins import check_ins_sent
from core.web.api.described import described
from core.web.api.readings import readings_sent
from core.web.command_door import commanded
from core.web.enter import enter
from core.web.factor import second_factor
from core.web.health import health
from core.web.login import log_in, log_out
from core.web.officer.pages import officer_pages
from core.web.pages import START
from core.web.phone.pages import phone_pages
from core.web.phone.scan import scan
from core.web.provider import from_provider, to_provider
from core.web.screen.screen import screen, screen_script
from core.web.setup import set_up
from core.web.share_door import shared_csv, shared_json, shared_page, shared_why
from core.web.start_script import start_script
from core.web.upload import uploads
from core.web.wall.wall import linked_wall, own_wall, wall_script, wall_start

OPEN = "open"  # to anybody
INSIDE = "inside"  # to whoever has logged in
READ = ("GET",)
FORM = ("GET", "POST")
FILE = ("PUT", "DELETE")
# Whoever has a page on which a file is dropped: lists, any table for charts, pictures of a clue, a rota, a sheet of grids or accounts, a paper's form
UPLOADERS = (
    "imports.write",
    "charts.read",
    "clues.handle",
    "chain.write",
    "grids.change",
    "accounts.manage",
    "papers.template",
)
API = "/api/"  # below it stand the doors of machines


@dataclass(frozen=True)
class Door:
    """`path` that ends in / stands for all below it. `who`: OPEN, INSIDE, or permissions of roles.toml of which one is enough. Without `answer` Streamlit
    answers. `methods` are those of HTTP; HEAD comes with GET. `collects`: takes or hands out what is about people, and ends with the emergency
    (core/web/closed.py)."""

    path: str
    who: str | tuple[str, ...]
    answer: Callable[[Request], Response | Awaitable[Response]] | None = None
    methods: tuple[str, ...] = READ
    collects: bool = False

    def leads_to(self, path: str) -> bool:
        return path.startswith(self.path) if self.path.endswith("/") else path == self.path

    @property
    def permissions(self) -> tuple[str, ...]:
        """Of which one is enough; none for OPEN and INSIDE."""
        wanted = (self.who,) if isinstance(self.who, str) else self.who
        return tuple(one for one in wanted if one not in (OPEN, INSIDE))

    def takes(self, method: str) -> bool:
        return method in self.methods or (method == "HEAD" and "GET" in self.methods)


async def start_page(request: Request) -> Response:
    """People write the start page's name."""
    query = request.url.query
    return RedirectResponse("/" + (f"?{query}" if query else ""), status_code=307)


DOORS = (
    Door("/login", OPEN, log_in, FORM),
    Door("/factor", OPEN, second_factor, FORM),  # to whoever has shown the password
    Door("/oidc", OPEN, to_provider),  # only where the settings name a provider
    Door("/oidc/back", OPEN, from_provider),  # to whoever comes back from it
    Door("/logout", OPEN, log_out, FORM),
    Door("/setup", OPEN, set_up, FORM),
    Door("/enter", OPEN, enter, FORM),
    Door("/healthz", OPEN, health),
    Door("/start.js", OPEN, start_script),
    Door("/command", OPEN, commanded, ("POST",)),  # to whoever knows the word, on this machine
    Door("/api/check-ins", OPEN, check_ins_sent, ("POST",), collects=True),  # to whoever has a device's key
    Door("/api/readings", OPEN, readings_sent, ("POST",)),
    Door("/api/openapi.json", OPEN, described),
    Door("/screen/", OPEN, screen),  # to whoever has the screen's address
    Door("/screen.js", OPEN, screen_script),
    Door("/wall", "overview.read", own_wall),
    Door("/screen", "overview.read", wall_start),
    Door("/wall/", OPEN, linked_wall),  # to whoever has a link that is not revoked
    Door("/wall.js", OPEN, wall_script),
    Door("/s/", OPEN, scan, FORM, collects=True),  # to whoever scanned a code
    Door("/phone/", OPEN, phone_pages, FORM, collects=True),
    Door("/officer/", OPEN, officer_pages, FORM, collects=True),  # to whoever's phone was opened
    # to whoever has a share's token
    Door("/shared", OPEN, shared_page, FORM, collects=True),
    Door("/api/shares/about.json", OPEN, shared_why),
    Door("/api/shares/data.json", OPEN, shared_json, collects=True),
    Door("/api/shares/data.csv", OPEN, shared_csv, collects=True),
    Door("/uploads", "imports.write", uploads),
    Door(START, INSIDE, start_page),
    # Streamlit's own. Its scripts, fonts and icon hold no data.
    Door("/static/", OPEN),
    Door("/favicon.png", OPEN),
    Door("/manifest.json", OPEN),
    Door("/media/", INSIDE),
    Door("/_stcore/stream", INSIDE),
    Door("/_stcore/health", INSIDE),
    Door("/_stcore/host-config", INSIDE),
    Door("/_stcore/upload_file/", UPLOADERS, methods=FILE),
)


def door_at(path: str) -> Door | None:
    return next((door for door in DOORS if door.leads_to(path)), None)

"""`/screen/<token>`: the code of this minute, large, for a screen at a gate. Whoever knows the address can show it, so it needs no log-in
and outlives every session; it ends with the code itself."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import anyio.to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from core import clock
from core.access.address import own_address
from core.codes import PATH, Place, shown_on, token_of
from core.errors import UserError
from core.i18n.places import place_name
from core.intake.refused import count_refused
from core.report.code_sheets import code_picture
from core.store import shared_store
from core.web import html
from core.web.ask import language

SCREEN = "/screen/"
SCRIPT = Path(__file__).with_name("screen.js")
STYLE = (html.TEMPLATES / "screen.css").read_text("utf-8")
POLICY = html.policy(STYLE, script=True)


async def screen(request: Request) -> Response:
    now = clock.now()
    try:
        place = await anyio.to_thread.run_sync(partial(_shown, request.path_params["rest"], now))
    except UserError as error:
        count_refused(shared_store(), error.code, now=now, code_id=error.fields.get("code"))
        return html.say_only(request, "screen.title", "screen.dead", status=404, go="/", go_words="app.home")
    address = own_address(shared_store().settings, seen=f"{request.url.scheme}://{request.headers.get('host', '')}")
    picture = code_picture(f"{address}{PATH}{place[1]}")
    lang = language(request)
    answer = html.page(
        request,
        "screen",
        name=place_name(lang, place[0].grid_name),
        above=place_name(lang, place[0].above or ""),
        label=place[0].label,
        picture=Markup(picture),  # noqa: S704 - drawn from our own address
        minute=now.strftime("%H:%M"),
        left=60 - now.second,
        screen_style=Markup(STYLE),  # noqa: S704 - our own file
    )
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _shown(token: str, now: datetime) -> tuple[Place, str]:
    store = shared_store()
    place = shown_on(store, token, today=now.date())
    return place, token_of(store, place.code_id, at=now)


async def screen_script(_request: Request) -> Response:
    return Response(SCRIPT.read_text("utf-8"), media_type="text/javascript", headers={"Cache-Control": "no-cache"})

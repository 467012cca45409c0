"""`/wall`: the large screen of the reader's own grid; `/wall/<token>`: that of a link, without a log-in. The page asks itself anew every
minute and puts in place what changed."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import anyio.to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import clock
from core.act import moment
from core.domain import Scope
from core.errors import UserError
from core.handling import holders
from core.registry.grids import Grid, find_grid, start_grid
from core.store import Store, shared_store
from core.wall import board, link_of_token
from core.wall.outlines import outlines
from core.web import html
from core.web.ask import language
from core.web.denied import note_denied
from core.web.inside import USER
from core.web.wall.drawn import drawn
from core.web.wall.kept import kept

OWN_SECONDS = 12
SCRIPT = Path(__file__).with_name("wall.js")
STYLE = (html.TEMPLATES / "wall.css").read_text("utf-8")
POLICY = html.policy(STYLE, script=True)


async def own_wall(request: Request) -> Response:
    """Of where the reader begins, or of `?grid=` within their reach."""
    user = request.scope[USER]
    scope = Scope(user.scope.grids, frozenset())
    return await _answered(request, scope, code=request.query_params.get("grid"), seconds=OWN_SECONDS)


async def wall_start(request: Request) -> Response:
    query = request.url.query
    return RedirectResponse("/wall" + (f"?{query}" if query else ""), status_code=307)


async def linked_wall(request: Request) -> Response:
    token = request.path_params["rest"]
    try:
        link = await anyio.to_thread.run_sync(partial(link_of_token, shared_store(), token, now=clock.now()))
    except UserError:
        await note_denied(None, "token.refused", kind="wall")
        return html.say_only(request, "wall.title", "wall.dead", status=404, go="/", go_words="app.home")
    return await _answered(request, link.scope, grid=link.grid_id, seconds=link.seconds)


async def _answered(
    request: Request, scope: Scope, *, grid: int | None = None, code: str | None = None, seconds: int
) -> Response:
    lang = language(request)
    found = await anyio.to_thread.run_sync(partial(screen, shared_store(), scope, grid, code, lang))
    style = Markup(STYLE)  # noqa: S704 - our own file
    given = {"wall": found, "seconds": seconds, "now": clock.now(), "screen_style": style}
    answer = html.page(request, "wall", **given)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def screen(store: Store, scope: Scope, grid: int | None, code: str | None, lang: str) -> dict | None:
    shown = find_grid(store, scope, grid_id=grid, code=code) if grid or code else None
    shown = shown or start_grid(store, scope)
    if shown is None:
        return None
    now = clock.now()
    tenth = now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    key = (store.version, tuple(scope.roots), shown.grid_id, lang, tenth)
    return kept(store, key, partial(_made, store, scope, shown, lang, now))


def _made(store: Store, scope: Scope, shown: Grid, lang: str, now: datetime) -> dict | None:
    at = moment(store)
    made = board(store, scope, shown, at=at)
    if made is None:
        return None
    names = {}
    if store.settings.wall_names:
        posts = made.severe.dropna(subset=["owner_grid_id", "owner_role"])
        names = holders(store, list(zip(posts.owner_grid_id.astype(int), posts.owner_role, strict=True)), at=at)
    return drawn(lang, made, now=now, names=names, outlines=outlines(store, scope, grid=shown.grid_id))


async def wall_script(_request: Request) -> Response:
    return Response(SCRIPT.read_text("utf-8"), media_type="text/javascript", headers={"Cache-Control": "no-cache"})

"""A brief made of the store: its grid, day and kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from core.brief.content import BACK, brief_of
from core.brief.kept import KINDS
from core.brief.model import Brief
from core.brief.special import Theme, special_of
from core.brief.weekly import weekly_of
from core.desk import desk
from core.domain import Scope
from core.errors import UserError
from core.i18n import t
from core.registry.grids import Grid
from core.store import Store
from core.wall import board
from core.wall.then import end_of, standing_then


def make_brief(
    store: Store, scope: Scope, grid: Grid, lang: str, *, at: datetime, kind: str = "daily", of: date | None = None, slots: dict[str, str] | None = None, wider: bool = False,
    theme: Theme | None = None, since: date | None = None,
) -> Brief | None:  # fmt: skip
    """`of`: as it stood at the end of that day; `theme` and `since`: of a special one, and its first day. It says that nobody has signed it off. None where there are no data (of that day).
    Raises UserError brief_kind (there is none, or a special one without theme), and what core.brief.special raises."""
    if kind not in KINDS or (kind == "special") != (theme is not None):
        raise UserError("brief_kind", kind=kind, kinds=", ".join(KINDS))
    found = board(store, scope, grid, at=at, of=of)
    if found is None:
        return None
    given = {"office": desk(store.settings, lang).name, "slots": slots, "wider": wider}
    if kind == "daily":
        given["severe"] = {back: _severe_then(store, scope, grid, found.day - timedelta(days=back)) for back in BACK}
    if theme is not None:
        made = special_of(store, scope, lang, found, theme, since=since, at=at, **given)
    else:
        made = weekly_of(store, scope, lang, found, **given) if kind == "weekly" else brief_of(lang, found, **given)
    return replace(made, signed=t(lang, "brief.unsigned"))


def _severe_then(store: Store, scope: Scope, grid: Grid, day: date) -> int | None:
    """None before the desk had opened any alert: that there were none is not known."""
    if not store.value("select 1 from alert where opened_at <= $end limit 1", end=end_of(day)):
        return None
    then = standing_then(store, scope, grid=grid.grid_id, day=day)
    return int(then.loc[then.severity == "high", "alerts"].sum())

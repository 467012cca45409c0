"""Briefs that make themselves at a set time of the day (settings `brief_at`, `brief_weekday`); the clock of the serving process asks each minute."""

from __future__ import annotations

from datetime import datetime, time

from core.brief.kept import MAKE, keep
from core.brief.making import make_brief
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.registry.grids import start_grid
from core.settings import Settings
from core.store import Store

SYSTEM = User(0, "system", "system", "system", frozenset({MAKE}), Scope((EVERYTHING,)))


def set_time(settings: Settings) -> time | None:
    """None: no brief makes itself. Raises UserError brief_at: what is set is no time."""
    if not settings.brief_at.strip():
        return None
    try:
        return time.fromisoformat(settings.brief_at.strip())
    except ValueError:
        raise UserError("brief_at", text=settings.brief_at) from None


def due_kinds(settings: Settings, *, now: datetime) -> list[str]:
    """What is to be there today by now, made or not."""
    at = set_time(settings)
    if at is None or now.time() < at:
        return []
    return ["daily", *(["weekly"] if now.isoweekday() == settings.brief_weekday else [])]


def make_planned(store: Store, *, now: datetime, at: datetime) -> list[int]:
    """Make what is due and not made yet today, for the whole county; a desk that was down at the time makes it when it is up again, on the same day. Returns their numbers.
    `at`: the moment for which work stands (core.act.moment)."""
    made = []
    for kind in due_kinds(store.settings, now=now):
        done = store.value(
            "select 1 from brief where planned and kind = $kind and cast(made_at as date) = $today limit 1", kind=kind, today=now.date()
        )  # fmt: skip
        grid = None if done else start_grid(store, SYSTEM.scope)
        lang = "en" if store.settings.brief_language == "en" else "zh"
        brief = make_brief(store, SYSTEM.scope, grid, lang, at=at, kind=kind) if grid else None
        if brief is not None:
            made.append(keep(store, SYSTEM, brief, grid=grid.grid_id, now=now, planned=True))
    return made

"""A special brief is made: its parts by its theme, in the order of every brief."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from core.brief.content import assembled
from core.brief.model import Brief
from core.brief.special.about import About
from core.brief.special.of_alert import of_alert
from core.brief.special.of_alerts import of_alerts
from core.brief.special.of_area import of_area
from core.brief.special.of_class import of_class
from core.brief.special.of_period import of_period
from core.brief.special.theme import Theme
from core.domain import Scope
from core.errors import UserError
from core.i18n import t
from core.i18n.places import place_name
from core.rollup import judged_day
from core.store import Store
from core.wall import Board

OF = {"period": of_period, "class": of_class, "alerts": of_alerts, "alert": of_alert, "area": of_area}
USUAL_DAYS, LONGEST_DAYS = 7, 366


def special_of(
    store: Store, scope: Scope, lang: str, board: Board, theme: Theme, *,
    since: date | None, at: datetime, office: str, slots: dict[str, str] | None = None, wider: bool = False,
) -> Brief:  # fmt: skip
    """`since`: the first of its days, the last being that of `board`; None: seven of them. Raises UserError brief_span (no such days), brief_theme_now (an earlier day of what is told
    as it stands now), and that there is no such class, kind of alerts, alert or area."""
    since = since or board.day - timedelta(days=USUAL_DAYS - 1)
    if not board.day - timedelta(days=LONGEST_DAYS - 1) <= since <= board.day:
        raise UserError("brief_span", since=f"{since:%Y-%m-%d}", until=f"{board.day:%Y-%m-%d}", most=LONGEST_DAYS)
    if theme.now and board.day != judged_day(store):
        raise UserError("brief_theme_now")
    about = About(store, scope, lang, board, since, at, wider)
    found = OF[theme.kind](about, theme)
    whole = t(lang, "brief.period", year=board.day.year, day=about.day(board.day))
    days = t(
        lang,
        "brief.period_weekly" if since.year == board.day.year else "brief.period_years",
        year=board.day.year,
        since=about.day(since),
        until=about.day(board.day),
        year_before=since.year,
    )
    made = assembled(
        lang, board, found.sections, kind="special", period=whole if theme.now else days, office=office, slots=slots or {}, wider=wider,
        title=t(lang, "brief.title_special", place=place_name(lang, board.grid.name), subject=found.subject),
        foot="brief.foot_wider" if wider else "brief.foot_special",
    )  # fmt: skip
    return replace(made, theme=str(theme), subject=found.subject)

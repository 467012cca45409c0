"""Six figures of the day, each leading to its page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from core.domain import User
from core.policy.running import running
from core.report import day_figures, headline
from core.report.headline import Figure
from pages.ui.shared.links import href
from pages.ui.shared.session import language, store

Linked = tuple[Figure, str | None]  # and the address it leads to


def headline_classes() -> list[str]:
    return day_figures.headline_classes(running(store()))


def alerts(user: User, standing: pd.DataFrame) -> Linked:
    figure = headline.severe_alerts(language(), standing)
    return figure, _link(user, "anomalies", "anomalies.read", severity="high" if figure.severity == "high" else None)


def people_of(user: User, code: str, counts: pd.DataFrame) -> Linked:
    return headline.people_of(language(), code, counts), _link(user, "people", "people.read", **{"class": code})


def outsiders(user: User, days: pd.DataFrame) -> Linked:
    to = _link(user, "trends", "trends.read", indicator="outsiders") if days.outsiders.notna().any() else None
    return headline.outsiders(language(), days), to


def coverage(user: User, days: pd.DataFrame, last_day: pd.DataFrame) -> Linked:
    to = _link(user, "trends", "trends.read", indicator="coverage") if days.coverage.notna().any() else None
    return headline.coverage(language(), days, last_day), to


def reopened(user: User, units: dict[str, int], schools: dict[str, int]) -> Linked:
    return headline.reopened(language(), units, schools), _link(user, "units", "units.read") if units["units"] else None


def _link(user: User, page: str, permission: str, **params: object) -> str | None:
    return href(page, **params) if user.may(permission) else None


def figures_html(figures: Sequence[Linked]) -> str:
    return f'<ul class="gc-figures">{"".join(_figure(*figure) for figure in figures)}</ul>'


def _figure(figure: Figure, to: str | None) -> str:
    inner = (
        f'<span class="gc-label">{escape(figure.label)}</span>'
        f'<span class="gc-number gc-is-{figure.severity}">{escape(figure.value)} <small>{escape(figure.unit)}</small></span>'
        f'<span class="gc-note">{escape(figure.note)}</span>'
    )
    return f'<li><a class="go" href="{to}">{inner}</a></li>' if to else f"<li><div>{inner}</div></li>"

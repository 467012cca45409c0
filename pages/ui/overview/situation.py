"""今日研判: the statements of the day, each a link to what it speaks of."""

from __future__ import annotations

from html import escape

from core.domain import User
from core.report import word
from core.report.situation import Statement
from pages.ui.shared.links import href
from pages.ui.shared.session import language, say

# What a statement is about → page and permission.
PAGES = {
    "alerts": ("anomalies", "anomalies.read"),
    "feeds": ("anomalies", "anomalies.read"),
    "indicator": ("trends", "trends.read"),
    "class": ("people", "people.read"),
    "classes": ("classes", "classes.read"),
    "tasks": ("tasks", "tasks.read"),
    "coverage": ("trends", "trends.read"),
}


def situation_html(
    user: User, leading: list[Statement], beneath: list[Statement], basis: str, codes: dict[int, str]
) -> str:
    """`leading` large, a line each; `beneath` and what they are drawn from small. `codes`: of the grids that statements name."""
    lines = "".join(f"<p>{_sentence(user, statement, codes)}</p>" for statement in leading)
    small = " ".join(_sentence(user, statement, codes) for statement in beneath)
    lit = "high" if any(s.about == "alerts" and s.grids for s in leading) else "low"
    label = escape(say("overview.situation"))
    return (
        f'<section class="gc-situation gc-is-{lit}" aria-label="{label}">{lines}'
        f'<p class="gc-small">{small} <span class="gc-basis">{escape(basis)}</span></p></section>'
    )


def _sentence(user: User, statement: Statement, codes: dict[int, str]) -> str:
    text = escape(word(language(), statement.finding) + say("overview.stop"))
    several = statement.about == "class" and statement.code is None
    page, permission = PAGES["classes" if several else statement.about]
    if not user.may(permission):
        return text
    return f'<a class="go" href="{href(page, **_address(statement, codes))}">{text}</a>'


def _address(statement: Statement, codes: dict[int, str]) -> dict[str, object]:
    """One place named: there; several: all of the grid that is shown."""
    place = {"grid": codes[statement.grids[0]]} if len(statement.grids) == 1 and statement.grids[0] in codes else {}
    if statement.about == "alerts":
        return place | {"severity": "high", "kind": statement.code}
    if statement.about == "tasks":
        return {"state": "late"}
    if statement.about == "feeds":
        return {"kind": "missing_feed"}
    if statement.about == "class":
        return place | {"class": statement.code}
    return place | {"indicator": statement.code or "coverage"}

"""The five things to look at first, the worst of each kind, each with the way to act on it."""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd

from core.domain import User
from core.i18n.sentence import sentence
from pages.ui.shared import severity
from pages.ui.shared.links import href
from pages.ui.shared.session import language, say

FIRST = 5


def first_html(user: User, found: pd.DataFrame, standing: pd.DataFrame, *, today: date) -> str:
    """`found`: of `core.watch.alerts.alerts` the worst of each kind; `standing`: all that are unfinished."""
    title = f'<div class="gc-heading"><h2>{escape(say("overview.first"))}</h2><span>{escape(say("overview.first_note"))}</span></div>'
    if found.empty:
        return title + f'<p class="gc-why">{escape(say("overview.no_alerts"))}</p>'
    rows = "".join(_row(user, row, today) for row in _in_order(found, standing).head(FIRST).itertuples())
    more = ""
    if user.may("anomalies.read"):
        more = f'<p><a class="go gc-more-link" href="{href("anomalies")}">{escape(say("overview.all_of", total=int(standing.alerts.sum())))}</a></p>'
    return f'{title}<ol class="gc-first">{rows}</ol>{more}'


def _in_order(found: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """Severe ones before others; of each kind the worst before any second; the kind of which there are most first."""
    severe = standing[standing.severity == "high"].groupby("detector").alerts.sum()
    order = found.assign(
        lesser=found.severity != "high",
        nth=found.groupby("detector").cumcount(),
        many=-found.detector.map(severe).fillna(0),
    )
    return order.sort_values(["lesser", "nth", "many"], kind="stable")


def _row(user: User, row: tuple, today: date) -> str:
    who = row.grid_name if pd.isna(row.person_id) else row.person_name
    place = "" if pd.isna(row.township) or row.township == who else row.township
    days = (today - pd.Timestamp(row.first_day).date()).days
    waiting = say("overview.waiting", days=days) if days > 0 else say("overview.since_today")
    why = sentence(language(), row.reason, row.fields)
    head = f"{severity.mark(row.severity)} <b>{escape(str(who))}</b> {escape(say('detector.' + row.detector))}"
    head += f' <small class="gc-waiting">{escape(waiting)}</small>'
    about = " · ".join(escape(part) for part in (place, why) if part)
    act = ""
    if user.may("anomalies.read"):
        words = "overview.handle" if user.may("anomalies.handle") else "overview.look"
        address = href("anomalies", alert=row.alert_id, severity=None)
        act = f'<a class="go gc-button" href="{address}" aria-label="{escape(say(words))}: {escape(str(who))}">{escape(say(words))}</a>'
    return f'<li><div><div>{head}</div><div class="gc-why" title="{escape(why)}">{about}</div></div>{act}</li>'

"""The facts beside an alert's picture: person, place, who answers and how they are called."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.i18n import format, has
from core.registry.answering import Answering, answering
from core.registry.cards import Duty
from core.store import Store
from core.watch import CLUSTERS, cluster_grids
from pages.ui.shared.actors import actor
from pages.ui.shared.cached import read
from pages.ui.shared.duties import role_name
from pages.ui.shared.phones import call
from pages.ui.shared.places import named
from pages.ui.shared.session import place, say

SHOWN = 8  # grids of a cluster by name

MANY = 0.1  # above it "one in …" wants a decimal
LEAST_P = 1e-9  # no model of counts is to be believed below that
LONGEST = 36_500.0  # days


def fact(key: str, value: str, *, safe: bool = False) -> str:
    """One line as HTML; `safe`: the value is HTML already."""
    return f'<div class="gc-fact"><span>{escape(say(key))}</span><div>{value if safe else escape(value)}</div></div>'


def place_and_people(store: Store, user: User, alert: pd.Series) -> None:
    names = dict.fromkeys(place(n) for n in (alert.township, alert.grid_name) if isinstance(n, str))
    number = int(alert.grid_id)
    together = alert.detector in CLUSTERS
    both = not pd.isna(alert.also_grid_id) and not together
    found = read(answering, store, _owners(user) if both else user.scope, grid_id=number)
    st.html(
        fact("anomalies.place", " · ".join(names)) + fact("anomalies.responsible", _answering(found, number), safe=True)
    )
    if both:
        _also(store, user, alert)
    if together:
        _members(store, user, alert)


def _members(store: Store, user: User, alert: pd.Series) -> None:
    """The grids of a cluster: those with most people first, as far as the reader sees them."""
    try:
        found = named(read(cluster_grids, store, user.scope, alert_id=int(alert.alert_id)))
    except UserError:
        return  # gone since the list was read
    names = say("clusters.listed_with").join(found.name.head(SHOWN))
    more = say("clusters.more", count=len(found)) if len(found) > SHOWN else ""
    st.html(fact("clusters.grids", f"{names} {more}".strip()))


def _also(store: Store, user: User, alert: pd.Series) -> None:
    """The unit that it concerns as well: whoever answers for it has to act too."""
    number = int(alert.also_grid_id)
    found = read(answering, store, _owners(user), grid_id=number)
    st.html(
        fact("anomalies.also", place(alert.also_name))
        + fact("anomalies.also_responsible", _answering(found, number), safe=True)
    )


def _owners(user: User) -> Scope:
    """Two owners who have to act together are told of each other, whosever grid is the reader's."""
    return Scope((EVERYTHING,), user.scope.reveal)


def _every(days: float) -> str:
    """Beyond what any data can tell, only that it is beyond."""
    if days >= LONGEST:
        return say("anomalies.chance_century")
    return say("anomalies.chance_every", days=format.exact(max(round(days), 1)))


def chances(lang: str, alert: pd.Series) -> None:
    """How likely the like is by chance, and what its rule's alerts turned out to be, or that it isn't measured yet."""
    told = []
    if not pd.isna(alert.p):
        tiny = alert.p < LEAST_P
        each = format.number(lang, 1 / max(alert.p, LEAST_P), 0 if alert.p < MANY else 1)
        told.append(say("anomalies.chance_below" if tiny else "anomalies.chance_p", n=each))
    if not pd.isna(alert.recurrence_days):
        told.append(_every(alert.recurrence_days))
    lines = [fact("anomalies.chance", " · ".join(told))] if told else []
    unknown = pd.isna(alert.false_share)
    share = None if unknown else format.percent(alert.false_share, 0)
    told_share = say("anomalies.false_share_unknown") if unknown else say("anomalies.false_share_of", percent=share)
    lines.append(fact("anomalies.false_share", told_share))
    if not pd.isna(alert.ended_on):
        quiet = 0 if pd.isna(alert.quiet_days) else int(alert.quiet_days)
        key = "anomalies.ended_on_day" if quiet else "anomalies.ended_on_at_once"
        lines.append(
            fact("anomalies.ended_on", say(key, day=format.day(lang, pd.Timestamp(alert.ended_on).date()), quiet=quiet))
        )
    if isinstance(alert.outcome, str):
        lines.append(fact("anomalies.outcome", say(f"outcome.{alert.outcome}")))
    st.html("".join(lines))


def handled(lang: str, alert: pd.Series) -> None:
    """Who did what, and why it was closed."""
    lines = []
    if not pd.isna(alert.handled_by):
        moment = format.moment(lang, pd.Timestamp(alert.handled_at).to_pydatetime())
        lines.append(say("anomalies.handled", who=actor(alert.handled_by), moment=moment))
    note = alert.closing_reason
    if not pd.isna(note):
        key = f"anomalies.closed_because.{note}"  # of those that the system closed, a code
        lines.append(say("anomalies.closing_reason", reason=say(key) if has(key) else note))
    if lines:
        st.html('<div class="gc-handled">' + "<br>".join(map(escape, lines)) + "</div>")


def _answering(found: Answering | None, grid_id: int) -> str:
    if found is None:
        return escape(say("anomalies.no_responsible"))
    where = "" if found.grid.grid_id == grid_id else f" <small>{escape(place(found.grid.name))}</small>"
    return "<br>".join(map(_duty, found.duties)) + where


def _duty(duty: Duty) -> str:
    role = "" if duty.role == "responsible" else f"<small>{escape(role_name(duty.role))}</small> "
    words = [f"<b>{escape(duty.name)}</b>", escape(duty.position or ""), call(duty.phone) if duty.phone else ""]
    return role + " ".join(w for w in words if w)

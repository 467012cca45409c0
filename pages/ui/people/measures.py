"""What follows from somebody's classes: each measure, how it stands today, and until when."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from core.act import Required, moment, required
from core.domain import User
from core.report.measures import state, times
from core.report.why import class_of
from core.store import Store
from pages.ui.shared.actors import actor
from pages.ui.shared.dates import dated
from pages.ui.shared.links import href
from pages.ui.shared.session import language, say


def measures_section(store: Store, user: User, *, person_id: int) -> None:
    at = moment(store)
    if user.may("tasks.handle"):
        st.html(f'<a class="go" href="{href("tasks", about=person_id)}">{escape(say("tasks.new_link"))}</a>')
    found = required(store, user.scope, person_id=person_id, at=at)
    if not found:
        return
    st.html(
        f'<div class="gc-heading"><h2>{escape(say("person.measures"))}</h2></div>'
        f'<ul class="gc-required">{"".join(_one(each, at) for each in found)}</ul>'
    )


def _one(each: Required, at: datetime) -> str:
    lang, measure = language(), each.measure
    until = say("person.until", day=dated(each.until)) if each.until else say("person.no_end")
    because = say("person.measure_of", class_name=class_of(lang, each.code))
    often = times(lang, measure)
    often = f" <small>{escape(often)}</small>" if often else ""
    small = " · ".join((because, until))
    return f'<li title="{escape(measure.what(lang))}"><span><b>{escape(measure.name(lang))}</b>{often}</span>{_standing(each, at)}<small>{escape(small)}</small></li>'


def _standing(each: Required, at: datetime) -> str:
    """The last day's tasks of it, one after the other in the day."""
    if each.measure.standing:
        return f"<span>{escape(say('person.measure_standing'))}</span>"
    tasks = each.tasks[each.tasks.made_for == each.tasks.made_for.max()].sort_values("slot")
    lasting = each.measure.every > 1 or each.measure.on
    if tasks.empty or not (lasting or tasks.made_for.iloc[0].date() == at.date()):
        return f"<span>{escape(say('person.measure_later'))}</span>"
    return "".join(_task(row) for row in tasks.to_dict("records"))


def _task(row: dict) -> str:
    lit = ' class="gc-high"' if row["status"] == "overdue" else ""
    return f"<span{lit}>{escape(state(language(), row | {'done_by': actor(row['done_by'])}))}</span>"

"""Overview: what is wrong today and why, at first sight; then what changed and where. It refreshes itself; nothing jumps."""

from __future__ import annotations

import streamlit as st

from core.i18n import format
from core.privacy.ended import collecting
from core.registry.status import status
from pages.ui.overview import below, figures, first, places
from pages.ui.overview.day import day_of
from pages.ui.overview.ended import say_to_remove
from pages.ui.overview.situation import situation_html
from pages.ui.overview.welcome import missing, welcome_html
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import Filter, Head, filters
from pages.ui.shared.intake import intake_line
from pages.ui.shared.session import language, place, require, say, store
from pages.ui.shared.too_early import say_too_early


@st.fragment(run_every=60)
def picture(chosen: Filter) -> None:
    """Everything that comes from the data; drawn anew every minute, with the right to see it checked anew."""
    user = require("overview.read")
    day = day_of(user, chosen)
    if not (day.days.check_ins > 0).any():
        st.info(say("overview.no_days"), icon=":material/event_busy:")
    say_too_early(store(), user.scope, as_of=chosen.last_day)
    st.html(situation_html(user, day.leading, day.beneath, day.basis, day.codes))
    st.html(
        figures.figures_html(
            [
                figures.alerts(user, day.standing),
                *(
                    figures.people_of(user, code, day.classes)
                    for code in figures.headline_classes()
                    if code in set(day.classes["class"])
                ),
                figures.outsiders(user, day.days),
                figures.coverage(user, day.days, day.latest),
                figures.reopened(user, day.units, day.schools),
            ]
        )
    )
    left, right = st.columns([70, 32], gap="medium")
    with left:
        places.draw(user, chosen, day.of_last_day(), places.places_of(day.children, day.standing))
    with right:
        st.html(first.first_html(user, day.first, day.standing, today=chosen.last_day))
    left, middle, right = st.columns([4, 3, 3], gap="large")
    with left:
        st.html(below.change_html(*day.change))
    with middle:
        st.html(below.classes_html(user, day.classes))
    with right:
        st.html(below.blocked_html(user, day.schools, day.industries))
    if line := intake_line(store()):
        st.caption(line)


user = require("overview.read")
head = Head()
chosen = filters(store(), user.scope, head)
counts = read(status, store(), user.scope)
with head.title:
    if chosen.grid is None:
        st.title(say("overview.title"))
    else:
        st.title(
            say(
                "overview.headline",
                grid=escape(place(chosen.grid.name)),
                day=format.day(language(), chosen.until, weekday=True),
            )
        )
        st.caption(say("overview.context", until=format.day(language(), chosen.last_day)))
say_to_remove(user)
if missing(counts) and collecting(store()):
    st.html(welcome_html(user, counts))
if chosen.grid is not None and counts["check_ins"]:
    picture(chosen)

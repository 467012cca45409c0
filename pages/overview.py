"""Overview for leaders: what is, what changed, where. It refreshes itself; nothing jumps."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.classify.counts import class_counts
from core.report.findings import period_value
from core.rollup.resumption import resumption
from core.rollup.series import by_child, class_daily, daily
from core.watch.alerts import alert_counts
from pages.ui.overview import blocks, figures
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter, Head, filters
from pages.ui.shared.periods import before_dates, split
from pages.ui.shared.session import require, say, store


@st.fragment(run_every=60)
def picture(chosen: Filter) -> None:
    """Everything that comes from the data; drawn anew every minute, with the right to see it checked anew."""
    user = require("overview.read")
    where = {"grid": chosen.grid_id}
    days = where | {"since": chosen.since, "until": chosen.until}
    past = dict(zip(("since", "until"), before_dates(chosen.since, chosen.until), strict=True))
    both = read(daily, store(), user.scope, **(days | {"since": past["since"]}))
    now, before = split(both, chosen.since)
    children = read(by_child, store(), user.scope, **days)
    earlier = read(by_child, store(), user.scope, **(where | past))
    classes = read(class_counts, store(), user.scope, **where, as_of=chosen.until)
    counts = read(alert_counts, store(), user.scope, **where)
    units = read(resumption, store(), user.scope, **where)

    shown_at = f"{clock.now():%H:%M}"
    st.caption(blocks.context(chosen, chosen.last_day, period_value(now, "coverage"), shown_at))
    if not (now.check_ins > 0).any():
        st.info(say("overview.no_days"), icon=":material/event_busy:")
    figures.show(
        [
            figures.people(classes, read(class_daily, store(), user.scope, **days), children),
            *(figures.measured(code, now, before) for code in ("outsiders", "entries", "fevers")),
            figures.alerts(counts),
            figures.resumed(units),
        ],
        days=chosen.days,
    )
    left, right = st.columns(2, gap="large")
    with left:
        blocks.small_map(user, chosen, children)
    with right:
        blocks.top_alerts(user, chosen, counts, children)
    left, right = st.columns(2, gap="large")
    with left:
        blocks.trend(user, now, before, chosen)
    with right:
        blocks.classes(classes)
    left, middle, right = st.columns(3, gap="large")
    with left:
        blocks.places(now, before, children, earlier, "outsiders")
    with middle:
        blocks.places(now, before, children, earlier, "coverage")
    with right:
        blocks.units(user, units, chosen)


user = require("overview.read")
head = Head()
chosen = filters(store(), user.scope, head)
with head.title:
    st.title(say("overview.title"))
if chosen.grid is None:
    st.info(say("overview.empty"), icon=":material/inbox:")
    if user.may("imports.read"):
        st.page_link("imports.py", label=say("overview.go_imports"), icon=":material/upload_file:")
    else:
        st.caption(say("overview.ask_clerk"))
else:
    picture(chosen)

"""Anomalies: what the detectors found, why, and what was done about it. The list on the left, one alert on the right."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.watch import UNFINISHED, alert_counts, alerts, whose_counts
from pages.ui.alerts import acting
from pages.ui.alerts.choosing import choose, chosen_count, whose_links
from pages.ui.alerts.detail import detail
from pages.ui.alerts.handle import bulk
from pages.ui.alerts.listing import empty, find_alert, summary
from pages.ui.alerts.rows import rows
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Head, context_line, filters
from pages.ui.shared.coverage import coverage_of
from pages.ui.shared.new_alerts import sound_switch
from pages.ui.shared.refusals import refusal, refuse
from pages.ui.shared.session import language, require, say, store
from pages.ui.shared.too_early import say_too_early

LIMIT = 300

user = require("anomalies.read")
lang, data, may_handle = language(), store(), user.may("anomalies.handle")
head = Head()
chosen = filters(data, user.scope, head)
with head.title:
    st.title(say("page.anomalies"))
    context_line(chosen, coverage=coverage_of(data, user, grid=chosen.grid_id, since=chosen.since, until=chosen.until))

say_too_early(data, user.scope, as_of=chosen.last_day)
counts = read(alert_counts, data, user.scope, grid=chosen.grid_id)
above = st.container(horizontal=True, vertical_alignment="center", key="alert_filters")
with above:
    sound_switch()
    picked = choose(lang, counts, UNFINISHED)
    if may_handle:
        with st.popover(say("alerts.keys"), icon=":material/keyboard:", key="alert_keys"):
            st.markdown(say("alerts.keys_help").replace(" · ", "  \n"))
    st.page_link("handover.py", label=say("alerts.to_handover"), icon=":material/assignment_turned_in:")
asking = {"reader": (user.login, user.name), "at": clock.now().replace(second=0)}
unfinished = int(counts[counts.status.isin(UNFINISHED)].alerts.sum())
st.html(whose_links({None: unfinished, **read(whose_counts, data, user.scope, grid=chosen.grid_id, **asking)}))
act = acting.last_act()
if act is not None:  # the list stays as it was when the reader acted
    found = alerts(data, user.scope, ids=list(act.listed), as_of=chosen.today, limit=LIMIT)
    found = found.set_index("alert_id", drop=False).reindex([n for n in act.listed if n in set(found.alert_id)])
else:
    found = read(
        alerts,
        data,
        user.scope,
        grid=chosen.grid_id,
        detectors=picked.kinds or None,
        statuses=picked.statuses or None,
        severities=picked.severities or None,
        since=None if picked.whose else chosen.since,  # what waits for a shift waits, whenever it began
        until=None if picked.whose else chosen.until,
        as_of=chosen.today,
        limit=LIMIT,
        whose=picked.whose,
        **asking,
    )
found = found.reset_index(drop=True)
listed = [int(n) for n in found.alert_id]
wanted = st.query_params.get("alert")
alert = find_alert(data, user.scope, found, wanted, as_of=chosen.today)
if alert is None and wanted:
    refuse("alert", "anomalies.unknown")
    alert = find_alert(data, user.scope, found, None, as_of=chosen.today)
refusal("alert")
if found.empty:
    empty(data, user, unfinished, filtered=picked.filtered)
with above:
    if len(found):
        summary(found, on_any_day=0 if act or picked.whose else chosen_count(counts, picked), limit=LIMIT)

# On a phone one of the two is seen: the alert that the address names, else the list (the style sheet hides the other).
with st.container(key="alerts_one" if st.query_params.get("alert") else "alerts_all"):
    left, right = st.columns([2, 5], gap="medium")
    with left:
        done = set(act.alerts) if act else set()
        ticked = (
            rows(
                lang, found, chosen=int(alert.alert_id) if alert is not None else None, done=done, may_handle=may_handle
            )
            if len(found)
            else []
        )
    with right:
        if alert is not None:
            detail(data, user, lang, alert, chosen, listed)
with above:
    if act is not None and len(act.alerts) > 1:
        acting.said(data, user, act, key="many")
    elif ticked:
        bulk(data, user, ticked, listed, grid=chosen.grid_id)

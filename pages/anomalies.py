"""Anomalies: what the detectors found, why, and what was done about it."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.errors import UserError
from core.watch import UNFINISHED, acknowledge, alert_counts, alerts
from pages.ui.alerts.listing import bulk_bar, detail, empty, facets, find_alert, listing, summary
from pages.ui.shared.controls import Head, context_line, filters
from pages.ui.shared.refusals import refusal, refuse
from pages.ui.shared.session import language, require, say, store

LIMIT = 1000

user = require("anomalies.read")
lang = language()
head = Head()
chosen = filters(store(), user.scope, head)
with head.title:
    st.title(say("page.anomalies"))
    context_line(chosen)

counts = alert_counts(store(), user.scope, grid=chosen.grid_id)
picked = facets(lang, counts, UNFINISHED)
found = alerts(
    store(),
    user.scope,
    grid=chosen.grid_id,
    detectors=picked.kinds or None,
    statuses=picked.statuses or None,
    since=chosen.since,
    until=chosen.until,
    as_of=chosen.today,
    limit=LIMIT,
)
found = found[found.severity.isin(picked.severities)] if picked.severities else found
found = found.reset_index(drop=True)
unfinished = int(counts[counts.status.isin(UNFINISHED)].alerts.sum())
summary(found, unfinished=unfinished, filtered=picked.filtered, limit=LIMIT)
if found.empty:
    empty(store(), user, unfinished, filtered=picked.filtered)
ticked = listing(lang, found, may_handle=user.may("anomalies.handle")) if len(found) else []
if ticked and user.may("anomalies.handle") and bulk_bar(len(ticked)):
    try:
        done = acknowledge(store(), user.scope, ticked, actor=user.login, at=clock.now())
        st.toast(say("anomalies.acknowledged_now", count=done))
        st.rerun()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))

wanted = st.query_params.get("alert")
alert = find_alert(store(), user.scope, found, wanted, as_of=chosen.today)
if alert is None and wanted:
    refuse("alert", "anomalies.unknown")
refusal("alert")
if alert is not None:
    st.divider()
    detail(store(), user, lang, alert)

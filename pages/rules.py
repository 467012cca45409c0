"""Rules: each detector with what it says, its thresholds and budget, how it has done; what others would have found, and switching them on."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.policy.running import running
from core.rollup import judged_day
from core.watch.record import rule_record
from core.watch.rule import rules
from pages.ui.rules.detail import detail
from pages.ui.rules.listing import chosen_rule, listing
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Head
from pages.ui.shared.session import require, say, store

user = require("policy.read")
with Head().title:
    st.title(say("page.rules"))
day = judged_day(store()) or clock.today()
policy = running(store(), day)
record = read(rule_record, store(), user.scope, detectors=policy.detectors, until=day)
code = chosen_rule(record)
if (published := st.session_state.pop("rule_done", None)) is not None:
    # Whoever pressed the button stands far below the head of the page on a phone.
    st.toast(published, icon=":material/check_circle:", duration="long")
# The rule that somebody chose stands above the others: below two dozen lines nobody would see that anything had changed.
if code is not None:
    row = record[record["detector"] == code].iloc[0]
    detail(store(), user, policy, rules(policy)[code], row, day)
listing(record, code)

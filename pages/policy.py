"""Policy: what runs and since when, the declared emergencies; what another edition or a change would do; versions, published and drafts."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.policy import versions
from core.rollup import judged_day
from pages.ui.policy.classes import class_cards
from pages.ui.policy.emergencies import emergencies_section
from pages.ui.policy.now import now
from pages.ui.policy.versions import versions_section
from pages.ui.policy.whatif import what_if
from pages.ui.shared.controls import Head
from pages.ui.shared.measures_table import measures_table
from pages.ui.shared.session import require, say, store
from pages.ui.shared.toasts import toast_now

user = require("policy.read")
toast_now()
head = Head()
with head.title:
    st.title(say("page.policy"))
day = judged_day(store()) or clock.today()
pack = now(head, day)
emergencies_section(store(), user, day)
tabs = ("what_if", "classes", "measures", "versions")
compared, classes, measures, kept = st.tabs([say(f"policy.tab.{name}") for name in tabs], key="policy_tabs")
with compared:
    what_if(store(), user, pack, day)
with classes:
    class_cards(store(), pack, day)
with measures:
    measures_table(versions.in_force(store(), day, pack))
with kept:
    versions_section(store(), user, pack, day)

"""People: finding somebody, and one person's page (`?person=`)."""

from __future__ import annotations

import streamlit as st

from pages.ui.people.listing import as_of_line, listing, wanted, why_line
from pages.ui.people.person import back, person_page, wanted_person
from pages.ui.shared.controls import filters, go_to
from pages.ui.shared.export_edit import export_popover
from pages.ui.shared.session import require, say, store

user = require("people.read")
if "person" in st.query_params:
    back()
    head = st.container()
    chosen = filters(store(), user.scope)
    found = wanted_person(store(), user, as_of=chosen.today)
    if found is None:
        st.warning(say("people.unknown"))
    else:
        person_page(store(), user, found, chosen, head)
else:
    head = st.container()
    above = st.container()
    groups = st.container()
    beside = st.columns([22, 104])
    with beside[0]:
        chosen = filters(store(), user.scope, period=False, above=above)
    choice = wanted(store(), user.scope, chosen, groups, beside[1])
    with head:
        st.title(say("page.people"))
        as_of_line(chosen)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        why_line(store(), user.scope, choice)
        export_popover(store(), user, "people", choice.conditions)
    clicked = listing(store(), user.scope, choice)
    if clicked is not None:
        go_to(person=clicked)
        st.rerun()

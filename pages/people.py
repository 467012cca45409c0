"""People: finding somebody, and one person's page (`?person=`)."""

from __future__ import annotations

import streamlit as st

from pages.ui.people.listing import as_of_line, listing, wanted, why_line
from pages.ui.people.person import back, person_page, wanted_person
from pages.ui.shared.controls import Head, filters, go_to
from pages.ui.shared.export_edit import export_popover
from pages.ui.shared.lookups import may_look_up
from pages.ui.shared.session import require, say, store

user = require("people.read")
if "person" in st.query_params:
    back()
    head = Head()
    chosen = filters(store(), user.scope, head)
    found = wanted_person(store(), user, as_of=chosen.today)
    if found is None:
        st.warning(say("people.unknown"))
    else:
        person_page(store(), user, found, chosen, head.title)
else:
    head = Head()
    if not may_look_up(store(), user, st.query_params.get("q", "")):
        del st.query_params["q"]
    groups = st.container(key="people_needs", gap=None)
    groups.html("<i></i>")  # an empty container takes no room: what is drawn into it later would push the page down
    beside = st.container()
    chosen = filters(store(), user.scope, head, period=False)
    choice = wanted(store(), user.scope, chosen, groups, beside)
    with head.title:
        st.title(say("page.people"))
        as_of_line(chosen)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="people_why"):
        why_line(store(), user.scope, choice)
        if user.may("people.register"):
            st.page_link("register.py", label=say("register.link"), icon=":material/how_to_reg:")
        export_popover(store(), user, "people", choice.conditions)
    clicked = listing(store(), user, choice)
    if clicked is not None:
        go_to(person=clicked)
        st.rerun()

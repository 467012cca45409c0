"""Applications to leave: those that wait, the earliest due first; one or many decided; one typed in for somebody (`?person=`: theirs)."""

from __future__ import annotations

import streamlit as st

from core.act import moment
from pages.ui.exits.deciding import deciding
from pages.ui.exits.entering import entering
from pages.ui.exits.listing import lead, listing
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.map_view import note_width, wide
from pages.ui.shared.moment import when
from pages.ui.shared.session import require, say, store
from pages.ui.shared.told import told

user = require("exits.read")
at = moment(store())
head = Head()
chosen = filters(store(), user.scope, head, period=False)
with head.title:
    st.title(say("page.exits"))
    when(at)
told("exits")
lead(store(), user, chosen, at)
if user.may("exits.write"):
    entering(store(), user, at)
above = st.container()
picked, wanted = listing(store(), user, chosen, at)
# On a phone all cards stand below one another: what decides many is not looked for under the last.
with above if picked.empty and not wide() else st.container():
    deciding(store(), user, picked, wanted, at)
note_width()

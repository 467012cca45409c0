"""Grid changes: villages merged, split, moved, renamed, closed: chosen, looked at beforehand, carried out; what was done, and the way back."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.grid_changes import changes
from pages.ui.grid_changes.acting import told
from pages.ui.grid_changes.history import history
from pages.ui.grid_changes.new import new_change
from pages.ui.grid_changes.sheet import from_sheet
from pages.ui.shared.controls import Head
from pages.ui.shared.session import require, say, store

user = require("grids.change")
head = Head()
with head.title:
    st.title(say("page.grids"))
told()
one, many = st.tabs([say("grid_change.new"), say("grid_change.sheet")])
with one:
    new_change(store(), user, clock.today())
with many:
    from_sheet(store(), user, clock.today())
history(store(), user, changes(store(), user.scope))

"""Papers: made for a class in a grid, the register of all that were made (`part=register`), templates and numbers (`part=templates`)."""

from __future__ import annotations

import streamlit as st

from core.act import moment
from core.papers.office import TEMPLATE
from pages.ui.papers.listing import listing
from pages.ui.papers.making import making
from pages.ui.papers.parts import chosen_part
from pages.ui.papers.templates import templates
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import require, say, store

user = require("papers.make")
head = Head()
chosen = filters(store(), user.scope, head, period=False)
with head.title:
    st.title(say("page.papers"))
at = moment(store())
on = at.date()
part = chosen_part(may_template=user.may(TEMPLATE))
if part == "register":
    listing(store(), user, chosen, at)
elif part == "templates":
    templates(store(), user, on)
else:
    making(store(), user, chosen, on)
note_width()

"""Places for people: how full each is, which towns lack beds; one of them is looked at (`?place=`): who is in, who is expected, in and out."""

from __future__ import annotations

import streamlit as st

from core.act import moment
from core.places.keep import WRITE
from pages.ui.places.adding import adding
from pages.ui.places.listing import kind_filter, listing
from pages.ui.places.one import one_place
from pages.ui.places.towns import by_town
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.finder import number
from pages.ui.shared.map_view import note_width
from pages.ui.shared.session import require, say, store

user = require("places.read")
head = Head()
chosen = filters(store(), user.scope, head, period=False)
at = moment(store())
wanted = number("place")
with head.title:
    st.title(say("page.places"))
if wanted is not None:
    one_place(store(), user, wanted, at)
else:
    kind = kind_filter()
    listing(store(), user, chosen, kind, at)
    by_town(store(), user, chosen, kind, at.date())
    if user.may(WRITE):
        adding(store(), user)
note_width()

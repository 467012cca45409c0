"""Duplicates: pairs of entries that may be one person, side by side; decided one by one or many at once."""

from __future__ import annotations

import streamlit as st

from core.duplicates.pairs import pair_counts, pairs
from pages.ui.duplicates.duplicate_card import card
from pages.ui.duplicates.listing import (
    PAGE,
    act,
    bulk_bar,
    empty,
    facets,
    head_line,
    listing,
    look_again,
    reasons,
    recent,
)
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Head, filters
from pages.ui.shared.session import require, say, store

user = require("people.read")
may_merge = user.may("people.merge")
head = Head()
chosen = filters(store(), user.scope, head, period=False)
counts = read(pair_counts, store(), user.scope, grid=chosen.grid_id, as_of=chosen.today)
with head.title:
    st.title(say("page.duplicates"))
    head_line(chosen, counts)

picked = facets(counts)
found = read(
    pairs, store(), user.scope,
    grid=chosen.grid_id, band=picked.band, rule=picked.rule, status=picked.status, as_of=chosen.today, limit=PAGE,
)  # fmt: skip
if found.empty:
    empty(store(), user, filtered=picked.filtered)
else:
    left, right = st.columns([5, 6], gap="medium")
    with left:
        ticked = listing(found, may_merge=may_merge)
        if may_merge and picked.status == "open":
            bulk_bar(store(), user, found, ticked)
    with right:
        card(store(), user, found.assign(status=picked.status), chosen, decide=may_merge, act=act, reasons=reasons)
if may_merge:
    recent(store(), user, chosen)
    look_again(store(), user)

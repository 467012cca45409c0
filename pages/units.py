"""Units: which are not open and why, the list, how far they have reopened; and one unit's page (`?unit=`)."""

from __future__ import annotations

import streamlit as st

from core.registry.units import unit, unit_counts
from core.rollup.resumption import resumption
from pages.ui.people.listing import as_of_line
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Head, filters, go_to
from pages.ui.shared.coverage import coverage_of
from pages.ui.shared.export_edit import export_popover
from pages.ui.shared.map_view import note_width, wide
from pages.ui.shared.places import named
from pages.ui.shared.session import require, say, store
from pages.ui.units.blocked import sector_squares, sentence
from pages.ui.units.listing import empty, listing, wanted
from pages.ui.units.readiness import readiness_view, schools_line, view_switch
from pages.ui.units.resumption import bars, finding, key_line
from pages.ui.units.unit import back, unit_page

user = require("units.read")
if "unit" in st.query_params:
    back()
    head = Head()
    chosen = filters(store(), user.scope, head)
    found = unit(store(), user.scope, code=st.query_params["unit"])
    if found is None:
        st.warning(say("units.unknown"))
    else:
        unit_page(store(), user, found, chosen, head.title)
else:
    head = Head()
    chosen = filters(store(), user.scope, head, period=False)
    with head.title:
        st.title(say("page.units"))
        as_of_line(
            chosen,
            coverage=coverage_of(store(), user, grid=chosen.grid_id, since=chosen.last_day, until=chosen.last_day),
        )
    counts = read(unit_counts, store(), user.scope, grid=chosen.grid_id)
    if counts["units"] == 0:
        empty(user, filtered=False)
    else:
        groups = {
            by: named(read(resumption, store(), user.scope, grid=chosen.grid_id, by=by), "key")
            for by in ("sector", "industry", "township")
        }
        first, second = st.container(), st.container()  # above the filters that decide what they say
        ready = view_switch()
        choice = wanted(store(), user.scope, chosen)
        with first:
            sentence(groups["sector"], choice)
            if not ready:
                schools_line(store(), user, chosen)
        if not ready and (wide() or not choice.filtered):  # on a phone the list that was asked for comes first
            with second:
                sector_squares(groups["sector"])
        clicked = (readiness_view if ready else listing)(store(), user, chosen, choice)
        export_popover(store(), user, "units", choice.conditions)
        if not ready:
            st.markdown(f"##### {finding(counts, groups['industry'])}")
            key_line()
            for place, by in zip(st.columns(2, gap="large"), ("industry", "township"), strict=True):
                with place:
                    bars(groups[by], words=f"units.by_{by}", key=f"units_by_{by}")
        note_width()
        if clicked is not None:
            go_to(unit=clicked)
            st.rerun()

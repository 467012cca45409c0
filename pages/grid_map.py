"""The grid map: areas coloured by their alerts or an indicator, the worst beside it, drilled down from county to household."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.registry import grids
from core.registry.cards import card
from core.registry.households import households
from core.rollup.series import by_child, daily
from core.watch import UNFINISHED, alerts, clusters, standing
from pages.ui.map.card import show_card
from pages.ui.map.cluster_layers import looked_at
from pages.ui.map.cluster_list import cluster_list
from pages.ui.map.map_controls import look
from pages.ui.map.map_picture import map_of
from pages.ui.map.map_tables import breadcrumbs, children_table, households_table
from pages.ui.map.worst_first import with_trouble, worst_first
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import Head, context_line, filters, go_to
from pages.ui.shared.coverage import coverage_of
from pages.ui.shared.export_edit import export_popover
from pages.ui.shared.map_view import note_width, wide
from pages.ui.shared.session import place as named
from pages.ui.shared.session import require, say, store

FEW = 5  # grids in the list, so that the card has room below it
NO_CLUSTERS = pd.DataFrame()

user = require("map.read")
scope, data = user.scope, store()
head = Head()
chosen = filters(data, scope, head)
with head.title:
    st.title(say("page.grid_map"))
    context_line(chosen, coverage=coverage_of(data, user, grid=chosen.grid_id, since=chosen.since, until=chosen.until))
if chosen.grid is None:
    st.info(say("map.no_grids"))
    if user.may("imports.read"):
        st.page_link("imports.py", label=say("map.to_imports"), icon=":material/upload_file:")
    st.stop()
grid = chosen.grid
path = grids.path(data, scope, grid_id=grid.grid_id)
with st.container(horizontal=True, vertical_alignment="center", key="map_bar"):
    breadcrumbs(path)
    view = look(chosen)

period = {"since": chosen.since, "until": chosen.until}
place = next((g for g in reversed(path) if g.axis == "area"), None)
areas = read(by_child, data, scope, grid=place.grid_id, **period) if place else None
below = read(grids.children, data, scope, grid_id=grid.grid_id, axis=grid.axis)

inside = areas if grid.axis == "area" else read(by_child, data, scope, grid=grid.grid_id, axis="block", **period)
opened = read(standing, data, scope, grid=grid.grid_id, axis=grid.axis)
facts = read(card, data, scope, grid_id=grid.grid_id, as_of=chosen.today)

found = read(clusters, data, scope, grid=grid.grid_id) if user.may("anomalies.read") else NO_CLUSTERS


def whole_card() -> None:
    days = read(daily, data, scope, grid=grid.grid_id, **period)
    unfinished = read(alerts, data, scope, grid=grid.grid_id, statuses=list(UNFINISHED), limit=500)
    show_card(facts, days, unfinished, chosen, user)


def picture() -> str | None:
    """The map; the code of what was clicked on it."""
    if place is None:
        st.info(say("map.unit_without_area"))
        return None
    around = read(standing, data, scope, grid=place.grid_id) if place != grid else opened
    wanted = map_of(data, scope, place, with_trouble(areas, around), view, found)
    if user.may("anomalies.read"):
        cluster_list(data, scope, found, chosen)
    return wanted


def beside() -> None:
    """The grids one level down, worst first, and the card where they are few."""
    if len(below):
        worst_first(inside, view, card=facts)
    if len(below) <= FEW:
        whole_card()


if len(below):
    inside = with_trouble(inside, opened)
if wide():
    left, right = st.columns([2, 1], gap="medium")
    with left:
        wanted = picture()
    with right:
        beside()
elif looked_at(found) is not None:  # who comes for a cluster sees it first
    wanted = picture()
    beside()
else:  # one below the other, and drawn in that order, so that nothing moves
    beside()
    wanted = picture()
if len(below):
    left, right = st.columns([2, 1], gap="medium")
    with left:
        st.markdown("##### " + say("map.table.title", name=escape(named(grid.name)), count=len(below)))
        wanted = wanted or children_table(inside, view, key=f"children_{grid.code}")
        if grid.axis == "area":
            export_popover(data, user, "grids", {"grid": grid.grid_id})
    if len(below) > FEW:
        with right:
            whole_card()
elif grid.axis == "area":
    households_table(read(households, data, scope, grid=grid.grid_id, limit=500), grid, user)
note_width()
if wanted and wanted != grid.code:
    go_to(grid=wanted)
    st.rerun()

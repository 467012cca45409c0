"""What the map shows, chosen in a row above it and kept in the address: colour, layers, the day of the flows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from pages.ui.shared import palette
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.days import kept_day
from pages.ui.shared.scales import indicator_name
from pages.ui.shared.session import language, say

COLOURS = ("alerts", "grade", "people", "check_ins", "coverage", "fevers", "outsiders")
LAYERS = ("names", "below", "clusters", "units", "flows")
USUAL = ("names", "below", "clusters")


@dataclass(frozen=True)
class Look:
    colour: str
    layers: tuple[str, ...]
    day: date  # of the flows

    def shows(self, layer: str) -> bool:
        return layer in self.layers


def look(chosen: Filter) -> Look:
    """Draw the row and return the choice. Address: `colour`, `layers` (comma-separated, `none`), `day` (ISO)."""
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="look"):
        colour = _colour()
        layers = _layers()
        day = _day(chosen) if "flows" in layers else chosen.until
    if chosen.grid and chosen.grid.axis == "block" and "units" not in layers:
        layers = (*layers, "units")  # the unit one looks at is on its map
    return Look(colour, layers, day)


def kept() -> dict[str, str | None]:
    """Of the address, so that links to other grids keep it."""
    return {name: st.query_params.get(name) for name in ("colour", "layers", "day", "cluster")}


def _colour() -> str:
    options = [*COLOURS, *palette.running_classes(language())]
    wanted = st.query_params.get("colour")
    st.session_state["control_colour"] = wanted if wanted in options else options[0]
    st.selectbox(
        say("map.colour"),
        options,
        format_func=lambda m: indicator_name(language(), m),
        key="control_colour",
        on_change=lambda: go_to(colour=st.session_state["control_colour"]),
        width=190,
        label_visibility="collapsed",
    )
    return st.session_state["control_colour"]


def _layers() -> tuple[str, ...]:
    wanted = st.query_params.get("layers")
    shown = USUAL if wanted is None else tuple(name for name in LAYERS if name in wanted.split(","))
    st.session_state["control_layers"] = list(shown)
    with st.popover(f"{say('map.layers')} · {len(shown)}", key="layers"):
        st.pills(
            say("map.layers"),
            LAYERS,
            selection_mode="multi",
            format_func=lambda name: say(f"map.layer.{name}"),
            key="control_layers",
            on_change=lambda: go_to(layers=",".join(st.session_state["control_layers"]) or "none"),
            label_visibility="collapsed",
        )
    return shown


def _day(chosen: Filter) -> date:
    try:
        wanted = date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        wanted = chosen.until
    shown = min(max(wanted, chosen.since), chosen.until)
    kept_day(
        say("map.day"),
        shown,
        lambda day: go_to(day=day.isoformat()),
        key="control_flow_day",
        least=chosen.since,
        latest=chosen.until,
        format="YYYY-MM-DD",
        width=150,
        label_visibility="collapsed",
    )
    return shown

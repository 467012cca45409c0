"""Who needs a place and what is free, by township: those short of beds first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from core.domain import User
from core.i18n import format
from core.places import towns
from core.policy.places import place_kinds
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import place, say
from pages.ui.shared.tables import Column, table

NAMED = 3
NARROW = {"name": 116, "waiting": 96, "free": 62, "short": 62}  # what a phone has room for, and how much
COLUMNS = [
    Column("name", "places.column.township", "place", width=130, pinned=True),
    Column("waiting", "places.column.waiting", "number", width=90),
    Column("places", "places.column.places", "number", width=70),
    Column("beds", "places.column.beds", "number", width=80),
    Column("taken", "places.column.taken", "number", width=80),
    Column("free", "places.column.free", "number", width=80),
    Column("short", "places.column.short", "number", width=80),
]


def by_town(store: Store, user: User, chosen: Filter, kind: str | None, on: date) -> None:
    for code in [kind] if kind else place_kinds():
        found = read(towns, store, user.scope, on=on, kind=code, grid=chosen.grid_id)
        if not int(found.waiting.sum()):
            continue
        found = found.assign(
            short=(found.waiting - found.free).clip(lower=0),
            name=[n if isinstance(n, str) else say("places.no_home") for n in found.name],
        )
        st.markdown(f"##### {say(f'places.towns.{code}')}")
        lacking = found[found.short > 0]
        names = say("list.items").join(place(n) for n in lacking.name.head(NAMED))
        fields = {name: format.exact(int(found[name].sum())) for name in ("waiting", "free")}
        if len(lacking):
            st.markdown(
                say(
                    "places.towns_short", towns=names, short=format.exact(int(lacking.short.sum())), free=fields["free"]
                )
            )
        else:
            st.markdown(say("places.towns_enough", **fields))
        columns = COLUMNS if wide() else [replace(c, width=NARROW[c.name]) for c in COLUMNS if c.name in NARROW]
        table(found, columns, key=f"places_towns_{code}", rows=10)

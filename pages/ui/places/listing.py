"""The list of places: beds, people in them, free ones, people expected; a click opens one."""

from __future__ import annotations

import secrets
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format
from core.places import inside, places
from core.policy.places import place_kinds
from core.store import Store
from pages.ui.places.told import told
from pages.ui.shared import finder
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.file_button import file_button
from pages.ui.shared.links import href
from pages.ui.shared.map_view import wide
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import place, say
from pages.ui.shared.tables import Column, table
from pages.ui.shared.took import took

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = [
    Column("name", "places.column.name", width=180, pinned=True),
    Column("kind", "places.column.kind", "code", width=120, words="place_kind."),
    Column("township", "places.column.township", "place", width=110),
    Column("beds", "places.column.beds", "number", width=70),
    Column("taken", "places.column.taken", "number", width=70),
    Column("free", "places.column.free", "number", width=70),
    Column("expected", "places.column.expected", "number", width=90),
    Column("share", "places.column.share", "bar", width=110),
    Column("contact", "places.column.contact", width=90),
    Column("phone", "places.column.phone", width=120),
    Column("address", "places.column.address", width=180),
]


def kind_filter() -> str | None:
    kinds = {code: say(f"place_kind.{code}") for code in place_kinds()}
    with finder.row("places", ("kind",)):
        return finder.pick("places", "kind", say("places.kind"), kinds, none=say("places.any"))


def listing(store: Store, user: User, chosen: Filter, kind: str | None, at: datetime) -> None:
    told()
    found = places(store, user.scope, on=at.date(), grid=chosen.grid_id, kind=kind)
    if found.empty:
        st.info(say("places.lead_none"), icon=":material/bed:")
        return
    opened = found[found.open]
    sums = {name: format.exact(int(opened[name].sum())) for name in ("beds", "taken", "free", "expected")}
    st.html(f'<p class="gc-lead">{escape(say("places.lead", places=len(opened), **sums))}</p>')
    shown = found.assign(
        share=(found.taken / found.beds.where(found.beds > 0)).fillna(0.0),
        name=[
            n if o else n + say("list.bracket", inner=say("places.closed"))
            for n, o in zip(found.name, found.open, strict=True)
        ],
    )
    if wide():
        clicked = table(shown, COLUMNS, key=f"places_{kind}", select="lodging_id", rows=14)
        if clicked is not None:
            go_to(place=int(found.lodging_id.iloc[clicked]))
            st.rerun()
    else:
        _cards(shown)
    _export(store, user, found, at)


def _cards(shown: pd.DataFrame) -> None:
    cards = "".join(_card(row) for row in shown.itertuples())
    st.html(f'<ul class="gc-cards" aria-label="{escape(say("page.places"))}">{cards}</ul>')


def _card(row: tuple) -> str:
    where = [say(f"place_kind.{row.kind}"), *([place(row.township)] if isinstance(row.township, str) else [])]
    figures = {name: format.exact(int(getattr(row, name))) for name in ("taken", "beds", "free")}
    return (
        f'<li><a class="go" href="{href("places", place=int(row.lodging_id))}"><span class="gc-name">{escape(row.name)}</span>'
        f"<span>{escape(figures['taken'])}/{escape(figures['beds'])}</span><span>{escape(say('places.one_lead', **figures))}</span>"
        f'<span class="gc-why">{escape(" · ".join(where))}</span></a></li>'
    )


def _export(store: Store, user: User, found: pd.DataFrame, at: datetime) -> None:
    with st.container(horizontal=True, key="places_exports"):
        for name, make in (
            ("export", lambda: _places_book(found)),
            ("export_inside", lambda: _inside_book(store, user, at)),
        ):
            file_button(
                say(f"places.{name}"), make, f"{say('page.places')}-{at:%m%d}-{secrets.token_hex(6)}.xlsx", mime=XLSX, on_click="ignore",
                key=f"places_{name}", icon=":material/download:", type="tertiary",
            )  # fmt: skip


def _places_book(found: pd.DataFrame) -> bytes:
    columns = {
        say(c.label): list(found[c.name]) for c in COLUMNS if c.name in found and c.name not in ("kind", "township")
    }
    columns[say("places.column.kind")] = [say(f"place_kind.{k}") for k in found.kind]
    columns[say("places.column.township")] = [place(v) if isinstance(v, str) else None for v in found.township]
    columns[say("places.column.open")] = [say("places.yes" if o else "places.no") for o in found.open]
    return workbook(pd.DataFrame(columns))


def _inside_book(store: Store, user: User, at: datetime) -> bytes:
    found = inside(store, user.scope, on=at.date(), limit=50_000)
    took(user.login, "places", len(found))
    return inside_book(found)


def inside_book(found: pd.DataFrame) -> bytes:
    names = {
        "place": "name",
        "room": "room",
        "bed": "bed",
        "name": "person",
        "phone": "phone",
        "came_at": "came_at",
        "until": "until",
        "left_at": "left_at",
    }
    columns = {
        say(f"places.column.{label}"): list(found[name].astype(str).replace({"NaT": "", "None": "", "nan": ""}))
        for name, label in names.items()
    }
    columns[say("places.column.home")] = [place(v) if isinstance(v, str) else "" for v in found.home]
    return workbook(pd.DataFrame(columns))

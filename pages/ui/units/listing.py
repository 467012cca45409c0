"""Parts of the units page: its filters (kept in the address) and the list."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.domain import Scope, User
from core.i18n import format
from core.registry import units as register
from core.store import Store
from pages.ui.shared import finder
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import say
from pages.ui.shared.tables import Column, table
from pages.ui.units.cards import cards

PAGE = 50
MOST = 5000
ADDRESS = ("q", "kind", "industry", "state", "obstacle")
COLUMNS = [
    Column("name", "units.column.name", width=176, pinned=True),
    Column("kind", "units.column.kind", "code", width=94, words="unit_kind."),
    Column("industry", "units.column.industry", width=92),
    Column("resumption", "units.column.state", "code", width=98, words="resumption."),
    Column("obstacle", "units.column.obstacle", width=290),
    Column("resumed_on", "units.column.resumed_on", "date", width=96),
    Column("staff", "units.column.staff", "number", width=76),
    Column("back_share", "units.column.back", "bar", width=110),
    Column("people", "units.column.people", "number", width=80),
    Column("township", "units.column.township", "place", width=114),
    Column("responsible", "units.column.responsible", width=84),
    Column("phone", "units.column.phone", width=116),
    Column("area_name", "units.column.area", "place", width=130),
]


@dataclass(frozen=True)
class Wanted:
    """`conditions` as core.registry.units takes them; `reasons`: of the kind and industry chosen, as `obstacles` has them; `page` from 1."""

    conditions: dict[str, object]
    reasons: pd.DataFrame
    page: int
    filtered: bool


def wanted(store: Store, scope: Scope, chosen: Filter) -> Wanted:
    """Draw the filters of this page and return the choice. Address: `q`, `kind`, `industry`, `state`, `obstacle`, `page`."""
    none = say("units.any")
    with finder.row("units", ADDRESS):
        text = finder.text_box("units", label=say("units.search"), hint=say("units.search_hint"))
        kinds = {k: say(f"unit_kind.{k}") for k in register.KINDS}
        kind = finder.pick("units", "kind", say("units.kind"), kinds, none=none)
        named = read(register.industries, store, scope, grid=chosen.grid_id)
        industry = finder.pick("units", "industry", say("units.industry"), {n: n for n in named}, none=none)
        states = {s: say(f"resumption.{s}") for s in (register.NOT_RESUMED, *register.STATES)}
        state = finder.pick("units", "state", say("units.state"), states, none=none)
        reasons = read(register.obstacles, store, scope, grid=chosen.grid_id, kind=kind, industry=industry)
        named = {r: say("units.untold") if r == register.UNTOLD else r for r in reasons.obstacle}
        obstacle = finder.pick("units", "obstacle", say("units.column.obstacle"), named, none=none, width=190)
        filtered = bool(text or kind or industry or state or obstacle)
        if filtered:
            finder.reset("units", *ADDRESS)
    conditions = {
        "grid": chosen.grid_id, "kind": kind, "industry": industry, "resumption": state, "obstacle": obstacle, "text": text,
    }  # fmt: skip
    return Wanted(conditions, reasons, finder.page_of(MOST // PAGE), filtered)


def listing(store: Store, user: User, chosen: Filter, choice: Wanted) -> str | None:
    """The list; returns the code of the unit whose row was clicked."""
    total = read(register.unit_counts, store, user.scope, **choice.conditions)["units"]
    offset = (choice.page - 1) * PAGE
    found = read(register.units, store, user.scope, **choice.conditions, as_of=chosen.today, limit=PAGE, offset=offset)
    parts = [f"**{say('units.total_one') if total == 1 else say('units.total', total=format.exact(total))}**"]
    if total > PAGE and len(found):
        parts.append(say("units.range", first=offset + 1, last=offset + len(found)))
    if len(found) and wide():
        parts.append(say("units.open_hint"))
    finder.pager("units", " · ".join(parts), page=choice.page, pages=min(-(-total // PAGE), MOST // PAGE))
    if found.empty:
        empty(user, filtered=choice.filtered)
        return None
    if not wide():
        cards(found)
        return None
    clicked = table(found, COLUMNS, key=f"units_{choice.page}", select="code", rows=PAGE)
    return None if clicked is None else str(found.code.iloc[clicked])


def empty(user: User, *, filtered: bool) -> None:
    """What is missing, and the way to mend it."""
    st.info(say("units.none" if filtered else "units.no_register"))
    if not filtered and user.may("imports.write"):
        st.page_link("imports.py", label=say("units.to_imports"), icon=":material/arrow_forward:")

"""Parts of the people page: its own filters (kept in the address), the count with the pager, the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from core.domain import Scope
from core.i18n import format
from core.registry import grids, people
from core.registry.status import status
from core.registry.units import units
from core.store import Store
from pages.ui.shared import finder, palette
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import Column, table

PAGE = 50
MOST = 5000  # nobody pages further; and a far page costs more
COLUMNS = [
    Column("name", "people.column.name", width=96, pinned=True),
    Column("class", "people.column.class", width=136),
    Column("class_since", "people.column.class_since", "date", width=88),
    Column("sex", "people.column.sex", "code", width=56, words="sex."),
    Column("born", "people.column.born", width=64),
    Column("phone", "people.column.phone", width=112),
    Column("id_number", "people.column.id_number", width=164),
    Column("township", "people.column.township", width=96),
    Column("place", "people.column.grid", width=150),
    Column("household", "people.column.household", width=120),
    Column("last_seen", "people.column.last_seen", "moment", width=150),
]
VISITORS = [
    Column("name", "people.column.name", width=110, pinned=True),
    Column("first_seen", "people.column.first_seen", "date", width=110),
    Column("township", "people.column.township", width=110),
    Column("place", "people.column.first_place", width=190),
    Column("phone", "people.column.phone", width=120),
    Column("id_number", "people.column.id_number", width=170),
    Column("last_seen", "people.column.last_seen", "moment", width=150),
]
# A column for those among whom somebody is gone or out of contact.
STATUS = [
    Column("status", "people.column.status", "code", width=88, words="person_status."),
    Column("status_on", "people.column.status_on", "date", width=88),
]
STATES = {
    "registered": {"registered": True, "gone": False},
    "gone": {"registered": None, "gone": True},
    "visitor": {"registered": False, "gone": False},
    "all": {"registered": None, "gone": None},
}


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for: `conditions` and `seen_until` as core.registry.people takes them."""

    conditions: dict[str, object]
    seen_until: date
    page: int  # from 1
    filtered: bool


def as_of_line(chosen: Filter) -> None:
    """The line under the title: which grid, and until when there are data."""
    grid = chosen.grid.name if chosen.grid else format.NOTHING
    day = format.day(language(), chosen.last_day, weekday=True)
    st.caption(say("people.context", grid=escape(grid), day=day))


def wanted(store: Store, scope: Scope, chosen: Filter) -> Wanted:
    """Draw the filters of this page and return the choice. Address: `q`, `class`, `unit` (code), `state`
    (registered, gone, visitor, all), `household` (id), `page`."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="people_filters"):
        text = finder.text_box(
            "people", label=say("people.search"), hint=say("people.search_hint"), tip=say("people.search_help")
        )
        none = say("people.any")
        person_class = finder.pick("people", "class", say("people.class"), palette.class_names(language()), none=none)
        options = _units(store, scope, chosen)
        unit = finder.pick("people", "unit", say("people.unit"), options, none=none, width=170)
        household = finder.number("household")
        # Whoever is looked for by name or class may be a visitor on no roster, or gone.
        usual = "all" if text or person_class else "registered"
        states = {code: say(f"people.state.{code}") for code in STATES if code != usual}
        state = finder.pick("people", "state", say("people.registration"), states, none=say(f"people.state.{usual}"))
        filtered = bool(text or person_class or unit or household or state)
        if filtered:
            finder.reset("people", "q", "class", "unit", "household", "state")
    found = grids.find_grid(store, scope, code=unit) if unit else None
    conditions = {
        "text": text,
        "grid": chosen.grid_id,
        "person_class": person_class,
        "unit": found.grid_id if found else None,
        "household": household,
        **STATES[state or usual],
        "as_of": chosen.today,
    }
    return Wanted(conditions, chosen.latest, finder.page_of(MOST // PAGE), filtered)


def listing(store: Store, scope: Scope, choice: Wanted) -> int | None:
    """The list; returns the person whose row was clicked."""
    total = read(people.count, store, scope, **choice.conditions)
    found = read(
        people.search,
        store,
        scope,
        **choice.conditions,
        seen_until=choice.seen_until,
        limit=PAGE,
        offset=(choice.page - 1) * PAGE,
    )
    _count_line(choice, total, found)
    if found.empty:
        _empty(store, scope, choice)
        return None
    names = palette.class_names(language())
    found = found.assign(**{
        "class": [names.get(code, code) if not pd.isna(code) else None for code in found["class"]],
        "born": [None if pd.isna(year) else str(int(year)) for year in found.born],
    })  # fmt: skip
    columns = VISITORS if choice.conditions["registered"] is False else COLUMNS
    if found.status.notna().any():
        columns = [columns[0], *STATUS, *columns[1:]]
    clicked = table(found, columns, key=f"people_{choice.page}", select=True, rows=PAGE)
    return None if clicked is None else int(found.person_id.iloc[clicked])


def _count_line(choice: Wanted, total: int, found: pd.DataFrame) -> None:
    words = say("people.total_one") if total == 1 else say("people.total", total=format.exact(total))
    parts = [f"**{words}**"]
    if total > PAGE and len(found):
        first = (choice.page - 1) * PAGE + 1
        parts.append(say("people.range", first=format.exact(first), last=format.exact(first + len(found) - 1)))
    if len(found) and choice.conditions["household"]:
        parts.append(escape(say("people.of_household", household=found.household.iloc[0])))
    if len(found):
        parts.append(say("people.open_hint"))
    finder.pager("people", " · ".join(parts), page=choice.page, pages=min(-(-total // PAGE), MOST // PAGE))
    if total > MOST and choice.page >= MOST // PAGE:
        st.caption(say("people.deep", most=format.exact(MOST)))


def _empty(store: Store, scope: Scope, choice: Wanted) -> None:
    if not choice.filtered and status(store, scope)["people"] == 0:
        st.info(say("people.no_register"), icon=":material/upload_file:")
        st.page_link("imports.py", label=say("people.to_imports"), icon=":material/arrow_forward:")
    else:
        st.info(say("people.none"))


def _units(store: Store, scope: Scope, chosen: Filter) -> dict[str, str]:
    """Units of the chosen grid; the one in the address besides, be it a department or lie elsewhere."""
    found = read(units, store, scope, grid=chosen.grid_id, limit=1000)
    options = dict(zip(found.code, found.name, strict=True))
    code = st.query_params.get("unit")
    if code and code not in options:
        grid = grids.find_grid(store, scope, code=code)
        if grid is not None and grid.axis == "block":
            options[code] = grid.name
    return options

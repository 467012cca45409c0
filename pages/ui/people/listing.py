"""Parts of the people page: its own filters (kept in the address), the count with the pager, the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import clock
from core.domain import Scope, User
from core.i18n import format
from core.policy.loader import RESIDENT
from core.policy.needs import needs
from core.registry import grids, people
from core.registry.lookups import note_missed
from core.registry.status import status
from core.registry.units import units
from core.store import Store
from pages.ui.people.cards import cards
from pages.ui.people.need_row import need_row
from pages.ui.shared import finder, palette
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import Filter
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import Column, table

PAGE = 50
MOST = 5000  # nobody pages further; and a far page costs more
COLUMNS = [
    Column("name", "people.column.name", width=72, pinned=True),
    Column("class", "people.column.class", width=290),
    Column("left", "people.column.left", "number", width=74),
    Column("origin", "people.column.origin", width=92),
    Column("arrived_on", "people.column.arrived_on", "date", width=72),
    Column("township", "people.column.township", "place", width=80),
    Column("place", "people.column.grid", "place", width=150),
    Column("phone", "people.column.phone", width=108),
    Column("last_seen", "people.column.last_seen", "moment", width=112),
]
WIDE = {"class": 448, "township": 104, "place": 206}  # of English words
VISITORS = [
    Column("name", "people.column.name", width=110, pinned=True),
    Column("first_seen", "people.column.first_seen", "date", width=110),
    Column("township", "people.column.township", "place", width=110),
    Column("place", "people.column.first_place", "place", width=190),
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


def as_of_line(chosen: Filter, *, coverage: str | None = None) -> None:
    """The line under the title: which grid, until when there are data, and how complete that day's are."""
    grid = place(chosen.grid.name) if chosen.grid else format.NOTHING
    day = format.day(language(), chosen.last_day, weekday=True)
    text = say("people.context", grid=escape(grid), day=day)
    st.caption(f"{text} · {coverage}" if coverage else text)


def wanted(store: Store, scope: Scope, chosen: Filter, above: DeltaGenerator, beside: DeltaGenerator) -> Wanted:
    """Draw the needs, and the filters of this page; return the choice. Address: `q`, `class`, `unit` (code), `state`
    (registered, gone, visitor, all), `household` (id), `need` (or all), `page`. Whoever is looked for by a text is looked for among all."""
    with beside:
        filters = st.container(horizontal=True, vertical_alignment="bottom", key="people_filters")
    with filters:
        text = finder.text_box(
            "people", label=say("people.search"), hint=say("people.search_hint"), tip=say("people.search_help")
        )
        more = finder.row("people_more", ("class", "unit", "state"))
    with more:
        none = say("people.any")
        person_class = finder.pick(
            "people", "class", say("people.class"), palette.running_classes(language()), none=none
        )
        options = _units(store, scope, chosen)
        unit = finder.pick("people", "unit", say("people.unit"), options, none=none, width=170)
    household, state = finder.number("household"), st.query_params.get("state")
    filtered = bool(text or person_class or unit or household or state in STATES)
    found = grids.find_grid(store, scope, code=unit) if unit else None
    conditions = {
        "grid": chosen.grid_id,
        "person_class": person_class,
        "unit": found.grid_id if found else None,
        "household": household,
        "as_of": chosen.today,
        "judged": chosen.last_day,
    }
    with above:
        need = need_row(store, scope, {**conditions, **STATES.get(state, STATES["all"])}, text=text, filtered=filtered)
    with more:
        # Whoever is looked for by name or class, or needs something, may be a visitor on no roster, or gone.
        usual = "all" if text or person_class or need else "registered"
        states = {code: say(f"people.state.{code}") for code in STATES if code != usual}
        state = finder.pick("people", "state", say("people.registration"), states, none=say(f"people.state.{usual}"))
    with filters:
        if filtered:
            finder.reset("people", "q", "class", "unit", "household", "state")
    conditions |= {"text": text, "need": need, **STATES[state or usual]}
    return Wanted(conditions, chosen.latest, finder.page_of(MOST // PAGE), filtered)


def why_line(store: Store, scope: Scope, choice: Wanted) -> None:
    """Whom the need that is looked at holds; or why more are listed in a class than the overview and the map count, where each person
    counts in one class only."""
    code, need = choice.conditions["person_class"], choice.conditions["need"]
    words = needs()[need].why(language()) if need else ""
    if code and code != RESIDENT:
        total, leading = (read(people.count, store, scope, **choice.conditions, leading=only) for only in (False, True))
        if leading < total:
            name = palette.class_names(language())[code]
            words = say(
                "people.leading", name=name, leading=format.exact(leading), others=format.exact(total - leading)
            )
    st.caption(words, width="stretch")


def listing(store: Store, user: User, choice: Wanted) -> int | None:
    """The list; returns the person whose row was clicked."""
    scope = user.scope
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
    if not total:
        note_missed(store, user, str(choice.conditions["text"]), now=clock.now())
    if found.empty:
        _empty(store, scope, choice)
        return None
    found = found.assign(**{
        "class": [_class_words(codes) for codes in found.classes],
        "left": (pd.to_datetime(found.until) - pd.Timestamp(choice.conditions["judged"])).dt.days,
    })  # fmt: skip
    columns = VISITORS if choice.conditions["registered"] is False else _columns()
    if found.status.notna().any():
        columns = [columns[0], *STATUS, *columns[1:]]
    if not wide():
        cards(found)
        return None
    clicked = table(found, columns, key=f"people_{choice.page}", select="person_id", rows=PAGE)
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


def _columns() -> list[Column]:
    return [replace(c, width=WIDE[c.name]) if language() == "en" and c.name in WIDE else c for c in COLUMNS]


def _class_words(codes: object) -> str | None:
    """All that somebody is, the class that is shown elsewhere first."""
    names = palette.class_names(language())
    return (
        say("list.items").join(names.get(code, code) for code in codes)
        if isinstance(codes, list | np.ndarray)
        else None
    )


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

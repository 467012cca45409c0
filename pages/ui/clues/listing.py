"""The list of clues: how many in which state, filters, those not answered first; a click opens one."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from core.clues import STATES, clue_counts, clues
from core.domain import EVERYTHING, User
from core.i18n import format
from core.policy.clues import clue_kinds
from core.store import Store
from pages.ui.shared import finder
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.links import href
from pages.ui.shared.map_view import wide
from pages.ui.shared.owned import owners
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import Column, table

PAGE = 50
NAMES = ("q", "state", "kind", "alert", "person")
COLUMNS = [
    Column("state", "clues.column.state", "code", width=104, words="clue_state.", pinned=True),
    Column("due", "clues.column.due", width=142),
    Column("kind_name", "clues.column.kind", width=110),
    Column("told", "clues.column.told", width=270),
    Column("where", "clues.column.where", width=180),
    Column("owner", "clues.column.owner", width=170),
    Column("pictures", "clues.column.pictures", "number", width=50),
    Column("told_at", "clues.column.told_at", "moment", width=120),
    Column("receipt", "clues.column.receipt", width=165),
]


def lead(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    """How many are open, late, new: each a link to those alone."""
    counts = clue_counts(store, user.scope, at=at, grid=_grid(user, chosen))
    opened = sum(counts[s] for s in STATES[:-1])
    words = say(
        "clues.lead" if opened else "clues.lead_none", open=format.exact(opened), late=format.exact(counts["late"])
    )
    here = st.query_params.get("state")
    links = "".join(
        f'<a class="go" href="{href("clues", state=None if s == here else s)}"{" aria-current=true" if s == here else ""}>'
        f"{escape(say(f'clue_state.{s}'))} {format.exact(counts[s])}</a>"
        for s in STATES
        if counts[s] or s == here
    )
    st.html(f'<p class="gc-lead">{escape(words)}</p><p class="gc-reasons">{links}</p>')


def listing(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    conditions = {"grid": _grid(user, chosen), "alert": finder.number("alert"), "person": finder.number("person")}
    kinds = {code: kind.name(language()) for code, kind in clue_kinds().items()}
    with finder.row("clues", NAMES):
        conditions["text"] = finder.text_box("clues", label=say("clues.search"), hint=say("clues.search_hint"))
        states = {s: say(f"clue_state.{s}") for s in ("open", *STATES)}
        conditions["state"] = finder.pick(
            "clues", "state", say("clues.column.state"), states, none=say("clues.any_state")
        )
        conditions["kind"] = finder.pick("clues", "kind", say("clues.column.kind"), kinds, none=say("clues.any_kind"))
        if any(st.query_params.get(name) for name in NAMES):
            finder.reset("clues", *NAMES)
    counts = clue_counts(store, user.scope, at=at, **conditions)
    total = sum(counts[s] for s in STATES)
    if not total:
        st.info(say("clues.none"))
        return
    pages = -(-total // PAGE)
    page = finder.page_of(pages)
    finder.pager("clues", f"**{say('clues.total', total=format.exact(total))}**", page=page, pages=pages)
    rows = clues(store, user.scope, at=at, **conditions, limit=PAGE, offset=(page - 1) * PAGE, owned=True)
    shown = rows.assign(
        due=[due(r, at) for r in rows.itertuples()], kind_name=rows.kind.map(kinds), where=[where(r) for r in rows.itertuples()], owner=owners(rows)
    )  # fmt: skip
    if not wide():
        cards = "".join(_card(row) for row in shown.itertuples())
        st.html(f'<ul class="gc-cards" aria-label="{escape(say("page.clues"))}">{cards}</ul>')
        return
    clicked = table(shown, COLUMNS, key=f"clues_list_{page}", select="clue_id", rows=15)
    if clicked is not None:
        go_to(clue=int(shown.clue_id.iloc[clicked]))
        st.rerun()


def _grid(user: User, chosen: Filter) -> int:
    """Of the whole county also those of which no grid is known yet."""
    whole = EVERYTHING in user.scope.roots and chosen.grid is not None and chosen.grid.level == "county"
    return EVERYTHING if whole else chosen.grid_id


def due(row: object, at: datetime) -> str:
    """Until when it is to be answered; of what is late, that it is."""
    if row.state == "answered":
        return ""
    moment = format.moment(language(), row.due_at)
    return say("clues.late", moment=moment) if row.late else moment


def where(row: object) -> str:
    """The place in words, then the grid as far as it is known."""
    parts = [row.place if isinstance(row.place, str) else None]
    parts += [place(v) if isinstance(v, str) else None for v in dict.fromkeys((row.township, row.grid_name))]
    return " · ".join(p for p in parts if p)


def _card(row: tuple) -> str:
    below = " · ".join(escape(v) for v in (where(row), row.owner, row.due) if isinstance(v, str) and v)
    return (
        f'<li><a class="go" href="{href("clues", clue=row.clue_id)}"><span class="gc-name">{escape(row.kind_name)}</span>'
        f'<span>{escape(say(f"clue_state.{row.state}"))}</span><span>{escape(row.told[:80])}</span><span class="gc-why">{below}</span></a></li>'
    )

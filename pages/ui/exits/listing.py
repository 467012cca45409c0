"""The list of applications: who waits first, until when, which level is asked; rows are ticked to decide them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.exits import STATES, application_counts, applications
from core.i18n import format
from core.registry import grids
from core.store import Store
from pages.ui.exits.cards import cards
from pages.ui.shared import finder, palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.map_view import wide
from pages.ui.shared.owned import owners
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import Column, pick_table

PAGE = 50
NAMES = ("q", "state", "unit", "household", "person")
COUNTED = ("approved", "refused", "withdrawn")
# Who it is and what speaks against it come before where they go.
COLUMNS = [
    Column("name", "exits.column.name", width=70, pinned=True),
    Column("class_name", "exits.column.class", width=184),
    Column("status", "exits.column.status", "code", width=72, words="application_status."),
    Column("due", "exits.column.due", width=150),
    Column("notes", "exits.column.notes", width=112),
    Column("asked", "exits.column.asked", width=144),
    Column("leave_on", "exits.column.leave", "date", width=70),
    Column("return_on", "exits.column.return", "date", width=70),
    Column("destination", "exits.column.destination", width=100),
    Column("reason", "exits.column.reason", width=84),
    Column("owner", "exits.column.owner", width=220),
    Column("where", "exits.column.home", width=190),
    Column("household", "exits.column.household", width=120),
]


@dataclass(frozen=True)
class Wanted:
    """The filters, and how many applications that wait they leave."""

    conditions: dict[str, object]
    waiting: int


def lead(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    counts = application_counts(store, user.scope, at=at, grid=chosen.grid_id)
    fields = {name: format.exact(counts[name]) for name in ("waiting", "late", "above")}
    words = escape(say("exits.lead" if counts["waiting"] else "exits.lead_none", **fields))
    here = st.query_params.get("state")
    links = "".join(
        f'<a class="go" href="{href("exits", state=None if s == here else s)}"{" aria-current=true" if s == here else ""}>'
        f"{escape(say(f'exits.state.{s}'))} {format.exact(counts[s])}</a>"
        for s in STATES
        if counts[s] or s == here
    )
    st.html(f'<p class="gc-lead">{words}</p><p class="gc-reasons">{links}</p>')


def listing(store: Store, user: User, chosen: Filter, at: datetime) -> tuple[pd.DataFrame, Wanted]:
    """The rows that are ticked, and the filters."""
    conditions = {"grid": chosen.grid_id, **{name: finder.number(name) for name in ("household", "person")}}
    with finder.row("exits", NAMES):
        conditions["text"] = finder.text_box("exits", label=say("exits.search"), hint=say("exits.search_hint"))
        states = {s: say(f"exits.state.{s}") for s in STATES}
        conditions["state"] = finder.pick(
            "exits", "state", say("exits.column.status"), states, none=say("exits.any_state")
        )
        units = dict(read(grids.block_choices, store, user.scope)[["code", "path"]].itertuples(index=False))
        unit = finder.pick("exits", "unit", say("exits.unit"), units, none=say("exits.any_unit"), width=230)
        found = grids.find_grid(store, user.scope, code=unit) if unit else None
        conditions["unit"] = found.grid_id if found else None
        if any(st.query_params.get(name) for name in NAMES):
            finder.reset("exits", *NAMES)
    counts = application_counts(store, user.scope, at=at, **conditions)
    total, wanted = counts["waiting"] + sum(counts[s] for s in COUNTED), Wanted(conditions, counts["waiting"])
    if not total:
        st.info(say("exits.none"))
        return pd.DataFrame(), wanted
    pages = -(-total // PAGE)
    page = finder.page_of(pages)
    words = f"**{say('exits.total', total=format.exact(total), waiting=format.exact(counts['waiting']))}**"
    finder.pager("exits", words, page=page, pages=pages)
    rows = applications(store, user.scope, at=at, **conditions, limit=PAGE, offset=(page - 1) * PAGE, owned=True)
    shown = _shown(rows)
    if not wide():
        return rows.iloc[cards(shown)], wanted
    ticked = pick_table(shown, COLUMNS, key=f"exits_list_{page}_{_turn()}", select="application_id", rows=12)
    return rows.iloc[ticked], wanted


def _turn() -> int:
    """How often something was decided: what was decided is no longer ticked."""
    return st.session_state.get("exits_turn", 0)


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    names, every = palette.class_names(language()), list(rows.itertuples())
    return rows.assign(
        name=[r.name if isinstance(r.name, str) else say("person.nameless") for r in every],
        due=[due(r) for r in every],
        asked=[asked(r) for r in every],
        owner=owners(rows),
        class_name=[names.get(code) for code in rows["class"]],
        where=[" · ".join(place(v) for v in dict.fromkeys((r.township, r.home)) if isinstance(v, str)) for r in every],
        notes=[say("list.items").join(notes(r)) for r in every],
    )


def due(row: object) -> str | None:
    if pd.isna(row.due_at):
        return None
    moment = format.moment(language(), row.due_at)
    return say("exits.late", moment=moment) if row.late else moment


def asked(row: object) -> str | None:
    """Who has to say yes: the responsible alone, or the level above as well."""
    if row.status != "pending":
        return None
    if row.levels == 1:
        return say("exits.asked.one")
    if row.step == 1:
        return say("exits.asked.first")
    return say("exits.asked.above" if row.above else "exits.asked.not_yours")


def notes(row: object) -> list[str]:
    """What speaks against it before anybody decides."""
    open_now = row.status == "pending"
    told = {"kept_in": row.kept_in, "gone": row.gone, "past": row.past is True, "overlaps": row.overlaps}
    return [say(f"exits.note.{name}") for name, holds in told.items() if open_now and holds]

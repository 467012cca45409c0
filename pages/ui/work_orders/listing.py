"""The list of work orders: how many in which state, filters, the overdue first; rows are ticked to give them to grids, a link opens one."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import EVERYTHING, User
from core.i18n import format
from core.store import Store
from core.work_orders import STATES, order_counts, orders
from core.work_orders.days import working_between
from pages.ui.shared import finder
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.map_view import wide
from pages.ui.shared.owned import owners
from pages.ui.shared.session import language, place, say
from pages.ui.shared.tables import Column, pick_table

PAGE = 50
NAMES = ("q", "state", "kind")
KINDS = ("enquiry", "help", "complaint", "report", "suggestion", "praise")
LED = ("overdue", "near", "paused", *STATES)
COLUMNS = [
    Column("order_no", "work_orders.column.order_no", width=140, pinned=True),
    Column("state", "work_orders.column.state", "code", width=112, words="order_state."),
    Column("left", "work_orders.column.left", width=225),
    Column("told", "work_orders.column.told", width=275),
    Column("where", "work_orders.column.grid_name", width=190),
    Column("kind_name", "work_orders.column.kind", width=70),
    Column("owner", "work_orders.column.owner", width=240),
    Column("received_at", "work_orders.column.received_at", "moment", width=120),
]


def lead(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    counts = order_counts(store, user.scope, at=at, grid=grid_of(user, chosen))
    fields = {name: format.exact(counts[name]) for name in ("open", "overdue", "near", "answered")}
    words = escape(
        say("work_orders.lead" if counts["open"] or counts["answered"] else "work_orders.lead_none", **fields)
    )
    here = st.query_params.get("state")
    links = "".join(
        f'<a class="go" href="{href("work_orders", state=None if s == here else s)}"{" aria-current=true" if s == here else ""}>'
        f"{escape(say(f'order_state.{s}'))} {format.exact(counts[s])}</a>"
        for s in LED
        if counts[s] or s == here
    )
    st.html(f'<p class="gc-lead">{words}</p><p class="gc-reasons">{links}</p>')


def listing(store: Store, user: User, chosen: Filter, at: datetime) -> pd.DataFrame:
    """The rows that are ticked."""
    conditions: dict[str, object] = {"grid": grid_of(user, chosen)}
    with finder.row("orders", NAMES):
        conditions["text"] = finder.text_box(
            "orders", label=say("work_orders.search"), hint=say("work_orders.search_hint")
        )
        states = {s: say(f"order_state.{s}") for s in ("open", *LED)}
        conditions["state"] = finder.pick(
            "orders", "state", say("work_orders.column.state"), states, none=say("work_orders.any_state")
        )
        kinds = {k: say(f"order_kind.{k}") for k in KINDS}
        conditions["kind"] = finder.pick(
            "orders", "kind", say("work_orders.column.kind"), kinds, none=say("work_orders.any_kind")
        )
        if any(st.query_params.get(name) for name in NAMES):
            finder.reset("orders", *NAMES)
    total = order_counts(store, user.scope, at=at, **conditions)["total"]
    if not total:
        st.info(say("work_orders.none"))
        return pd.DataFrame()
    pages = -(-total // PAGE)
    page = finder.page_of(pages)
    finder.pager("orders", f"**{say('work_orders.total', total=format.exact(total))}**", page=page, pages=pages)
    rows = orders(store, user.scope, at=at, **conditions, limit=PAGE, offset=(page - 1) * PAGE, owned=True)
    shown = rows.assign(
        left=[time_left(r, at) for r in rows.itertuples()], where=[where(r) for r in rows.itertuples()],
        owner=owners(rows),
        kind_name=[say(f"order_kind.{k}") if isinstance(k, str) else None for k in rows.kind],
    )  # fmt: skip
    if not wide():
        cards = "".join(_card(row) for row in shown.itertuples())
        st.html(f'<ul class="gc-cards" aria-label="{escape(say("page.work_orders"))}">{cards}</ul>')
        return pd.DataFrame()
    ticked = pick_table(
        shown, COLUMNS, key=f"orders_list_{page}_{st.session_state.get('orders_turn', 0)}", select="order_id", rows=12
    )
    links = [f'<a class="go" href="{href("work_orders", order=int(row.order_id))}">{escape(say("work_orders.open", number=row.order_no))}</a>' for row in rows.iloc[ticked].head(6).itertuples()]  # fmt: skip
    st.html(f'<p class="gc-reasons">{"".join(links) or escape(say("work_orders.pick"))}</p>')
    return rows.iloc[ticked]


def grid_of(user: User, chosen: Filter) -> int:
    """Of the whole county also those of which no grid is known yet."""
    whole = EVERYTHING in user.scope.roots and chosen.grid is not None and chosen.grid.level == "county"
    return EVERYTHING if whole else chosen.grid_id


def time_left(row: object, at: datetime) -> str:
    """In working days, as the line counts; of what stands still or is answered, that it does or is."""
    if row.state in ("accepted", "withdrawn"):
        return ""
    if row.state == "answered":
        return say("work_orders.answered_late") if row.answered_late else say("work_orders.answered_in_time")
    moment = format.moment(language(), row.due_at)
    if not pd.isna(row.paused_at):
        return say("work_orders.stands", moment=format.moment(language(), row.paused_at))
    if row.overdue:
        return say("work_orders.late", moment=moment)
    return say("work_orders.left", moment=moment, days=working_between(at.date(), row.due_at.date()))


def where(row: object) -> str:
    """Who has it, or whom its text speaks of."""
    if isinstance(row.grid_name, str):
        return " · ".join(place(v) for v in dict.fromkeys((row.township, row.grid_name)) if isinstance(v, str))
    if isinstance(row.proposed_name, str):
        return say("work_orders.proposed", grid=place(row.proposed_name))
    return say("work_orders.nowhere")


def _card(row: tuple) -> str:
    below = " · ".join(escape(v) for v in (row.where, row.owner, row.left) if isinstance(v, str) and v)
    return (
        f'<li><a class="go" href="{href("work_orders", order=int(row.order_id))}"><span class="gc-name">{escape(row.order_no)}</span>'
        f'<span>{escape(say(f"order_state.{row.state}"))}</span><span>{escape(row.told[:80])}</span><span class="gc-why">{below}</span></a></li>'
    )

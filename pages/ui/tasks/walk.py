"""One duty's day in the order in which it is walked, to be printed and taken along."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.act import day
from core.chain import DESK
from core.domain import Scope, User
from core.i18n import format
from core.registry.grids import find_grid
from core.report.measures import measure_name
from core.store import Store
from pages.ui.shared.controls import Filter
from pages.ui.shared.duties import role_name
from pages.ui.shared.links import href
from pages.ui.shared.posts import Post, post_names
from pages.ui.shared.printed import print_button
from pages.ui.shared.session import language, place, say
from pages.ui.tasks.listing import Wanted

COLUMNS = ("stop", "grid", "household", "person", "address", "measure", "due_at", "tick")


def walked(store: Store, scope: Scope) -> Post | None:
    """The duty whose day the address asks for: `owner` (code of its grid) and `walk` (the duty)."""
    role, code = st.query_params.get("walk"), st.query_params.get("owner")
    found = find_grid(store, scope, code=code) if role and code else None
    return (found.grid_id, role) if found else None


def ways(store: Store, user: User, choice: Wanted, chosen: Filter, at: datetime) -> None:
    """Of the owner that the list is filtered by: a link to the day of each of its duties."""
    grid, code = choice.conditions["owner"], st.query_params.get("owner")
    if grid is None:
        return
    roles = [role for owner, role in post_names(store, user.scope, chosen.grid_id, at) if owner == grid] or [DESK]
    links = " · ".join(
        f'<a class="go" href="{href("tasks", owner=code, walk=role)}">{escape(role_name(role))}</a>' for role in roles
    )
    st.html(f'<p class="gc-small">{escape(say("tasks.walk"))} {links}</p>')


def walk(store: Store, user: User, post: Post, at: datetime) -> None:
    found = day(store, user.scope, post, at=at)
    st.html(
        f'<a class="go" href="{href("tasks", owner=st.query_params.get("owner"))}">← {escape(say("tasks.walk_back"))}</a>'
    )
    if found.empty:
        st.info(say("tasks.walk_none"))
        return
    print_button()
    first = found.iloc[0]
    name = first.owner_name if isinstance(first.owner_name, str) else ""
    title = say(
        "tasks.walk_title",
        grid=place(first.owner_grid),
        duty=role_name(post[1]),
        name=name,
        day=format.day(language(), at.date(), weekday=True),
    )
    km = found.drop_duplicates("stop")["metres"].sum() / 1000
    line = say(
        "tasks.walk_sum", stops=format.exact(found["stop"].nunique()), tasks=format.exact(len(found)), km=f"{km:.1f}"
    )
    head = "".join(f"<th>{escape(say(f'tasks.column.{name}'))}</th>" for name in COLUMNS)
    rows = "".join(_row(user, row, last) for row, last in zip(found.itertuples(), [None, *found["stop"]], strict=False))
    st.html(
        f'<div class="gc-heading"><h2>{escape(title)}</h2><span>{escape(line)}</span></div>'
        f'<div class="gc-scroll" tabindex="0"><table class="gc-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(user: User, row: tuple, last: int | None) -> str:
    same = row.stop == last
    what = row.title if isinstance(row.title, str) else measure_name(language(), row.measure)
    due = pd.Timestamp(row.due_at).to_pydatetime()
    person = escape(row.person_name) if isinstance(row.person_name, str) else ""
    if person and user.may("people.read"):
        person = f'<a class="go gc-who-link" href="{href("people", person=int(row.person_id))}">{person}</a>'
    late = ' class="gc-high"' if row.status == "overdue" else ""
    cells = [
        "" if same else str(row.stop), "" if same else escape(place(row.grid_name)), "" if same or not isinstance(row.household, str) else escape(row.household),
        person, escape(row.address) if isinstance(row.address, str) else "", escape(what),
        f"<span{late}>{escape(format.moment(language(), due))}</span>", "☐",
    ]  # fmt: skip
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

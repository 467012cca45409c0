"""The list of tasks: its filters (kept in the address), and one short row each with a button that says it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.act import KINDS, owners, task_counts, tasks
from core.domain import Scope, User
from core.i18n import format
from core.policy.names import known_measures
from core.report.measures import measure_name, state
from core.store import Store
from pages.ui.shared import finder
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.phones import call
from pages.ui.shared.session import language, place, say
from pages.ui.tasks.acting import acts, listen, send_out, trouble

PAGE = 50
MOST = 5000
ADDRESS = ("measure", "owner", "state")
NOW = "now"
STATES = ("overdue", "open", "drafted", "done", "cancelled")
TODAY = {"late": "overdue", "today": "open", "did": "done"}  # of the first sentence's figures: what of today's is meant


@dataclass(frozen=True)
class Wanted:
    """`conditions` as core.act.tasks takes them; `page` from 1."""

    conditions: dict[str, object]
    page: int
    filtered: bool


def wanted(store: Store, scope: Scope, chosen: Filter, at: datetime) -> Wanted:
    """Draw the filters and return the choice. Address: `measure`, `owner` (code of the grid that they answer for), `state`, `page`."""
    with finder.row("tasks", ADDRESS):
        named = {m.code: m.name(language()) for m in known_measures().values() if not m.standing}
        named |= {kind: say(f"task_kind.{kind}") for kind in KINDS}
        measure = finder.pick("tasks", "measure", say("tasks.column.measure"), named, none=say("tasks.any"))
        working = read(owners, store, scope, grid=chosen.grid_id, at=at.replace(second=0))
        people = {row.code: _owner_choice(row) for row in working.itertuples()}
        owner = finder.pick("tasks", "owner", say("tasks.owner"), people, none=say("tasks.any"), width=200)
        states = {s: say(f"task_status.{s}") for s in STATES} | {s: say(f"tasks.of_today.{s}") for s in TODAY}
        status = finder.pick("tasks", "state", say("tasks.column.state"), states, none=say("tasks.now"), width=170)
        filtered = bool(measure or owner or status)
        if filtered:
            finder.reset("tasks", *ADDRESS)
    found = working[working.code == owner].grid_id if owner else ()
    conditions = {
        "grid": chosen.grid_id, "measures": [measure] if measure else None, "owner": int(found.iloc[0]) if len(found) else None,
        "statuses": [TODAY.get(status, status)] if status else None, "now_only": status in (None, "overdue", "open"),
        "on": at.date() if status in TODAY else None,
    }  # fmt: skip
    return Wanted(conditions, finder.page_of(MOST // PAGE), filtered)


def _owner_choice(row: tuple) -> str:
    return f"{place(row.grid_name)} · {row.name}" if isinstance(row.name, str) else place(row.grid_name)


def listing(store: Store, user: User, choice: Wanted, at: datetime) -> tuple[int, pd.DataFrame]:
    """How many there are in all, and those that are shown, as core.act.tasks gives them."""
    minute = at.replace(second=0)  # the clock's own work is of the minute, and changes the store
    counts = read(task_counts, store, user.scope, at=minute, **choice.conditions)
    total = sum(counts.values())
    kept = acts()
    if kept.done:  # the list stays as it was when the reader began to tick
        found = tasks(store, user.scope, at=at, ids=kept.listed, limit=PAGE)
        found = found.set_index("task_id", drop=False).reindex([n for n in kept.listed if n in set(found.task_id)])
    else:
        window = {"limit": PAGE, "offset": (choice.page - 1) * PAGE}
        found = read(tasks, store, user.scope, at=minute, **window, **choice.conditions)
        kept.listed = [int(n) for n in found.task_id]
    listen(store, user)
    trouble()
    send_out(store, user, choice.conditions, counts["drafted"])
    words = say("tasks.list_count", overdue=format.exact(counts["overdue"]), open=format.exact(counts["open"]))
    if choice.conditions["statuses"]:
        words = say("tasks.list_total", count=format.exact(total))
    finder.pager("tasks", f"**{words}**", page=choice.page, pages=min(-(-total // PAGE), MOST // PAGE))
    if found.empty:
        st.info(say("tasks.none_chosen" if choice.filtered else "tasks.none_now"), icon=":material/task_alt:")
        return total, found
    rows = "".join(_row(user, row, at, row.task_id in kept.done) for row in found.itertuples())
    st.html(f'<ol class="gc-tasks" aria-label="{escape(say("page.tasks"))}">{rows}</ol>')
    return total, found


def _row(user: User, row: tuple, at: datetime, ticked: bool) -> str:
    measure = escape(row.title if isinstance(row.title, str) else measure_name(language(), row.measure))
    who = _person(user, row)
    where = " · ".join(escape(place(v)) for v in dict.fromkeys((row.township, row.grid_name)) if isinstance(v, str))
    shade = "gc-ticked" if ticked else f"gc-task-{row.status}"
    return (
        f'<li class="{shade}"><div class="gc-task"><span><b>{measure}</b> {who}</span>{"" if ticked else _time(row, at)}'
        f'<span class="gc-why">{where}{_owner(row)}</span></div>{_button(user, row, ticked)}</li>'
    )


def _person(user: User, row: tuple) -> str:
    if not isinstance(row.person_name, str):
        return ""
    name = escape(row.person_name)
    if not user.may("people.read"):
        return name
    return f'<a class="go gc-who-link" href="{href("people", person=int(row.person_id))}">{name}</a>'


def _owner(row: tuple) -> str:
    if not isinstance(row.owner_name, str) and row.owner_role != "desk":
        return f' · <span class="gc-high">{escape(say("tasks.nobody"))}</span>'
    name = row.owner_name if isinstance(row.owner_name, str) else say("duty.desk")
    number = f" {call(row.owner_phone)}" if isinstance(row.owner_phone, str) else ""
    up = ""
    if isinstance(row.owner_why, str):
        why = say(f"tasks.why.{row.owner_why}")
        lit, words = (
            ("high", why)
            if row.owner_why == "desk"
            else ("medium", say("tasks.why_at", why=why, grid=place(row.owner_grid)))
        )
        up = f' <span class="gc-{lit}">{escape(words)}</span>'
    return f" · {escape(name)}{number}{up}"


def _time(row: tuple, at: datetime) -> str:
    if row.status in ("done", "cancelled"):
        return (
            f"<time>{escape(state(language(), row._asdict()))}</time>"
            if row.status == "done"
            else f"<time>{escape(say('task_status.cancelled'))}</time>"
        )
    if pd.isna(row.due_at):
        return ""
    due = pd.Timestamp(row.due_at).to_pydatetime()
    clock = f"{due:%H:%M}" if due.date() == at.date() and due.hour + due.minute else format.day(language(), due.date())
    if row.status == "overdue":
        return f'<time class="gc-high">{escape(say("tasks.was_due", when=clock))}</time>'
    return f"<time>{escape(say('tasks.until', when=clock))}</time>"


def _button(user: User, row: tuple, ticked: bool) -> str:
    if not user.may("tasks.handle"):
        return ""
    if ticked:
        return (
            f'<span class="gc-did">✓ {escape(say("tasks.ticked"))}</span>'
            f'<button class="gc-do gc-undo" name="undo" value="{row.task_id}">{escape(say("tasks.undo"))}</button>'
        )
    if row.status not in ("open", "overdue"):
        return ""
    label = escape(
        say(
            "tasks.tick_one",
            measure=measure_name(language(), row.measure),
            who=row.person_name if isinstance(row.person_name, str) else "",
        )
    )
    return f'<button class="gc-do" name="done" value="{row.task_id}" aria-label="{label}">{escape(say("tasks.tick"))}</button>'

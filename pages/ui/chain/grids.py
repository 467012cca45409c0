"""Every grid with who answers for it and what is wrong there; by township; the chain of the chosen one, step by step; how much work lies where."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from html import escape

import pandas as pd
import streamlit as st

from core.act import loads, responses
from core.chain import FLAGS, health, responsible_now
from core.chain.health import LEVELS
from core.domain import Scope, User
from core.i18n import format
from core.policy.running import running
from core.store import Store
from pages.ui.shared import finder
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.duties import role_name
from pages.ui.shared.file_button import file_button
from pages.ui.shared.links import href
from pages.ui.shared.phones import call
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, place, say, who
from pages.ui.shared.tables import Column, table
from pages.ui.shared.took import noted

PAGE = 25
DAYS = 7
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANY = "any"


def grids_view(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    at = at.replace(second=0)
    policy = running(store, at.date())
    found = read(health, store, user.scope, at=at, a_day=policy.matrix.a_day, grid=chosen.grid_id)
    found = found.assign(gaps=found[list(FLAGS)].sum(axis=1))
    _sentence(found)
    left, right = st.columns([11, 9], gap="large")
    with left:
        _listing(found)
    with right:
        _steps(store, user, chosen, at)
        _by_town(found)
    _work(store, user, chosen, at, policy)


def _sentence(found: pd.DataFrame) -> None:
    bad = int((found["gaps"] > 0).sum())
    if not bad:
        text = escape(say("chain.whole", count=format.exact(len(found))))
    else:
        counts = [(flag, int(found[flag].sum())) for flag in FLAGS]
        kinds = say("chain.comma").join(
            say("chain.kind", name=say(f"chain.flag.{flag}"), count=format.exact(n)) for flag, n in counts if n
        )
        text = escape(say("chain.broken", count=format.exact(len(found)), bad=format.exact(bad), kinds=kinds))
    lit = "high" if found["vacant"].any() or found["unanswered"].any() else "medium" if bad else "low"
    st.html(f'<section class="gc-situation gc-is-{lit}"><p>{text}</p></section>')


def _listing(found: pd.DataFrame) -> None:
    with finder.row("chain", ("gap", "level")):
        kinds = {ANY: say("chain.any_gap")} | {flag: say(f"chain.flag.{flag}") for flag in FLAGS}
        kind = finder.pick("chain", "gap", say("chain.only"), kinds, none=say("chain.all"), width=190)
        levels = {level: say(f"chain.level.{level}") for level in LEVELS}
        level = finder.pick("chain", "level", say("chain.column.level"), levels, none=say("chain.any_level"))
        if kind or level:
            finder.reset("chain", "gap", "level")
    listed = found
    if kind:
        listed = listed[listed["gaps"] > 0] if kind == ANY else listed[listed[kind]]
    if level:
        listed = listed[listed["level"] == level]
    pages = max(1, -(-len(listed) // PAGE))
    page = finder.page_of(pages)
    words = f"**{say('chain.list', count=format.exact(len(listed)))}**"
    finder.pager("chain", words, page=page, pages=pages)
    if listed.empty:
        st.info(say("chain.none"))
    else:
        rows = "".join(_row(row) for row in listed.iloc[(page - 1) * PAGE : page * PAGE].itertuples())
        st.html(f'<ol class="gc-tasks">{rows}</ol>')
    name = f"{say('page.chain')}-{secrets.token_hex(6)}.xlsx"
    file_button(
        say("chain.download"), noted(who(), "chain", len(listed), lambda: workbook(_words(listed))), name, mime=XLSX, on_click="ignore", key="chain_file", icon=":material/download:",
        type="tertiary",
    )  # fmt: skip


def _row(row: tuple) -> str:
    flags = [say(f"chain.flag.{flag}") for flag in FLAGS if getattr(row, flag)]
    shade = "overdue" if row.vacant or row.unanswered or row.disabled else "open"
    wrong = (
        f'<time class="gc-high">{escape("、".join(flags) if language() == "zh" else ", ".join(flags))}</time>'
        if flags
        else ""
    )
    town = f"{escape(place(row.town))} · " if isinstance(row.town, str) and row.town != row.name else ""
    who = f"{escape(row.holder)}" if isinstance(row.holder, str) else ""
    duty = escape(role_name(row.role)) if isinstance(row.role, str) else ""
    phone = f" {call(row.phone)}" if isinstance(row.phone, str) and row.phone else ""
    link = href("chain", grid=row.code)
    return (
        f'<li class="gc-task-{shade}"><div class="gc-task"><span><b><a class="go" href="{link}">{escape(place(row.name))}</a></b> {who}</span>{wrong}'
        f'<span class="gc-why">{town}{escape(say(f"chain.level.{row.level}"))}{" · " if duty else ""}{duty}{phone}</span></div></li>'
    )


def _words(found: pd.DataFrame) -> pd.DataFrame:
    lang = language()
    columns = {
        "chain.column.town": [place(v) if isinstance(v, str) else None for v in found.town],
        "chain.column.grid": [place(v) for v in found.name],
        "chain.column.code": found.code,
        "chain.column.level": [say(f"chain.level.{v}") for v in found.level],
        "chain.column.role": [role_name(v) if isinstance(v, str) else None for v in found.role],
        "chain.column.holder": found.holder,
        "chain.column.phone": found.phone,
        "chain.column.flags": [
            "、".join(say(f"chain.flag.{f}") for f in FLAGS if getattr(row, f)) for row in found.itertuples()
        ],
        "chain.column.seen": [None if pd.isna(v) else format.moment(lang, v.to_pydatetime()) for v in found.seen_at],
        "chain.column.tasks": found.tasks,
        "chain.column.overdue": found.overdue,
    }
    return pd.DataFrame({say(key): list(values) for key, values in columns.items()})


def _steps(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    if chosen.grid is None:
        return
    found = read(responsible_now, store, user.scope, starts=[chosen.grid_id], at=at)
    rows = "".join(_step(row) for row in found.itertuples())
    title, note = say("chain.steps", grid=place(chosen.grid.name)), say("chain.steps_note")
    st.html(
        f'<div class="gc-heading"><h2>{escape(title)}</h2><span>{escape(note)}</span></div><ol class="gc-first">{rows}</ol>'
    )


def _step(row: tuple) -> str:
    name = row.name if isinstance(row.name, str) else say("chain.nobody_on") if row.owner_role == "desk" else ""
    stands = f" {escape(say('chain.stands_in'))}" if row.stands_in else ""
    phone = f" {call(row.phone)}" if isinstance(row.phone, str) and row.phone else ""
    return f'<li><div><b>{row.step}. {escape(name)}</b>{phone}<span class="gc-why">{escape(place(row.owner_grid))} · {escape(role_name(row.owner_role))}{stands}</span></div></li>'


def _by_town(found: pd.DataFrame) -> None:
    """In the order of codes."""
    of = found[found["town"].notna()].assign(bad=lambda f: f["gaps"] > 0)
    if of["town_id"].nunique() < 2:
        return
    st.html(
        f'<div class="gc-heading"><h2>{escape(say("chain.by_town"))}</h2><span>{escape(say("chain.by_town_note"))}</span></div>'
    )
    sums = of.groupby(["town_id", "town"], as_index=False).agg(
        grids=("code", "size"), bad=("bad", "sum"), **{f: (f, "sum") for f in FLAGS}
    )
    shown = [flag for flag in FLAGS if sums[flag].any()]
    table(
        sums, [Column("town", "chain.column.town", "place", pinned=True), Column("grids", "chain.column.grids", "number"), Column("bad", "chain.column.gaps", "number"),
        *(Column(flag, f"chain.flag.{flag}", "number") for flag in shown)], key="chain_towns",
    )  # fmt: skip


def _loads(store: Store, scope: Scope, *, at: datetime, grid: int) -> pd.DataFrame:
    return loads(store, scope, at=at, policy=running(store, at.date()), grid=grid)


def _work(store: Store, user: User, chosen: Filter, at: datetime, policy: object) -> None:
    left, right = st.columns([11, 9], gap="large")
    of = read(_loads, store, user.scope, at=at, grid=chosen.grid_id)
    with left:
        note = say("chain.loads_note", a_day=policy.matrix.a_day)
        st.html(f'<div class="gc-heading"><h2>{escape(say("chain.loads"))}</h2><span>{escape(note)}</span></div>')
        of = of.assign(role=[role_name(role) for role in of["role"]])
        table(
            of, [Column("grid_name", "chain.column.grid", "place", pinned=True), Column("role", "chain.column.role"), Column("waiting", "chain.column.waiting", "number"),
            Column("overdue", "chain.column.overdue", "number"), Column("today", "chain.column.today", "number"), Column("passed_here", "chain.column.passed", "number"),
            Column("raised_here", "chain.column.raised_here", "number")], key="chain_loads",
        )  # fmt: skip
    with right:
        soon = read(
            responses, store, user.scope, at=at, since=at.date() - timedelta(days=DAYS - 1), grid=chosen.grid_id
        )
        st.html(
            f'<div class="gc-heading"><h2>{escape(say("chain.responses"))}</h2><span>{escape(say("chain.responses_note"))}</span></div>'
        )
        soon = soon.assign(level=[say(f"chain.level.{level}") for level in soon["level"]])
        table(
            soon, [Column("town", "chain.column.town", "place", pinned=True), Column("level", "chain.column.level"), Column("due", "chain.column.due", "number"),
            Column("late", "chain.column.late", "number"), Column("raised", "chain.column.raised", "number"), Column("minutes", "chain.column.minutes", "number")], key="chain_soon",
        )  # fmt: skip

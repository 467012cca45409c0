"""What if: two editions or versions over the same day, or a change of one's own before it is kept as a draft."""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from core.classify.compare import NOBODY, Comparison
from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.policy import versions
from core.policy.loader import CHANGES, Policy, load_policy
from core.report.measures import measure_name
from core.report.wording import class_name
from core.store import Store
from pages.ui.policy.cell import cell_form
from pages.ui.policy.class_form import class_form
from pages.ui.policy.comparing import compared, people_of_cell
from pages.ui.policy.options import in_force_name, next_name, options, recipe, short_name
from pages.ui.shared.controls import go_to
from pages.ui.shared.dates import dated
from pages.ui.shared.links import href
from pages.ui.shared.session import language, place, say, who

OWN = "own"  # the change that is being written
PAGE = 20


def what_if(store: Store, user: User, pack: str, day: date) -> None:
    """Draw the choice of two and what differs. Address: `a`, `b`."""
    names = options(store, pack, day)
    now = in_force_name(store, pack, day)
    with st.container(horizontal=True, key="policy_sides"):
        a = _pick("a", list(names), now, names | {now: say("policy.is_now", name=names[now])})
        own = [OWN] if user.may("policy.write") else []
        otherwise = next_name(store, pack, day) or (OWN if own else now)
        b = _pick("b", [*names, *own], otherwise, names | {OWN: say("policy.own")})
    one = recipe(store, a)
    other = _own(store, pack, one) if b == OWN else recipe(store, b)
    if other is None:
        return
    found = compared(store, user.scope, one, other, day)
    _result(store, user, found, one, other, day, _names(store, a, b))
    if b == OWN and one != other:
        _keep(store, other)


def _pick(side: str, names: list[str], otherwise: str, words: dict[str, str]) -> str:
    asked = st.query_params.get(side)
    key = f"policy_{side}"
    st.session_state[key] = asked if asked in names else otherwise
    st.selectbox(
        say(f"policy.side_{side}"), names, key=key, format_func=lambda n: words[n], width=330,
        on_change=lambda: go_to(**{side: st.session_state[key]}),
    )  # fmt: skip
    return st.session_state[key]


def _names(store: Store, a: str, b: str) -> tuple[str, str]:
    """As the columns are headed."""
    named = [say("policy.own_short") if name == OWN else short_name(store, name) for name in (a, b)]
    if named[0] == named[1]:
        return say("policy.of_a", name=named[0]), say("policy.of_b", name=named[1])
    return named[0], named[1]


def _result(
    store: Store, user: User, found: Comparison, one: tuple, other: tuple, day: date, names: tuple[str, str]
) -> None:
    count = {"day": dated(day), "moved": format.exact(found.moved), "released": format.exact(found.released)}
    st.html(f'<p class="gc-lead">{escape(say("policy.differs" if found.moved else "policy.same", **count))}</p>')
    if found.counts.empty:
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.html(_heading(say("policy.by_class")) + _table(_by_class(found), "policy.col.class", names))
        if found.moved:
            _people(store, user, found, one, other, day)
    with right:
        if len(found.work):
            st.html(_heading(say("policy.by_measure")) + _work(found, names))
        st.html(_heading(say("policy.by_town")) + _table(_by_town(found), "policy.col.town", names))


def _refuse(error: UserError) -> None:
    """A county's own changes stand in no file: they are called as the box above is."""
    named = {"file": say("policy.text")} if error.fields.get("file") == CHANGES else {}
    st.error(say(f"error.{error.code}", **error.fields | named))


def _heading(text: str) -> str:
    return f'<div class="gc-heading"><h2>{escape(text)}</h2></div>'


def _by_class(found: Comparison) -> list[tuple]:
    summed = found.counts.groupby("class", sort=False)[["under_a", "under_b", "entered", "left"]].sum()
    return [
        (class_name(language(), code), *row)
        for code, row in zip(summed.index, summed.itertuples(index=False), strict=True)
    ]


def _by_town(found: Comparison) -> list[tuple]:
    named = found.counts["township"].map(lambda name: place(name) if isinstance(name, str) else say("policy.no_town"))
    counts = found.counts.assign(town=named)
    summed = counts.groupby("town")[["under_a", "under_b", "entered", "left"]].sum()
    summed = (
        summed.assign(moved=summed["entered"] + summed["left"])
        .sort_values("moved", ascending=False)
        .drop(columns="moved")
    )
    return [(town, *row) for town, row in zip(summed.index, summed.itertuples(index=False), strict=True)]


def _table(rows: list[tuple], first: str, names: tuple[str, str]) -> str:
    heads = [say(first), *names, say("policy.col.entered"), say("policy.col.left")]
    head = "".join(f"<th{'' if n == 0 else ' class=gc-right'}>{escape(h)}</th>" for n, h in enumerate(heads))
    body = "".join(
        f"<tr><td>{escape(str(name))}</td>"
        + "".join(f'<td class="gc-right">{format.exact(int(v))}</td>' for v in values)
        + "</tr>"
        for name, *values in rows
    )
    return f'<div class="gc-scroll" tabindex="0"><table class="gc-table gc-policy-two"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _work(found: Comparison, names: tuple[str, str]) -> str:
    """Tasks a day under each, measure by measure, and together."""
    shown = found.work.round({"under_a": 0, "under_b": 0})  # what stands below them is their sum
    rows = [(measure_name(language(), row.measure), row.under_a, row.under_b) for row in shown.itertuples()]
    rows.append((say("policy.together"), *shown[["under_a", "under_b"]].sum()))
    heads = [say("policy.col.measure"), *names]
    head = "".join(f"<th{'' if n == 0 else ' class=gc-right'}>{escape(h)}</th>" for n, h in enumerate(heads))
    body = "".join(
        f"<tr><td>{escape(name)}</td>"
        + "".join(f'<td class="gc-right">{format.number(language(), value, 0)}</td>' for value in values)
        + "</tr>"
        for name, *values in rows
    )
    return f'<div class="gc-scroll"><table class="gc-table gc-policy-two"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _people(store: Store, user: User, found: Comparison, one: tuple, other: tuple, day: date) -> None:
    """Who moves from which class to which, and for who may see people, who they are."""
    moves = found.moves.astype(object).where(found.moves.notna(), NOBODY)
    summed = moves.groupby(["before", "after"])["people"].sum().sort_values(ascending=False)
    words = {cell: say("policy.move", before=_name(cell[0]), after=_name(cell[1]), people=format.exact(int(n)))
             for cell, n in summed.items()}  # fmt: skip
    cell = st.selectbox(
        say("policy.who_moves"), list(words), format_func=lambda c: words[c], key="policy_cell", width=460
    )
    if not user.may("people.read") or cell is None:
        return
    total = int(summed[cell])
    pages = -(-total // PAGE)
    at = st.number_input(say("policy.page", pages=pages), 1, pages, key="policy_page", width=160) if pages > 1 else 1
    rows = people_of_cell(
        store, user.scope, one, other, day, before=cell[0], after=cell[1], limit=PAGE, offset=(at - 1) * PAGE
    )
    st.html(_people_html(rows))


def _people_html(rows: pd.DataFrame) -> str:
    cards = []
    for row in rows.itertuples():
        was = _until(row.until_before)
        below = " · ".join(escape(part) for part in (place(row.place) if row.place else "", was) if part)
        to = href("people", person=row.person_id)
        cards.append(
            f'<li><a class="go" href="{to}"><span class="gc-name">{escape(row.name)}</span><span class="gc-why">{below}</span></a></li>'
        )
    return f'<ul class="gc-cards gc-policy-people">{"".join(cards)}</ul>'


def _until(value: object) -> str:
    return "" if pd.isna(value) else say("policy.was_until", day=dated(pd.Timestamp(value).date()))


def _name(code: str) -> str:
    return class_name(language(), code) if code else say("policy.no_class")


def _own(store: Store, pack: str, base: tuple) -> tuple | None:
    """The editor over the first side: a form for the common, the text for all; None while it is faulty."""
    key = f"policy_text_{base[0]}@{base[1]}"
    st.session_state.setdefault(key, base[2])
    st.session_state[key] = st.session_state[key]  # kept while the editor is not drawn
    before, shipped = load_policy(*base), load_policy(pack, base[1])
    now, fault = _loaded(pack, base[1], st.session_state[key])
    with st.container(border=True):
        class_form(before, shipped, now, key)
        if before.measures:
            cell_form(before, shipped, now or before, key)
        text = st.text_area(say("policy.text"), key=key, height=190, help=say("policy.text_help"))
        if fault:
            _refuse(fault)
            line = int(fault.fields.get("line") or 0)
            if line and line <= len(text.splitlines()):
                st.code(f"{line}: {text.splitlines()[line - 1]}", language="toml")
            return None
    return pack, base[1], text


def _loaded(pack: str, edition: str, text: str) -> tuple[Policy | None, UserError | None]:
    try:
        return load_policy(pack, edition, text), None
    except UserError as error:
        return None, error


def _keep(store: Store, given: tuple) -> None:
    with st.form("policy_keep", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(say("policy.form.version"), max_chars=200, width=260)
        note = st.text_input(say("policy.form.note"), max_chars=2000, width=360)
        wanted = st.form_submit_button(say("policy.save"), type="primary")
    if not wanted:
        return
    try:
        number = versions.save_draft(
            store, pack=given[0], edition=given[1], name=name, changes=given[2], note=note, actor=who()
        )
    except UserError as error:
        _refuse(error)
        return
    st.success(say("policy.saved", number=number))

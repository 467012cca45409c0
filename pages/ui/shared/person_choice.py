"""Somebody of the register looked for and chosen: a box for part of a name, a number or a place, then the choice among those found."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import clock
from core.domain import User
from core.registry import people
from core.registry.lookups import note_missed
from core.registry.person import person as one
from core.store import Store
from pages.ui.shared.lookups import may_look_up
from pages.ui.shared.session import place, say

MOST = 20  # found at once: whoever finds more writes more


def choose_person(store: Store, user: User, *, key: str, as_of: date, given: int | None = None) -> int | None:
    """person_id; `given`: whom the page's address names, who is chosen without a search."""
    found = one(store, user.scope, person_id=given, as_of=as_of) if given else None
    if found is not None:
        st.caption(say("person_choice.given", name=found.name or say("person.nameless")))
        return given
    left, right = st.columns(2)
    text = left.text_input(
        say("person_choice.search"), key=f"{key}_text", placeholder=say("person_choice.hint"), max_chars=60
    ).strip()
    rows = None
    if text and may_look_up(store, user, text):
        rows = people.search(store, user.scope, text=text, registered=None, as_of=as_of, limit=MOST)
        if rows.empty:
            note_missed(store, user, text, now=clock.now())
    names = {int(r.person_id): _named(r) for r in rows.itertuples()} if rows is not None else {}
    return right.selectbox(
        say("person_choice.found", count=len(names)), list(names), format_func=lambda n: names.get(n, ""), key=f"{key}_person",
        index=0 if len(names) == 1 else None, placeholder=say("person_choice.pick" if names or not text else "person_choice.none"),
    )  # fmt: skip


def _named(row: tuple) -> str:
    where = [place(v) for v in (row.township, row.place) if isinstance(v, str)]
    return " · ".join([row.name if isinstance(row.name, str) else say("person.nameless"), *where])

"""One change: what, of which grid, into what; nothing is done before it was looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.grid_changes import ACTS, Wish, preview
from core.registry import grids
from core.store import Store
from pages.ui.grid_changes.acting import besides, do, refused, sentence
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.cached import read
from pages.ui.shared.charts import escape
from pages.ui.shared.days import ask_day
from pages.ui.shared.session import place, say

TRIED = "grid_change_tried"


def new_change(store: Store, user: User, today: date) -> None:
    act = st.segmented_control(
        say("grid_change.which"),
        ACTS,
        format_func=lambda a: say(f"grid_change.act.{a}"),
        default=ACTS[0],
        key="change_act",
    )
    if act is None:
        return
    st.caption(say(f"grid_change.how.{act}"))
    paths = area_paths(store, user.scope)
    wish = _merge(store, user, paths, today) if act == "merge" else _of_one(store, user, act, paths, today)
    if wish is None:
        st.info(say("grid_change.choose"))
        return
    left, right = st.columns([1, 3])
    day = ask_day(say("grid_change.day"), today, where=left, latest=today, format="YYYY-MM-DD", key="change_day")
    note = right.text_input(say("grid_change.note"), max_chars=200, key="change_note")
    if day is not None:
        _look_and_do(store, user, replace(wish, day=day, note=note.strip() or None))


def _look_and_do(store: Store, user: User, wish: Wish) -> None:
    if st.button(say("grid_change.preview"), icon=":material/visibility:", key="change_preview"):
        st.session_state[TRIED] = wish
    # what stands below is what was looked at: another choice asks for another look
    if st.session_state.get(TRIED) != wish:
        return
    try:
        done = preview(store, user.scope, wish, now=clock.now())
    except UserError as error:
        refused(error)
        return
    with st.container(border=True, key="change_would"):
        st.markdown(f"**{escape(sentence(done, tried=True))}**")
        for line in besides(done):
            st.markdown(escape(line))
        chosen = wish
        if done.accounts and user.may("accounts.manage"):
            chosen = replace(wish, follow=st.checkbox(say("grid_change.follow"), key="change_follow"))
        if st.button(say("grid_change.do"), type="primary", icon=":material/done_all:", key="change_do"):
            st.session_state.pop(TRIED, None)
            do(store, user, chosen)


def _merge(store: Store, user: User, paths: dict[str, str], today: date) -> Wish | None:
    sources = st.multiselect(
        say("grid_change.sources"),
        list(paths),
        format_func=paths.get,
        key="change_sources",
        placeholder=say("grid_change.choose"),
    )
    if not sources:
        return None
    others = [code for code in paths if code not in sources]
    into = st.selectbox(
        say("grid_change.into"),
        ["", *others],
        format_func=lambda c: paths.get(c) or say("grid_change.into_new"),
        key="change_into",
    )
    code, name = (None, None) if into else _new(store, user, "merge", sources[0])
    return Wish("merge", tuple(sources), today, into=into or None, code=code, name=name)


def _of_one(store: Store, user: User, act: str, paths: dict[str, str], today: date) -> Wish | None:
    source = st.selectbox(
        say("grid_change.source"), list(paths), index=None, format_func=paths.get, key="change_source",
        placeholder=say("grid_change.choose"),
    )  # fmt: skip
    if source is None:
        return None
    if act == "close":
        return Wish(act, (source,), today)
    if act == "split":
        return _split(store, user, source, today)
    into = None
    if act == "move":
        into = st.selectbox(
            say("grid_change.above"), [c for c in paths if c != source], index=None, format_func=paths.get, key="change_above",
            placeholder=say("grid_change.choose"),
        )  # fmt: skip
        if into is None:
            return None
    code, name = _new(store, user, act, source)
    return Wish(act, (source,), today, into=into, code=code, name=name)


def _split(store: Store, user: User, source: str, today: date) -> Wish:
    below = _below(store, user, source)
    names = dict(zip(below["code"], below["name"], strict=True))
    sections = st.multiselect(say("grid_change.sections"), list(names), format_func=lambda c: place(names[c]), key="change_sections",
                              placeholder=say("grid_change.choose"))  # fmt: skip
    typed = st.text_input(say("grid_change.households"), key="change_households")
    households = tuple(
        part.strip() for part in typed.replace("，", "、").replace(",", "、").split("、") if part.strip()
    )
    code, name = _new(store, user, "split", None)
    return Wish("split", (source,), today, code=code, name=name, sections=tuple(sections), households=households)


def _below(store: Store, user: User, code: str) -> pd.DataFrame:
    found = grids.find_grid(store, user.scope, code=code)
    below = read(grids.children, store, user.scope, grid_id=found.grid_id if found else -1)
    return below[below["closed_on"].isna()]


def _new(store: Store, user: User, act: str, code: str | None) -> tuple[str | None, str | None]:
    """Code and name typed; what stands there already is proposed, in the register's own writing."""
    left, right = st.columns(2)
    found = grids.find_grid(store, user.scope, code=code) if code else None
    code, was = (found.code, found.name) if found else ("", "")
    typed = left.text_input(say("grid_change.code"), value=code, key=f"change_code_{act}_{code}", max_chars=30)
    named = right.text_input(say("grid_change.name"), value=was, key=f"change_name_{act}_{code}", max_chars=60)
    return typed.strip() or None, named.strip() or None

"""A new share: what, of which grids, for whom, why and until when."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core import clock
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.policy.running import running
from core.registry.grids import scope_choices
from core.report.share_words import class_word, share_column
from core.share import CONTENTS, departments, make_share
from core.share.make import DISCLOSE, LONGEST, LONGEST_DAYS, MOST_PER_MINUTE, PER_MINUTE
from core.store import Store
from pages.ui.shared.cached import read
from pages.ui.shared.days import ask_day
from pages.ui.shared.session import language, place, say
from pages.ui.shares.told import tell

MONTH = timedelta(days=30)


def new_share(store: Store, user: User) -> None:
    with st.expander(say("share.new"), icon=":material/share:"):
        content = st.segmented_control(
            say("share.content_label"), list(CONTENTS), format_func=lambda c: say(f"share.content.{c}"), default="people", key="share_content"
        )  # fmt: skip
        if content not in CONTENTS:
            return
        with st.form("share_new", border=False):
            given = _fields(store, user, content)
            made = st.form_submit_button(say("share.make"), type="primary", key="share_make")
            if made and given["until"] is not None:
                _make(store, user, content, given)


def _fields(store: Store, user: User, content: str) -> dict:
    lang, today = language(), clock.today()
    left, right = st.columns(2)
    given: dict = {
        "name": left.text_input(say("share.name"), max_chars=LONGEST, key="share_name"),
        "department": right.selectbox(say("share.department"), list(departments(store).values()), index=None, accept_new_options=True, placeholder=say("share.department_hint"), key="share_department"),
        "purpose": left.text_input(say("share.purpose"), max_chars=LONGEST, key="share_purpose"),
        "ground": right.text_input(say("share.ground"), max_chars=LONGEST, placeholder=say("share.ground_hint"), key="share_ground"),
        "grids": left.multiselect(say("share.grids_label"), list(choices := _grids(store, user)), format_func=choices.get, key="share_grids", placeholder=say("accounts.scope_hint"), filter_mode="contains", select_all=False),
        "until": ask_day(say("share.until"), today + MONTH, where=right, least=today, latest=today + timedelta(days=LONGEST_DAYS), format="YYYY-MM-DD", key="share_until"),
    }  # fmt: skip
    if content == "people":
        classes = [each.code for each in running(store, today).classes]
        given["person_class"] = left.selectbox(say("share.class_label"), ["", *classes], format_func=lambda c: class_word(lang, c) if c else say("share.class_any"), key="share_class")  # fmt: skip
        given["person_class"] = given["person_class"] or None
    about = CONTENTS[content]
    given["columns"] = st.multiselect(say("share.columns_label"), about.columns, about.columns, format_func=lambda c: share_column(lang, c), key=f"share_columns_{content}")  # fmt: skip
    if about.personal and user.may(DISCLOSE):
        left, right = st.columns(2)
        given["columns"] += left.multiselect(
            say("share.personal_label"), about.personal, format_func=lambda c: share_column(lang, c), placeholder=say("share.personal_hint"), key=f"share_personal_{content}"
        )  # fmt: skip
        given["reason"] = right.text_input(say("share.reason"), max_chars=LONGEST, key="share_reason")
    left, right = st.columns(2, vertical_alignment="bottom")
    given["address"] = left.checkbox(say("share.address"), value=True, key="share_address")
    given["per_minute"] = int(right.number_input(say("share.per_minute"), 1, MOST_PER_MINUTE, PER_MINUTE, key="share_per_minute"))  # fmt: skip
    return given


def _grids(store: Store, user: User) -> dict[int, str]:
    found = read(scope_choices, store, user.scope, held=[])
    named = {int(r.grid_id): " › ".join(place(part) for part in r.label.split(" › ")) for r in found.itertuples()}
    return ({EVERYTHING: say("share.whole")} if EVERYTHING in user.scope.grids else {}) | named


def _make(store: Store, user: User, content: str, given: dict) -> None:
    given["department"] = given["department"] or ""
    try:
        number, token = make_share(store, by=user, content=content, **given, today=clock.today(), now=clock.now())
    except UserError as error:
        fields = error.fields | ({"what": say(f"share.{error.fields['what']}")} if error.code == "share_text" else {})
        st.error(say(f"error.{error.code}", **fields), icon=":material/edit:")
        return
    tell("share.made", number, token)
    st.rerun()

"""A clue written down by who heard it, with pictures."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.clues import CHANNELS, MOST_PICTURES, take
from core.clues.take import LONGEST, SHORT
from core.domain import EVERYTHING, User
from core.errors import UserError
from core.policy.clues import clue_kinds
from core.registry import grids
from core.store import Store
from pages.ui.shared.area_paths import area_paths
from pages.ui.shared.finder import number
from pages.ui.shared.person_choice import choose_person
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused, tell
from pages.ui.shared.uploader import uploader_words

ROUND = "clues_round"  # how many were entered: each gets fields of its own, empty ones
TYPES = ["jpg", "jpeg", "png", "webp", "bmp", "gif"]


def entering(store: Store, user: User, at: datetime) -> None:
    """`?alert=` names the alert on which the new one bears."""
    alert, turn = number("alert"), st.session_state.setdefault(ROUND, 0)
    key = f"clue_{turn}"
    uploader_words(say("clues.drop"), say("clues.limit", most=MOST_PICTURES), say("clues.browse"))
    with st.expander(say("clues.new"), icon=":material/add_comment:"):
        kinds, paths = clue_kinds(), _paths(store, user)
        if alert:
            st.caption(say("clues.about_alert", number=alert))
        first, second, third = st.columns([2, 2, 3])
        kind = first.selectbox(say("clues.column.kind"), list(kinds), format_func=lambda c: kinds[c].name(language()), key=f"{key}_kind")  # fmt: skip
        channel = second.selectbox(say("clues.channel"), CHANNELS, format_func=lambda c: say(f"clue_channel.{c}"), key=f"{key}_channel")  # fmt: skip
        grid = third.selectbox(
            say("clues.grid"), list(paths), format_func=paths.get, key=f"{key}_grid", index=None, placeholder=say("clues.grid_none")
        )  # fmt: skip
        words = st.text_area(say("clues.column.told"), key=f"{key}_told", max_chars=LONGEST)
        first, second, third = st.columns(3)
        place = first.text_input(say("clues.place"), key=f"{key}_place", max_chars=SHORT)
        teller = second.text_input(
            say("clues.teller"), key=f"{key}_teller", max_chars=SHORT, help=say("clues.teller_hint")
        )
        phone = third.text_input(say("clues.teller_phone"), key=f"{key}_phone", max_chars=SHORT)
        person = choose_person(store, user, key=f"{key}_about", as_of=at.date()) if user.may("people.read") else None
        files = st.file_uploader(
            say("clues.pictures", most=MOST_PICTURES), TYPES, accept_multiple_files=True, key=f"{key}_files"
        )
        if not st.button(say("clues.enter"), type="primary", key="clue_enter"):
            return
        try:
            receipt = take(
                store, user.scope, told=words, kind=kind, place=place, grid=grid_number(store, user, grid), person_id=person, alert_id=alert, channel=channel,
                teller=teller, teller_phone=phone, pictures=[f.getvalue() for f in files], at=at, actor=user.login,
            )  # fmt: skip
        except UserError as error:
            refused(error)
            return
        st.session_state[ROUND] = turn + 1
        tell("clues", say("clues.entered", receipt=receipt))
        st.rerun()


def _paths(store: Store, user: User) -> dict[str, str]:
    return area_paths(store, user.scope)


def grid_number(store: Store, user: User, code: str | None) -> int | None:
    found = grids.find_grid(store, user.scope, code=code) if code else None
    return found.grid_id if found else _own(user)


def _own(user: User) -> int | None:
    """Who has but one grid need not say where."""
    roots = user.scope.roots
    return roots[0] if len(roots) == 1 and roots[0] != EVERYTHING else None

"""What the page of classes shows below its first sentence: the flows, one class, or the ladder of grades; kept in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.policy.loader import RESIDENT
from core.policy.running import running
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import say, store

PARTS = ("flow", "class", "grades")
BLOCK_PART = "grades"  # classes are counted by home: of a unit there is its grade


@dataclass(frozen=True)
class Choice:
    """`code`: the class whose card is shown."""

    part: str
    code: str


def choose(*, of_block: bool) -> Choice:
    """Draw the switch. Address: `part`; `class` (a code of the policy)."""
    codes = [c.code for c in running(store()).classes]
    code = st.query_params.get("class")
    known = code if code in codes else next(c for c in codes if c != RESIDENT or len(codes) == 1)
    if of_block:
        st.caption(say("classes.of_block"))
        return Choice(BLOCK_PART, known)
    given = st.query_params.get("part", PARTS[0])
    part = given if given in PARTS else PARTS[0]
    st.session_state["classes_part"] = part
    st.segmented_control(
        say("classes.part"), PARTS, format_func=lambda p: say(f"classes.parts.{p}"), key="classes_part", required=True,
        on_change=lambda: go_to(part=st.session_state["classes_part"]), label_visibility="collapsed",
    )  # fmt: skip
    return Choice(part, known)

"""What happened meanwhile, day by day, as letters and in words. May be switched off. Needs no chart engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format
from core.report.mark_words import mark_letter, mark_words
from core.trends.marks import marks
from pages.ui.shared.cached import read
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import language, say, store

MOST = 6  # told below a chart
OF_A_KIND = 2  # of one day by name; of more the first, and how many more
CHOSEN = "marks_shown"


@dataclass(frozen=True)
class Mark:
    """All that happened on one day: its letters, and what each of them says."""

    day: date
    letters: str
    words: tuple[str, ...]


def marked() -> bool:
    """Whether the reader wants them: as the address says (`marks=0`, `marks=1`), else as they chose last."""
    given = st.query_params.get("marks")
    if given in ("0", "1"):
        st.session_state[CHOSEN] = given == "1"
    return st.session_state.get(CHOSEN, True)


def switch(key: str) -> bool:
    """The switch, for all charts at once."""

    def changed() -> None:
        st.session_state[CHOSEN] = shown = st.session_state[key]
        go_to(marks=None if shown else "0")

    st.session_state[key] = marked()
    st.toggle(say("trends.marks"), key=key, on_change=changed)
    return st.session_state[key]


def marks_of(user: User, *, grid: int, since: date, until: date) -> list[Mark]:
    """What the reader may know of, by day; none where they are switched off."""
    if not marked():
        return []
    found = read(marks, store(), user.scope, grid=grid, since=since, until=until)
    made = []
    for day, rows in found.groupby("day", sort=True):
        letters = dict.fromkeys(mark_letter(language(), kind) for kind in rows.kind)
        words = [word for _, of_kind in rows.groupby("kind", sort=False) for word in _words(of_kind)]
        made.append(Mark(day, "".join(letters), tuple(words)))
    return made


def _words(of_kind: pd.DataFrame) -> list[str]:
    """Of what happened of one kind on one day: a rule that is tried out is published ten times in a morning."""
    told = [mark_words(language(), row) for row in of_kind.itertuples()]
    return told if len(told) <= OF_A_KIND else [say("marks.and_more", first=told[0], count=len(told) - 1)]


def legend(found: Sequence[Mark]) -> str:
    """What the letters stand for, day by day; empty without any."""
    told = [
        f"{mark.letters} {format.day(language(), mark.day)} " + say("list.items").join(mark.words) for mark in found
    ]
    more = say("marks.more", count=len(told) - MOST) if len(told) > MOST else ""
    return say("marks.between").join(told[:MOST]) + more

"""Fields for days, with the first and the last that may be chosen.

Bounds of Streamlit's own are kept by the browser, in English, and a day beyond them stays in the field while the page goes on with the one before.
So the browser lets every day pass, also where there are no bounds (Streamlit then takes ten years either way), and it is looked at here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.shared.dates import dated
from pages.ui.shared.session import say

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)  # a year of which two digits are typed is 26
SLASHES = "YYYY/MM/DD"


def ask_day(label: str, value: date | str | None = "today", **options: Any) -> date | None:
    """The day; None where it can't be chosen, which the field says, or where the field is empty. Nothing is to be done then.
    `options` as `ask_end` has them."""
    day, fits = ask_end(label, value, **options)
    return day if fits else None


def ask_end(
    label: str, value: date | str | None = None, *, least: date = FIRST, latest: date = LAST, key: str | None = None,
    where: DeltaGenerator | None = None, format: str = SLASHES, width: int | str = "stretch", **options: Any,
) -> tuple[date | None, bool]:  # fmt: skip
    """Of a field that may stay empty: the day or None, and whether that may be gone on with. What is beyond `least` and `latest` is said below it.
    `where`: a column; `value`, `format` and further `options` as st.date_input has them ("today" where the session's state has the value)."""
    box = (where or st).container(width=width, gap=None)
    day = box.date_input(label, value, date.min, date.max, key=key, format=format, **options)
    fits = day is None or least <= day <= latest
    if not fits:
        _refuse(box, day, least, latest)
    return day, fits


def ask_moment(
    label: str, value: datetime, *, key: str, format: str = SLASHES, width: int | str = "stretch"
) -> datetime | None:
    """As `ask_day`, with the hour."""
    box = st.container(width=width, gap=None)
    first, last = datetime.combine(date.min, time.min), datetime.combine(date.max, time.max)
    moment = box.datetime_input(label, value, first, last, key=key, format=format)
    if moment is None or FIRST <= moment.date() <= LAST:
        return moment
    _refuse(box, moment.date(), FIRST, LAST)
    return None


def kept_day(
    label: str, held: date | tuple[date, date], take: Callable[[Any], None], *, key: str, least: date = FIRST, latest: date = LAST,
    format: str = SLASHES, width: int | str = "stretch", **options: Any,
) -> None:  # fmt: skip
    """A day, or two, that the address keeps: the field shows `held`, and `take` is given what is chosen instead. A day that can't be chosen is
    said below the field, which shows again by what the page goes."""
    refused = f"{key}_refused"

    def changed() -> None:
        chosen = st.session_state[key]
        beyond = [day for day in _each(chosen) if not least <= day <= latest]
        st.session_state.pop(refused, None)
        if beyond:
            st.session_state[refused] = (held, beyond[0])
        elif chosen is not None:
            take(chosen)

    st.session_state[key] = held
    box = st.container(width=width, gap=None)
    box.date_input(label, min_value=date.min, max_value=date.max, key=key, format=format, on_change=changed, **options)
    was, day = st.session_state.get(refused, (None, None))
    if was == held and not least <= day <= latest:
        _refuse(box, day, least, latest)


def _each(chosen: date | tuple[date, ...] | None) -> tuple[date, ...]:
    if chosen is None:
        return ()
    return chosen if isinstance(chosen, tuple) else (chosen,)


def _refuse(box: DeltaGenerator, day: date, least: date, latest: date) -> None:
    """Which days may be chosen: of a side that is open, nothing."""
    words = "days.between"
    if day < least and latest == LAST:
        words = "days.from"
    elif day > latest and least == FIRST:
        words = "days.until"
    box.caption(f":red[{say(words, day=dated(day), least=dated(least), latest=dated(latest))}]")

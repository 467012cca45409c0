"""Which alerts are listed: kind, severity and status, each behind one small button, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format, t
from core.watch import WHOSE
from pages.ui.shared import severity
from pages.ui.shared.controls import go_to
from pages.ui.shared.links import href
from pages.ui.shared.session import say

SEVERITIES = ("high", "medium", "low")
STATUSES = ("open", "acknowledged", "assigned", "resolved", "dismissed")
NAMES = ("kind", "severity", "status", "whose")


@dataclass(frozen=True)
class Choice:
    kinds: list[str]
    severities: list[str]
    statuses: list[str]
    filtered: bool  # anything but the default
    whose: str | None  # of core.watch.WHOSE; None: everybody's


def choose(lang: str, counts: pd.DataFrame, default: tuple[str, ...]) -> Choice:
    """Draw the three and return what was chosen. `counts`: core.watch.alert_counts. Address: `kind`, `severity`, `status`."""
    kinds, severities, statuses = _listed("kind"), _listed("severity"), _listed("status") or list(default)
    shown = counts[counts.status.isin(statuses)]
    of_kind, of_severity = (shown.groupby(c).alerts.sum() for c in ("detector", "severity"))
    of_status = counts.groupby("status").alerts.sum()
    known = [*of_kind.sort_values(ascending=False).index, *(k for k in kinds if k not in of_kind.index)]
    if known:
        _pills("kind", known, lambda k: _counted(t(lang, f"detector.{k}"), of_kind, k))
    _pills("severity", SEVERITIES, lambda s: _counted(severity.words(s), of_severity, s))
    _pills("status", STATUSES, lambda s: _counted(t(lang, f"alert_status.{s}"), of_status, s), default)
    return Choice(kinds, severities, statuses, any(_listed(name) for name in NAMES), _whose())


def whose_links(found: dict[str | None, int]) -> str:
    """The lists of a shift as links, each with how many are in it."""
    links = []
    for whose, count in found.items():
        where = href("anomalies", **(chosen_params() | {"whose": whose, "status": None}))
        current = ' aria-current="true"' if whose == _whose() else ""
        words = escape(say(f"alerts.whose.{whose or 'all'}"))
        links.append(f'<a class="go" href="{where}"{current}>{words} <b>{format.exact(count)}</b></a>')
    return f'<nav class="gc-whose">{"".join(links)}</nav>'


def chosen_count(counts: pd.DataFrame, choice: Choice) -> int:
    """How many the choice finds on any day."""
    kept = counts[counts.status.isin(choice.statuses)]
    for column, wanted in (("detector", choice.kinds), ("severity", choice.severities)):
        kept = kept[kept[column].isin(wanted)] if wanted else kept
    return int(kept.alerts.sum())


def chosen_params() -> dict[str, str | None]:
    """Of the address, so that links within the page keep them."""
    return {name: st.query_params.get(name) for name in NAMES}


def _counted(words: str, counts: pd.Series, name: str) -> str:
    return f"{words} {format.exact(int(counts.get(name, 0)))}"


def _listed(name: str) -> list[str]:
    allowed = {"severity": SEVERITIES, "status": STATUSES}.get(name)
    given = [v for v in st.query_params.get(name, "").split(",") if v]
    return [v for v in given if allowed is None or v in allowed]


def _whose() -> str | None:
    given = st.query_params.get("whose")
    return given if given in WHOSE else None


def _pills(name: str, options: Sequence[str], words: Callable[[str], str], default: tuple[str, ...] = ()) -> None:
    key = f"anomalies_{name}"

    def changed() -> None:
        picked = st.session_state[key]
        go_to(**{name: ",".join(picked) if picked and set(picked) != set(default) else None, "alert": None})

    listed = _listed(name)
    st.session_state[key] = listed or list(default)
    label = say(f"anomalies.{name}")
    with st.popover(label + (f" · {len(listed)}" if listed else ""), key=f"choose_{name}"):
        st.pills(
            label,
            options,
            selection_mode="multi",
            format_func=words,
            key=key,
            on_change=changed,
            wrap=True,
            label_visibility="collapsed",
        )

"""Parts of the anomalies page: the facets with their counts, the list, what shows when there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from core.domain import Scope, User
from core.i18n import format, t
from core.i18n.sentence import sentence
from core.store import Store
from core.watch.alerts import alerts
from core.watch.last_search import last_search
from pages.ui.alerts.alert_detail import detail
from pages.ui.shared import severity
from pages.ui.shared.controls import go_to
from pages.ui.shared.session import language, say

__all__ = ["bulk_bar", "detail", "empty", "facets", "find_alert", "listing", "summary"]
SEVERITIES = ("high", "medium", "low")
STATUSES = ("open", "acknowledged", "assigned", "resolved", "dismissed")


@dataclass(frozen=True)
class Facets:
    kinds: list[str]
    severities: list[str]
    statuses: list[str]
    filtered: bool  # anything but the default


def facets(lang: str, counts: pd.DataFrame, default: tuple[str, ...]) -> Facets:
    """Kind, severity and status as rows of pills; the choice lives in the address (`kind`, `severity`, `status`)."""
    shown = counts[counts.status.isin(_listed("status") or list(default))]
    by_kind = shown.groupby("detector").alerts.sum().sort_values(ascending=False)
    kinds = [*by_kind.index, *(k for k in _listed("kind") if k not in by_kind.index)]
    if kinds:
        _pills("kind", kinds, lambda k: f"{t(lang, f'detector.{k}')} {format.exact(int(by_kind.get(k, 0)))}")
    with st.container(horizontal=True):
        _pills("severity", SEVERITIES, severity.words)
        _pills("status", STATUSES, lambda s: t(lang, f"alert_status.{s}"), default)
    statuses = _listed("status") or list(default)
    filtered = bool(_listed("kind") or _listed("severity") or _listed("status"))
    return Facets(_listed("kind"), _listed("severity"), statuses, filtered)


def _listed(name: str) -> list[str]:
    allowed = {"severity": SEVERITIES, "status": STATUSES}.get(name)
    given = [v for v in st.query_params.get(name, "").split(",") if v]
    return [v for v in given if allowed is None or v in allowed]


def _pills(name: str, options: tuple | list, words, default: tuple[str, ...] = ()) -> None:
    key = f"anomalies_{name}"

    def changed() -> None:
        picked = st.session_state[key]
        go_to(**{name: ",".join(picked) if picked and set(picked) != set(default) else None, "alert": None})

    st.session_state[key] = _listed(name) or list(default)
    st.pills(
        say(f"anomalies.{name}"),
        options,
        selection_mode="multi",
        format_func=words,
        key=key,
        on_change=changed,
        wrap=True,
    )


def summary(found: pd.DataFrame, *, unfinished: int, filtered: bool, limit: int) -> None:
    """How many of each severity are listed, and how many unfinished ones the chosen period leaves out."""
    if found.empty:
        return
    by = found.severity.value_counts()
    st.markdown("**" + say("anomalies.count", total=len(found), **{s: int(by.get(s, 0)) for s in SEVERITIES}) + "**")
    if len(found) >= limit:
        st.caption(say("anomalies.truncated", count=limit))
    elif not filtered and unfinished > len(found):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(say("anomalies.outside", count=unfinished - len(found)), width="content")
            if st.button(say("anomalies.show_all"), type="tertiary", key="whole_period"):
                go_to(days=366, since=None, until=None)
                st.rerun()


def bulk_bar(count: int) -> bool:
    """True when the reader acknowledges the ticked alerts."""
    return st.button(
        say("anomalies.acknowledge_many", count=count), type="primary", icon=":material/done_all:", key="bulk"
    )


def listing(lang: str, found: pd.DataFrame, *, may_handle: bool) -> list[int]:
    """The table. A click anywhere in a row puts its alert into the address; returns the ids ticked for a bulk action."""
    key = f"alerts_{hash((lang, *found.alert_id))}"

    def clicked() -> None:
        cells = st.session_state[key].selection.cells
        if cells:
            go_to(alert=int(found.alert_id.iloc[cells[0][0]]))

    word = {name: say(f"anomalies.column.{name}") for name in (
        "severity", "kind", "where", "reason", "since", "strength", "township", "status")}  # fmt: skip
    st.caption(say("anomalies.pick_hint" if may_handle else "anomalies.pick_hint_read"))
    event = st.dataframe(
        _table(lang, found),
        hide_index=True,
        key=key,
        height=min(38 + 35 * len(found), 388),
        on_select=clicked,
        selection_mode=["multi-row", "single-cell"] if may_handle else ["single-cell"],
        column_config={
            "severity": st.column_config.TextColumn(word["severity"], width=70),
            "kind": st.column_config.TextColumn(word["kind"], width=124),
            "where": st.column_config.TextColumn(word["where"], width=130),
            "reason": st.column_config.TextColumn(word["reason"], width=330),
            "since": st.column_config.TextColumn(word["since"], width=66),
            "strength": st.column_config.ProgressColumn(
                word["strength"],
                help=say("anomalies.column.strength_help"),
                width=66,
                min_value=0.0,
                max_value=1.0,
                format=" ",
            ),
            "township": st.column_config.TextColumn(word["township"], width=70),
            "status": st.column_config.TextColumn(word["status"], width=72),
        },
        column_order=list(word),
    )
    return [int(found.alert_id.iloc[i]) for i in event.selection.rows] if may_handle else []


def _table(lang: str, found: pd.DataFrame) -> pd.DataFrame:
    strongest = found.groupby("reason").score.transform("max")  # comparable within one reason
    return pd.DataFrame(
        {
            "severity": [severity.words(s) for s in found.severity],
            "kind": [t(lang, f"detector.{d}") for d in found.detector],
            "where": found.person_name.where(found.person_name.notna(), found.grid_name),
            "township": found.township,
            "reason": [sentence(lang, r, f) for r, f in zip(found.reason, found.fields, strict=True)],
            "strength": (found.score / strongest).where(strongest > 0, 0.0).fillna(0.0),
            "since": [format.day(lang, pd.Timestamp(d).date()) for d in found.first_day],
            "status": [t(lang, f"alert_status.{s}") for s in found.status],
        }
    )


def find_alert(store: Store, scope: Scope, found: pd.DataFrame, wanted: str | None, *, as_of: date) -> pd.Series | None:
    """The alert of the address, wherever in the scope; without one, the first of the list."""
    if not wanted:
        return found.iloc[0] if len(found) else None
    if not wanted.isdigit():
        return None
    rows = found[found.alert_id == int(wanted)]
    if rows.empty:
        everything = alerts(store, scope, as_of=as_of, limit=100_000)
        rows = everything[everything.alert_id == int(wanted)]
    return rows.iloc[0] if len(rows) else None


def empty(store: Store, user: User, unresolved: int, *, filtered: bool) -> None:
    """Nothing listed: is all handled, do the filters hide it, or has nothing been searched yet?"""
    lang = language()
    searched = last_search(store)
    if searched is None:
        st.info(say("anomalies.never_run"), icon=":material/search_off:")
        if user.may("imports.read"):
            st.page_link("imports.py", label=say("anomalies.to_imports"), icon=":material/upload_file:")
        return
    if unresolved or filtered:
        st.info(say("anomalies.none_chosen"), icon=":material/filter_alt_off:")
        if st.button(say("anomalies.reset"), key="reset"):
            go_to(kind=None, severity=None, status=None, alert=None, since=None, until=None, days=60)
            st.rerun()
    else:
        st.success(say("anomalies.none_open"), icon=":material/task_alt:")
    st.caption(say("anomalies.last_run_at", moment=format.moment(lang, searched)))

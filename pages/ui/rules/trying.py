"""The back-test: what the rule, changed, would have found in the last days."""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.i18n import format
from core.i18n.sentence import sentence
from core.policy.loader import Policy
from core.policy.rule_changes import settings_of
from core.store import Store
from core.watch.backtest import HINDSIGHT, BackTest, backtest
from core.watch.rule import Rule
from pages.ui.rules.wording import name, setting, value
from pages.ui.shared import severity
from pages.ui.shared.links import href
from pages.ui.shared.session import language, place, say

SPANS = (14, 30, 60)
SHOWN = 30


def try_out(store: Store, user: User, policy: Policy, rule: Rule, made: dict[str, object], day: date) -> None:
    """Draw the button and, once asked, the answer; it stays while the same is asked."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="rule_try"):
        days = st.selectbox(say("rules.days"), SPANS, index=len(SPANS) - 1, format_func=lambda n: say("rules.last_days", days=n),
                            key="rule_days", width=180)  # fmt: skip
        wanted = st.button(say("rules.try"), icon=":material/history:", type="primary", key=f"rule_try_{rule.code}")
    asked = (rule.code, repr(sorted(made.items())), days, day, policy.version, store.version, user.scope.grids)
    if wanted:
        try:
            found = _run(store, user, policy, rule, made, days, day)
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields))
            return
        st.session_state["rule_tried"] = (asked, found)
    kept = st.session_state.get("rule_tried")
    if kept is not None and kept[0] == asked:
        _answer(kept[1], made)
    elif made:
        st.caption(say("rules.not_tried", changes=_told(made)))


def _run(store: Store, user: User, policy: Policy, rule: Rule, made: dict, days: int, day: date) -> BackTest:
    settings = settings_of(store, rule.code, made, day=day)
    shown = st.progress(0.0, say("rules.trying", done=0, days=days))

    def progress(share: float) -> None:
        shown.progress(share, say("rules.trying", done=round(share * days), days=days))

    found = backtest(
        store, user.scope, policy=policy, code=rule.code, settings=settings, until=day, days=days, progress=progress
    )
    shown.empty()
    return found


def _answer(found: BackTest, made: dict[str, object]) -> None:
    counts = {key: format.exact(count) for key, count in found.counts.items()}
    told = say("rules.would", name=name(found.detector), days=found.days, **counts)
    st.html(f'<p class="gc-lead">{escape(told)}</p>')
    if made:
        st.caption(say("rules.with", changes=_told(made)))
    if found.detector in HINDSIGHT:
        st.caption(say("rules.hindsight"))
    if found.judged_from > found.since:
        st.caption(say("rules.unjudged", from_day=format.day(language(), found.judged_from)))
    fired = found.fired
    st.html(f'<ul class="gc-cards">{"".join(_card(row) for row in fired.head(SHOWN).itertuples())}</ul>')
    if len(fired) > SHOWN:
        with st.expander(say("rules.more", count=len(fired) - SHOWN)):
            st.html(f'<ul class="gc-cards">{"".join(_card(row) for row in fired.iloc[SHOWN:].itertuples())}</ul>')


def _card(row) -> str:
    who = row.person_name if isinstance(row.person_name, str) else place(row.grid_name)
    known = "" if pd.isna(row.alert_id) else say("rules.known", number=int(row.alert_id), state=_state(row))
    below = " · ".join(
        part for part in (format.day(language(), pd.Timestamp(row.found_on).date()), place(row.township) if isinstance(row.township, str) else "", known) if part
    )  # fmt: skip
    inner = (
        f'<span class="gc-name">{escape(who + say("list.colon") + sentence(language(), row.reason, row.fields))}</span>'
        f'<span>{severity.labelled(row.severity)}</span><span class="gc-why">{escape(below)}</span>'
    )
    to = "" if pd.isna(row.alert_id) else f' href="{href("anomalies", alert=int(row.alert_id), status=row.status)}"'
    return f'<li><a class="go"{to}>{inner}</a></li>' if to else f"<li><a>{inner}</a></li>"


def _state(row) -> str:
    return say(f"outcome.{row.outcome}") if isinstance(row.outcome, str) else say(f"alert_status.{row.status}")


def _told(made: dict[str, object]) -> str:
    return say("rules.joiner").join(
        f"{setting(key.split('.')[-1])} {value(key.split('.')[-1], given)}" for key, given in made.items()
    )

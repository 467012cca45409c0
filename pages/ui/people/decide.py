"""Decisions on a person's classes by hand: the form, what was decided, and how each stretch of a class ended."""

from __future__ import annotations

import html
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core import clock
from core.classify.by_hand import Decision
from core.classify.manual import ACTS, DECIDE, class_history, decisions
from core.classify.why import HOLDS, why
from core.domain import User
from core.errors import UserError
from core.follow import follow
from core.i18n import format, t
from core.policy.decisions import DAYS, GIVE, NOTE, REASONS
from core.report.why import class_of, decided
from core.store import Store
from pages.ui.shared.session import language, say

WEEK = timedelta(days=7)


def decide_section(store: Store, user: User, *, person_id: int, as_of: date) -> None:
    """The form for whoever may decide; the history of classes for everybody who sees the person."""
    history = class_history(store, user.scope, person_id=person_id, as_of=as_of)
    decided_before = decisions(store, user.scope, person_id=person_id, as_of=as_of)
    if history.empty and not decided_before and not user.may(DECIDE):
        return
    with st.expander(say("person.class_history"), icon=":material/history:"):
        if user.may(DECIDE):
            _form(store, user, person_id, as_of)
        for row in history.itertuples():
            st.html(_stretch(row))
        if decided_before:
            st.markdown(f"**{say('person.decisions')}**")
        for decision in reversed(decided_before):
            st.html(_decision(decision))


def _form(store: Store, user: User, person_id: int, as_of: date) -> None:
    told = why(store, user.scope, person_id=person_id, as_of=as_of)
    held = [w.code for w in told if w.state == HOLDS and w.because != "rest"]  # not the class of all others
    others = [w.code for w in told if w.code not in held and w.because not in ("no_home", "in_other", "rest")]
    lang, at = language(), f"decide_{person_id}"
    acts = [act for act in ACTS if (others if act == GIVE else held)]
    act = st.segmented_control(
        say("person.decide_act"), acts, default=acts[-1] if acts else None, key=f"{at}_act",
        format_func=lambda code: t(lang, f"decision_act.{code}"),
    )  # fmt: skip
    if act is None:
        return
    with st.form(at, clear_on_submit=True, border=False):
        code = st.selectbox(
            say("person.decide_class"), others if act == GIVE else held, key=f"{at}_class_{act}", format_func=lambda c: class_of(lang, c)
        )  # fmt: skip
        reason = st.selectbox(
            say("person.decide_reason"), REASONS[act], key=f"{at}_reason_{act}", format_func=lambda c: t(lang, f"decision.{c}")
        )  # fmt: skip
        until = st.date_input(
            say("person.decide_until"), value=as_of + WEEK, min_value=as_of, max_value=as_of + timedelta(days=DAYS), key=f"{at}_until_{act}"
        )  # fmt: skip
        note = st.text_input(say("person.decide_note"), max_chars=NOTE, key=f"{at}_note")
        sent = st.form_submit_button(say("person.decide_keep"), icon=":material/gavel:")
    if not sent or not code:
        return
    try:
        ACTS[act](
            store,
            user,
            person_id=person_id,
            code=code,
            until=until,
            reason=reason,
            note=note,
            as_of=as_of,
            now=clock.now(),
        )
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    follow(store, actor=user.login)
    st.toast(say("person.decide_done"))
    st.rerun()


def _stretch(row: object) -> str:
    lang = language()
    end = say("person.class_ongoing") if pd.isna(row.until) else format.day(lang, row.until)
    how = "" if pd.isna(row.ended_by) else t(lang, f"class_end.{row.ended_by}")
    dates = f"{format.day(lang, row.since)}–{end}"
    return (
        f"<div><b>{html.escape(class_of(lang, row._1))}</b>　{html.escape(dates)}"
        f'<span style="opacity:.7">　{html.escape(how)}</span></div>'
    )


def _decision(decision: Decision) -> str:
    lang = language()
    dates = f"{format.day(lang, decision.since)}–{format.day(lang, decision.until)}"
    return (
        f"<div><b>{html.escape(class_of(lang, decision.code))}</b>　{html.escape(dates)}　"
        f"{html.escape(decided(lang, decision))}</div>"
    )

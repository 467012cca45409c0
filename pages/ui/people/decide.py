"""Decisions on a person's classes by hand: the form, what was decided, and how each stretch of a class ended."""

from __future__ import annotations

import html
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from core import clock
from core.classify.by_hand import Decision
from core.classify.manual import ACTS, DECIDE, class_history, decisions, put_aside
from core.classify.why import HOLDS, why
from core.domain import User
from core.errors import UserError
from core.follow import follow
from core.i18n import format, t
from core.policy.decisions import DAYS, GIVE, NOTE, REASONS
from core.report.why import class_of, decided
from core.store import Store
from pages.ui.shared.days import ask_end
from pages.ui.shared.session import language, say

# what a decision can't do without, and its label
FIELDS = {"code": "class", "reason": "reason", "until": "until"}


def decide_section(store: Store, user: User, *, person_id: int, as_of: date) -> None:
    """The form for whoever may decide; the history of classes for everybody who sees the person."""
    history = class_history(store, user.scope, person_id=person_id, as_of=as_of)
    decided_before = decisions(store, user.scope, person_id=person_id, as_of=as_of)
    if history.empty and not decided_before and not user.may(DECIDE):
        return
    may = user.may(DECIDE)
    with st.expander(say("person.class_decide" if may else "person.class_history"), icon=":material/history:"):
        if may:
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
    # Set, not taken away: the browser would send again what it still shows.
    st.session_state.update(st.session_state.pop(f"{at}_kept", {}))
    if act is None:
        return
    with st.form(at, border=False):
        asked, fits = _fields(at, act, others if act == GIVE else held, as_of)
        meant = _put_aside(store, user, person_id, asked["code"], as_of) if act == GIVE else {}
        sent = st.form_submit_button(say("person.decide_keep"), icon=":material/gavel:")
    if sent and _complete(asked) and fits:
        _keep(store, user, act, {"person_id": person_id, "as_of": as_of} | asked | meant, after=_empty(at, act))


def _fields(at: str, act: str, codes: list[str], as_of: date) -> tuple[dict[str, Any], bool]:
    """code, reason, until (None: not chosen), note; whether the day can be chosen. Nothing stands there already: who only clicks decides nothing."""
    lang = language()
    asked: dict[str, Any] = {}
    asked["code"] = st.selectbox(
        say("person.decide_class"), codes, index=None, placeholder=say("person.decide_choose"), key=f"{at}_class_{act}", format_func=lambda c: class_of(lang, c)
    )  # fmt: skip
    asked["reason"] = st.selectbox(
        say("person.decide_reason"), REASONS[act], index=None, placeholder=say("person.decide_choose"), key=f"{at}_reason_{act}", format_func=lambda c: t(lang, f"decision.{c}")
    )  # fmt: skip
    asked["until"], fits = ask_end(
        say("person.decide_until"), least=as_of, latest=as_of + timedelta(days=DAYS), key=f"{at}_until_{act}"
    )
    asked["note"] = st.text_input(say("person.decide_note"), max_chars=NOTE, key=f"{at}_note")
    return asked, fits


def _empty(at: str, act: str) -> dict[str, object]:
    fields: dict[str, object] = {f"{at}_{name}_{act}": None for name in ("class", "reason", "until")}
    return fields | {f"{at}_note": ""}


def _put_aside(store: Store, user: User, person_id: int, code: str | None, as_of: date) -> dict[str, bool]:
    """Of a class that puts others aside which were decided by hand it is asked whether that is meant."""
    others = put_aside(store, user.scope, person_id=person_id, code=code, as_of=as_of) if code else []
    if not others:
        return {}
    lang = language()
    names = say("list.items").join(class_of(lang, other) for other in others)
    words = say("person.decide_instead", name=class_of(lang, code), others=names)
    return {"instead": st.checkbox(words, key=f"decide_{person_id}_instead_{code}")}


def _complete(asked: dict[str, Any]) -> bool:
    """What is missing is said."""
    missing = [say(f"person.decide_{FIELDS[name]}") for name in FIELDS if asked[name] is None]
    if missing:
        st.error(say("person.decide_missing", fields=say("list.items").join(missing)))
    return not missing


def _keep(store: Store, user: User, act: str, asked: dict[str, Any], *, after: dict[str, object]) -> None:
    """`after`: what the form shows then."""
    try:
        ACTS[act](store, user, **asked, now=clock.now())
    except UserError as error:
        named = {name: class_of(language(), error.fields[name]) for name in ("code", "other") if name in error.fields}
        st.error(say(f"error.{error.code}", **error.fields | named))
        return
    st.session_state[f"decide_{asked['person_id']}_kept"] = after
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

"""One rule: what it says, with what it looks, how it has done; a change of it tried on past days, kept and switched on."""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.follow.policy_change import policy_changed
from core.i18n import format
from core.policy import versions
from core.policy.loader import Policy
from core.policy.rule_changes import draft
from core.store import Store
from core.watch.rule import Rule
from pages.ui.rules.changing import changes
from pages.ui.rules.trying import try_out
from pages.ui.rules.wording import name, place_name, says, setting, value
from pages.ui.shared.dates import dated
from pages.ui.shared.days import ask_day
from pages.ui.shared.session import say, who


def detail(store: Store, user: User, policy: Policy, rule: Rule, row: pd.Series, day: date) -> None:
    st.html(f'<div class="gc-heading"><h2>{escape(name(rule.code))}</h2></div><p>{escape(says(rule.code))}</p>')
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.html(_heading("rules.thresholds") + _thresholds(rule))
        st.html(_heading("rules.outcomes") + _outcomes(row))
        if user.may("policy.write"):
            _switch(store, rule, day)
    with right:
        st.html(_heading("rules.change"))
        made = changes(rule)
        if made is not None:
            try_out(store, user, policy, rule, made, day)
            if user.may("policy.write") and made:
                _keep(store, rule, made, day)


def _heading(key: str) -> str:
    return f'<div class="gc-heading"><h3>{escape(say(key))}</h3></div>'


def _thresholds(rule: Rule) -> str:
    rows = [("budget_a_day", rule.budget), ("quiet_days", rule.quiet_days), *rule.parameters.items()]
    told = "".join(
        _line(setting(key), value(key, given)) for key, given in rows if key != "quiet_days" or given is not None
    )
    if rule.quiet_days is None:
        told += _line(setting("quiet_days"), say("rules.never_ends"))
    for kind, places in (("at", rule.at), ("grid", rule.grid)):
        for place, differs in places.items():
            where = place_name(place) if kind == "at" else place
            told += "".join(_line(f"{where} · {setting(key)}", value(key, given)) for key, given in differs.items())
    return f'<div class="gc-scroll" tabindex="0"><table class="gc-table gc-rule">{told}</table></div>'


def _line(label: str, told: str) -> str:
    return f'<tr><td>{escape(label)}</td><td style="white-space: normal">{escape(told)}</td></tr>'


def _outcomes(row: pd.Series) -> str:
    names = ("alerts", "most", "unfinished", "over", "said", "confirmed", "harmless", "wrong")
    return f'<table class="gc-table">{"".join(_line(say(f"rules.col.{n}"), format.exact(int(row[n]))) for n in names)}</table>'


def _switch(store: Store, rule: Rule, day: date) -> None:
    verb = "switch_off" if rule.on else "switch_on"
    with st.popover(say(f"rules.{verb}"), icon=":material/power_settings_new:"):
        st.caption(say(f"rules.{verb}_means"))
        on = ask_day(say("policy.from_day"), day, key=f"rule_switch_day_{rule.code}")
        if st.button(say(f"rules.{verb}"), key=f"rule_switch_{rule.code}", type="primary", disabled=on is None):
            called = say(f"rules.{verb}_name", rule=name(rule.code))
            _publish(store, rule, {"on": not rule.on}, called, on)


def _keep(store: Store, rule: Rule, made: dict[str, object], day: date) -> None:
    """A draft, or at once: published from a day, which switches it on."""
    with st.container(border=True, key="rule_keep"):
        called = st.text_input(
            say("policy.form.version"),
            say("rules.draft_name", detector=name(rule.code)),
            max_chars=200,
            key=f"rule_name_{rule.code}",
        )
        if not rule.on and st.checkbox(say("rules.also_on"), True, key=f"rule_also_on_{rule.code}"):
            made = made | {"on": True}
        on = ask_day(say("policy.from_day"), day, key=f"rule_day_{rule.code}")
        if on is None:
            return
        with st.container(horizontal=True):
            kept = st.button(say("rules.save"), key=f"rule_draft_{rule.code}")
            published = st.button(say("rules.publish", day=dated(on)), key=f"rule_publish_{rule.code}", type="primary")
    if published:
        _publish(store, rule, made, called, on)
    elif kept:
        try:
            number = draft(store, rule.code, made, day=on, name=called, actor=who())
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields))
            return
        st.success(say("rules.drafted", number=number))
        st.page_link("policy.py", label=say("rules.to_versions"), icon=":material/arrow_forward:")


def _publish(store: Store, rule: Rule, made: dict[str, object], called: str, on: date) -> None:
    try:
        number = draft(store, rule.code, made, day=on, name=called, actor=who())
        versions.publish(store, version_id=number, from_day=on, actor=who())
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    with st.spinner(say("policy.working")):
        policy_changed(store, since=on, actor=who())
    state = say("rules.on" if made.get("on", rule.on) else "rules.off")
    st.session_state["rule_done"] = say("rules.done", rule=name(rule.code), state=state, number=number, day=dated(on))
    st.rerun()

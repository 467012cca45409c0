"""What stands around an alert: its playbook, its activity, the others of its situation, similar ones of the past."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.errors import UserError
from core.handling import activity, similar, situation, steps_done, tick
from core.i18n import format, has, t
from core.policy.running import running
from core.store import Store
from pages.ui.alerts import acting
from pages.ui.shared import severity
from pages.ui.shared.actors import actor
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.duties import role_name
from pages.ui.shared.links import href
from pages.ui.shared.session import place, say

LISTED = 20  # of a situation, before the others are folded away


def playbook(store: Store, user: User, lang: str, alert: pd.Series) -> None:
    """The steps of its detector; whoever may handle it ticks them."""
    number = int(alert.alert_id)
    steps = running(store, clock.today()).playbooks.of(alert.detector)
    done = {row.step: row for row in read(steps_done, store, user.scope, alert_id=number).itertuples()}
    with st.container(key="alert_playbook", gap=None):
        head = say("alerts.playbook", done=len(done.keys() & {s.code for s in steps}), all=len(steps))
        st.html(f'<h6 class="gc-grounds">{escape(head)}</h6>')
        for step in steps:
            key, row = f"step_{number}_{step.code}", done.get(step.code)
            st.session_state[key] = row is not None
            said = "" if row is None else f" :small[:gray[{_by(lang, row)}]]"
            st.checkbox(
                step.words(lang) + said, key=key, disabled=not user.may("anomalies.handle"), on_change=_tick,
                args=(store, user, number, step.code),
            )  # fmt: skip


def _tick(store: Store, user: User, number: int, step: str) -> None:
    try:
        on = bool(st.session_state[f"step_{number}_{step}"])
        tick(store, user.scope, number, step=step, on=on, actor=user.login, at=clock.now())
    except UserError as error:
        st.session_state[acting.TROUBLE] = error


def acts(store: Store, user: User, lang: str, alert: pd.Series) -> None:
    found = read(activity, store, user.scope, alert_id=int(alert.alert_id))
    steps = {step.code: step for step in running(store, clock.today()).playbooks.of(alert.detector)}
    rows = "".join(_act(lang, row, steps) for row in found.itertuples())
    if rows:
        st.html(
            f'<h6 class="gc-grounds">{escape(say("alerts.activity"))}</h6>'
            f'<div class="gc-inner" tabindex="0"><table class="gc-grounds">{rows}</table></div>'
        )


def _act(lang: str, row, steps: dict) -> str:
    who = "" if row.actor == "system" else f"<b>{escape(_name(row))}</b> "
    words = [escape(say(f"alert_act.{row.act}"))]
    if isinstance(row.grid_name, str):
        words.append(f"→ {escape(place(row.grid_name))} {escape(role_name(row.role))}")
    if isinstance(row.detail, str):
        words.append(escape(_detail(lang, row.detail, steps)))
    if isinstance(row.note, str):
        words.append(f"<q>{escape(row.note)}</q>")
    return f"<tr><td>{escape(_at(lang, row))}</td><td>{who}{' '.join(words)}</td></tr>"


def _detail(lang: str, code: str, steps: dict) -> str:
    if code in steps:
        return steps[code].words(lang)
    keys = (f"outcome.{code}", f"anomalies.closed_because.{code}")
    return next((say(key) for key in keys if has(key)), code)


def others(store: Store, user: User, lang: str, alert: pd.Series, chosen: Filter) -> None:
    """Of its situation; nothing where it is alone."""
    if pd.isna(alert.situation_id):
        return
    kind, found = read(situation, store, user.scope, alert_id=int(alert.alert_id), as_of=chosen.today)
    if kind is None:
        return
    rows = [
        f'<li>{severity.mark(row.severity)} <a class="go" href="{href("anomalies", alert=row.alert_id)}">{escape(t(lang, f"detector.{row.detector}"))}</a> '
        f"{escape(row.person_name if isinstance(row.person_name, str) else place(row.grid_name))} <small>{escape(t(lang, f'alert_status.{row.status}'))}</small></li>"
        for row in found.itertuples()
    ]
    head = say("alerts.situation", kind=say(f"situation_kind.{kind}"))
    first, rest = "".join(rows[:LISTED]), "".join(rows[LISTED:])
    more = escape(say("alerts.situation_more", count=len(rows) - LISTED))
    folded = (
        f'<details><summary>{more}</summary><ul class="gc-inner gc-plain" tabindex="0">{rest}</ul></details>'
        if rest
        else ""
    )
    st.html(
        f'<h6 class="gc-grounds">{escape(head)}</h6><ul class="gc-inner gc-plain" tabindex="0">{first}</ul>{folded}'
    )


def past(store: Store, user: User, lang: str, alert: pd.Series) -> None:
    found = read(similar, store, user.scope, alert_id=int(alert.alert_id))
    rows = "".join(
        f'<li><a class="go" href="{href("anomalies", alert=row.alert_id)}">{escape(format.day(lang, pd.Timestamp(row.first_day).date()))}</a> '
        f"{escape(place(row.grid_name))} <small>{escape(say(f'alerts.same.{row.same}'))}</small> "
        f"{escape(say(f'outcome.{row.outcome}') if isinstance(row.outcome, str) else say('alerts.unsaid'))}</li>"
        for row in found.itertuples()
    )
    body = (
        f'<ul class="gc-inner gc-plain" tabindex="0">{rows}</ul>'
        if rows
        else f"<small>{escape(say('alerts.similar_none'))}</small>"
    )
    st.html(f'<h6 class="gc-grounds">{escape(say("alerts.similar"))}</h6>{body}')


def _by(lang: str, row) -> str:
    return f"{_name(row)} {_at(lang, row)}".replace("[", "").replace("]", "")


def _name(row) -> str:
    return row.actor_name if isinstance(row.actor_name, str) else actor(row.actor)


def _at(lang: str, row) -> str:
    return format.moment(lang, pd.Timestamp(row.acted_at).to_pydatetime())

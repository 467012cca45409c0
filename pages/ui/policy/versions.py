"""The county's own versions, drafts and published ones, and the editions that are shipped: what may be published from a day, and gone back to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.follow.policy_change import policy_changed
from core.policy import versions
from core.policy.editions import Edition, editions
from core.policy.versions import DRAFT, Version
from core.store import Store
from pages.ui.policy.options import state, version_name
from pages.ui.shared.actors import actor
from pages.ui.shared.dates import dated
from pages.ui.shared.days import ask_day
from pages.ui.shared.session import language, say, who


def versions_section(store: Store, user: User, pack: str, day: date) -> None:
    own = versions.versions(store, pack=pack)
    held = versions.version_in_force(store, day, pack)
    st.html(f'<div class="gc-heading"><h2>{escape(say("policy.own_versions"))}</h2></div>')
    if not own:
        st.caption(say("policy.no_versions"))
    for each in own:
        with st.container(horizontal=True, vertical_alignment="center", key=f"version_{each.version_id}"):
            st.html(_line(each, day, holds=held is not None and held.version_id == each.version_id))
            if each.changes.strip():
                with st.popover(say("policy.changes")):
                    st.code(each.changes, language="toml")
            if user.may("policy.write"):
                _acts(store, each, day)
    st.html(f'<div class="gc-heading"><h2>{escape(say("policy.editions"))}</h2></div>')
    for code, edition in editions(pack).items():
        with st.container(horizontal=True, vertical_alignment="center", key=f"edition_{code}"):
            st.html(_edition(edition, holds=held is None and code == versions.shipped(pack)))
            if user.may("policy.write"):
                with st.popover(say("policy.use")):
                    _publish(store, day, f"use_{code}", lambda on, code=code: versions.use(
                        store, pack=pack, edition=code, from_day=on, actor=who(),
                    ))  # fmt: skip


def _line(each: Version, day: date, *, holds: bool) -> str:
    replaced = each.status != DRAFT and not holds and each.from_day <= day
    parts = [
        f"{each.pack}@{each.edition}+{each.version_id}",
        state(each),
        say("policy.replaced") if replaced else None,
        actor(each.published_by or each.written_by),
        each.note,
    ]
    return _entry(version_name(each), parts, holds=holds)


def _edition(edition: Edition, *, holds: bool) -> str:
    span = f"{edition.since or ''} – {edition.until or ''}".strip(" –")
    return _entry(getattr(edition, language()), [edition.number, span], holds=holds)


def _entry(name: str, parts: list[str | None], *, holds: bool) -> str:
    mark = f" <b>{escape(say('policy.holds'))}</b>" if holds else ""
    told = " · ".join(escape(part) for part in parts if part)
    return f'<div><span class="gc-name">{escape(name)}{mark}</span><div class="gc-why">{told}</div></div>'


def _acts(store: Store, each: Version, day: date) -> None:
    with st.popover(say("policy.publish" if each.status == DRAFT else "policy.publish_again")):
        _publish(store, day, f"publish_{each.version_id}", lambda on: versions.publish(
            store, version_id=each.version_id, from_day=on, actor=who(),
        ))  # fmt: skip
    if each.status == DRAFT and st.button(say("policy.drop"), key=f"drop_{each.version_id}", type="tertiary"):
        versions.drop_draft(store, version_id=each.version_id, actor=who())
        st.rerun()


def _publish(store: Store, day: date, key: str, act: Callable[[date], int]) -> None:
    on = ask_day(say("policy.from_day"), day, key=f"day_{key}")
    if on is None:
        return
    if on < day:
        st.caption(say("policy.from_past", day=dated(day)))
    if st.button(say("policy.publish_from", day=dated(on)), key=key, type="primary"):
        try:
            act(on)
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields))
            return
        with st.spinner(say("policy.working")):
            policy_changed(store, since=on, actor=who())
        st.rerun()

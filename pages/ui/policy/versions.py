"""The county's own versions, drafts and published ones, and the editions that are shipped: what may be published from a day, and gone back to."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.policy import versions
from core.policy.editions import Edition, editions
from core.policy.versions import DRAFT, Version
from core.policy.withdrawal import ahead, withdraw_version
from core.store import Store
from pages.ui.policy.options import edition_name, held_name, state, version_name
from pages.ui.policy.publishing import Wanted, publishing
from pages.ui.shared.actors import actor
from pages.ui.shared.dates import dated
from pages.ui.shared.session import language, say, who
from pages.ui.shared.toasts import toast_later


def versions_section(store: Store, user: User, pack: str, day: date) -> None:
    own = versions.versions(store, pack=pack)
    held = versions.version_in_force(store, day, pack)
    st.html(f'<div class="gc-heading"><h2>{escape(say("policy.own_versions"))}</h2></div>')
    if not own:
        st.caption(say("policy.no_versions"))
    for each in sorted(own, key=lambda v: _order(v, held, day)):
        with st.container(horizontal=True, vertical_alignment="center", key=f"version_{each.version_id}"):
            st.html(_line(store, each, day, holds=each == held))
            if each.changes.strip():
                with st.popover(say("policy.changes")):
                    st.code(each.changes, language="toml")
            if user.may("policy.write"):
                _acts(store, user, each, day)
    st.html(f'<div class="gc-heading"><h2>{escape(say("policy.editions"))}</h2></div>')
    for code, edition in editions(pack).items():
        with st.container(horizontal=True, vertical_alignment="center", key=f"edition_{code}"):
            st.html(_edition(edition, holds=held is None and code == versions.shipped(pack)))
            if user.may("policy.write"):
                wanted = Wanted(pack, code, "", edition_name(pack, code))
                publishing(store, user, day, f"use_{code}", say("policy.use"), wanted, lambda on, code=code: versions.use(
                    store, pack=pack, edition=code, from_day=on, actor=who(),
                ))  # fmt: skip


def _order(each: Version, held: Version | None, day: date) -> tuple:
    """What holds, what is to hold by its day, drafts, what held; of each the newest first."""
    if each == held:
        return 0, 0, 0
    if each.status == DRAFT:
        return 2, 0, -each.version_id
    coming = each.from_day > day
    return 1 if coming else 3, each.from_day.toordinal() if coming else 0, -each.version_id


def _line(store: Store, each: Version, day: date, *, holds: bool) -> str:
    coming = each.status != DRAFT and each.from_day > day
    parts = [
        f"{each.pack}@{each.edition}+{each.version_id}",
        None if coming else state(each, day),
        say("policy.will_replace", name=held_name(each.pack, versions.replaced_by(store, each))) if coming else None,
        say("policy.replaced") if each.status != DRAFT and not holds and not coming else None,
        actor(each.published_by or each.written_by),
        each.note,
    ]
    mark = say("policy.holds") if holds else say("policy.to_come", day=dated(each.from_day)) if coming else ""
    return _entry(version_name(each), parts, mark)


def _edition(edition: Edition, *, holds: bool) -> str:
    span = f"{edition.since or ''} – {edition.until or ''}".strip(" –")
    return _entry(getattr(edition, language()), [edition.number, span], say("policy.holds") if holds else "")


def _entry(name: str, parts: list[str | None], mark: str) -> str:
    told = " · ".join(escape(part) for part in parts if part)
    marked = f" · <b>{escape(mark)}</b>" if mark else ""
    return f'<div><span class="gc-name">{escape(name)}{marked}</span><div class="gc-why">{told}</div></div>'


def _acts(store: Store, user: User, each: Version, day: date) -> None:
    if each.status != DRAFT and ahead(store, each.from_day):
        _withdrawing(store, each)  # and then published from another day
        return
    number = each.version_id
    label = say("policy.publish" if each.status == DRAFT else "policy.publish_again")
    wanted = Wanted(each.pack, each.edition, each.changes, version_name(each))
    publishing(store, user, day, f"publish_{number}", label, wanted, lambda on: versions.publish(
        store, version_id=number, from_day=on, actor=who(),
    ))  # fmt: skip
    if each.status == DRAFT and st.button(say("policy.drop"), key=f"drop_{number}", type="tertiary"):
        versions.drop_draft(store, version_id=number, actor=who())
        st.rerun()


def _withdrawing(store: Store, each: Version) -> None:
    kept = "policy.withdrawn_kept" if each.changes.strip() else "policy.withdrawn"
    if not st.button(say("policy.withdraw"), key=f"withdraw_{each.version_id}", icon=":material/undo:"):
        return
    try:
        withdraw_version(store, version_id=each.version_id, actor=who())
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    toast_later(say(kept, name=version_name(each)))
    st.rerun()

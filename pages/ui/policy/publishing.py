"""Letting a version or an edition hold from a day: what that does is said before it is pressed, and that it was done afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from core.domain import User
from core.errors import UserError
from core.follow.policy_change import policy_changed
from core.i18n import format
from core.policy import versions
from core.policy.emergency import emergencies, first_day
from core.store import Store
from pages.ui.policy.comparing import compared
from pages.ui.policy.now import pack_name
from pages.ui.policy.options import held_name, version_name
from pages.ui.shared.dates import dated
from pages.ui.shared.days import ask_day
from pages.ui.shared.popovers import popover, shut
from pages.ui.shared.session import say, who
from pages.ui.shared.toasts import toast_later


@dataclass(frozen=True)
class Wanted:
    pack: str
    edition: str
    changes: str
    name: str  # as the reader knows it

    @property
    def recipe(self) -> tuple[str, str, str]:
        return self.pack, self.edition, self.changes


def publishing(
    store: Store, user: User, day: date, key: str, label: str, wanted: Wanted, act: Callable[[date], int]
) -> None:
    with popover(label, key=f"open_{key}") as shown:
        # of a dozen that could be compared, the one that is asked for
        _publish(store, user, day, key, wanted, act, counted=bool(shown.open))


def _publish(
    store: Store, user: User, day: date, key: str, wanted: Wanted, act: Callable[[date], int], *, counted: bool
) -> None:
    on = ask_day(say("policy.from_day"), day, key=f"day_{key}")
    if on is None:
        return
    told = _foretold(store, user, day, wanted, on, counted=counted)
    st.html("".join(f"<p>{escape(line)}</p>" for line in told))
    if st.button(say("policy.publish_from", day=dated(on)), key=key, type="primary"):
        try:
            act(on)
        except UserError as error:
            st.error(say(f"error.{error.code}", **error.fields))
            return
        with st.spinner(say("policy.working")):
            policy_changed(store, since=on, actor=who())
        toast_later(say("policy.publish_done", name=wanted.name, day=dated(on)))
        shut(f"open_{key}")
        st.rerun()


def _foretold(store: Store, user: User, day: date, wanted: Wanted, on: date, *, counted: bool) -> list[str]:
    """`counted`: else a line keeps the place of the count, so that the popover opens as large as it will be and its button stays in view."""
    held, later = (find(store, on, wanted.pack) for find in (versions.version_in_force, versions.next_version))
    now = (held.pack, held.edition, held.changes) if held else (wanted.pack, versions.shipped(wanted.pack), "")
    if now == wanted.recipe:
        return [say("policy.foretold_same", name=wanted.name, day=dated(on))]
    lines = [say("policy.foretold", name=wanted.name, day=dated(on), before=held_name(wanted.pack, held))]
    if later:
        lines.append(say("policy.foretold_later", day=dated(later.from_day), name=version_name(later)))
    if (runs := first_day(emergencies(store), wanted.pack, on)) is None:
        lines.append(say("policy.without_emergency", pack=pack_name(wanted.pack)))
    else:
        if runs > on:
            lines.append(say("policy.before_emergency", pack=pack_name(wanted.pack), day=dated(runs)))
        if not later or later.from_day > day:  # else another holds on the day of the data
            lines.append(_moves(store, user, day, now, wanted) if counted else "…")
    if on < day:
        lines.append(say("policy.from_past", day=dated(day)))
    return lines


def _moves(store: Store, user: User, day: date, now: tuple[str, str, str], wanted: Wanted) -> str:
    found = compared(store, user.scope, now, wanted.recipe, day)
    count = {"day": dated(day), "moved": format.exact(found.moved), "released": format.exact(found.released)}
    return say("policy.foretold_moves" if found.moved else "policy.foretold_nobody", **count)

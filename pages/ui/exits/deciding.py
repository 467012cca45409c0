"""What is ticked is approved or refused, with a reason; what core does not let pass is told one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.errors import UserError
from core.exits import Decided, applications, decide, steps, withdraw
from core.exits.rules import LONGEST
from core.i18n import format
from core.store import Store
from pages.ui.exits.listing import Wanted, asked, notes
from pages.ui.shared import charts
from pages.ui.shared.actors import actor
from pages.ui.shared.links import href
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import language, say
from pages.ui.shared.told import refused, tell

MOST = 5000  # decided at once
TOLD = 20  # of what is refused, each by its name


def deciding(store: Store, user: User, picked: pd.DataFrame, wanted: Wanted, at: datetime) -> None:
    if len(picked) == 1:
        _one(store, user, picked.iloc[0], at)
    if not (user.may("exits.decide") or user.may("exits.write")):
        return
    with st.container(border=True, key="exits_acts"):
        whole = user.may("exits.decide") and wanted.waiting > len(picked) and wanted.waiting > 1
        every = whole and st.checkbox(
            say("exits.every", count=format.exact(min(wanted.waiting, MOST))), key="exits_every"
        )
        if not every and picked.empty:
            st.caption(say("exits.pick" if wide() else "exits.touch"))
            return
        # a key of its own for each act: what was said of some is no reason for the next
        reason = st.text_input(
            say("exits.why"),
            key=f"exits_reason_{st.session_state.get('exits_turn', 0)}",
            max_chars=LONGEST,
            placeholder=say("exits.why_hint"),
        )
        count = min(wanted.waiting, MOST) if every else len(picked)
        with st.container(horizontal=True, key="exits_buttons"):
            if user.may("exits.decide"):
                for decision, icon in (("approved", ":material/check:"), ("refused", ":material/close:")):
                    words, kind = (
                        say(f"exits.do.{decision}", count=format.exact(count)),
                        "primary" if decision == "approved" else "secondary",
                    )
                    if st.button(words, type=kind, icon=icon, key=f"exits_{decision}"):
                        rows = (
                            applications(
                                store, user.scope, at=at, **{**wanted.conditions, "state": "waiting"}, limit=MOST
                            )
                            if every
                            else picked
                        )
                        _act(lambda rows=rows, decision=decision: _decide(store, user, rows, decision, reason, at))
            if (
                len(picked) == 1
                and not every
                and user.may("exits.write")
                and picked.status.iloc[0] in ("pending", "approved")
            ) and st.button(say("exits.withdraw"), icon=":material/undo:", key="exits_withdraw"):
                _act(lambda: _withdraw(store, user, int(picked.application_id.iloc[0]), reason, at))


def _act(act: Callable[[], tuple[str, ...]]) -> None:
    try:
        lines = act()
    except UserError as error:
        refused(error)
        return
    tell("exits", *lines)
    st.session_state["exits_turn"] = st.session_state.get("exits_turn", 0) + 1
    st.rerun()


def _decide(store: Store, user: User, rows: pd.DataFrame, decision: str, reason: str, at: datetime) -> tuple[str, ...]:
    ids = [int(n) for n in rows.application_id]
    done = decide(store, user.scope, ids, decision=decision, reason=reason, actor=user.login, at=at)
    words = say("exits.done", done=format.exact(len(done.done)), decision=say(f"application_status.{decision}"))
    if done.forwarded:
        words += say("exits.done_forwarded", count=format.exact(len(done.forwarded)))
    return words, *_not_done(done, dict(zip(ids, rows.name, strict=True)))


def _not_done(done: Decided, names: dict[int, object]) -> list[str]:
    """Few by their names, many by their reasons."""
    if not done.refused:
        return []
    head = say("exits.not_done", count=format.exact(len(done.refused)))
    if len(done.refused) > TOLD:
        return [head, *(f"{say(f'error.{code}')}: {format.exact(count)}" for code, count in done.why.most_common())]
    named = {n: names.get(n) if isinstance(names.get(n), str) else say("person.nameless") for n in done.refused}
    return [head, *(f"{charts.escape(named[n])}: {say(f'error.{code}')}" for n, code in done.refused.items())]


def _withdraw(store: Store, user: User, number: int, reason: str, at: datetime) -> tuple[str, ...]:
    withdraw(store, user.scope, number, reason=reason, actor=user.login, at=at)
    return (say("exits.withdrawn"),)


def _one(store: Store, user: User, row: pd.Series, at: datetime) -> None:
    """What is ticked alone is read whole, with what was said to it."""
    lang = language()
    with st.container(border=True, key="exits_one"):
        name = row["name"] if isinstance(row["name"], str) else say("person.nameless")
        days = [
            format.day(lang, row.leave_on),
            say("exits.open_end") if pd.isna(row.return_on) else format.day(lang, row.return_on),
        ]
        written = [charts.escape(words) for words in (row.destination, row.reason) if isinstance(words, str)]
        st.markdown(" · ".join([f"**{charts.escape(name)}**", " – ".join(days), *written]))
        for words in filter(None, (asked(row), say("list.items").join(notes(row)))):
            st.caption(words)
        said = steps(store, user.scope, application_id=int(row.application_id), at=at)
        lines = [
            " · ".join([format.moment(lang, s.decided_at), say(f"exits.decision.{s.decision}"), actor(s.decided_by), s.reason]) for s in said.itertuples()
        ]  # fmt: skip
        if lines:
            st.html("".join(f"<p>{escape(line)}</p>" for line in lines))
        links = [(href("people", person=int(row.person_id)), "exits.to_person")] if user.may("people.read") else []
        if not pd.isna(row.household_id):
            links.append((href("exits", household=int(row.household_id)), "exits.same_household"))
        drawn = "".join(f'<a class="go" href="{address}">{escape(say(words))}</a>' for address, words in links)
        st.html(f'<p class="gc-reasons">{drawn}</p>')

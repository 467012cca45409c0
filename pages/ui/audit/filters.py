"""What of the log is shown: when, who, what, about what, where. All of it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from core import clock
from core.audit.events import events
from core.audit.reads import OBJECTS, groups
from core.domain import EVERYTHING, Scope
from core.registry.grids import find_grid
from core.report.audit_words import event_word, group_word, object_word
from core.store import Store
from pages.ui.shared.controls import go_to
from pages.ui.shared.days import ask_day
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import language, say

DAYS = 7
ALL = ""


@dataclass(frozen=True)
class Wanted:
    since: date
    until: date
    actor: str | None
    event: str | None
    about: str | None
    number: int | None
    grid: int | None

    def asked(self) -> dict[str, object]:
        """As core.audit.reads.entries takes it."""
        return {
            "since": datetime.combine(self.since, datetime.min.time()),
            "until": datetime.combine(self.until, datetime.min.time()) + timedelta(days=1),
            "actor": self.actor, "event": self.event, "about": self.about, "number": self.number, "grid": self.grid,
        }  # fmt: skip


def filters(store: Store) -> Wanted | None:
    """None: one of the days can't be chosen."""
    today = clock.today()
    # On a phone the list is what is looked for: its filters are folded.
    box = (
        st.container(border=True, key="audit_filters")
        if wide()
        else st.expander(say("audit.filter.title"), icon=":material/filter_list:")
    )
    with box:
        first = st.columns([1, 1, 2, 2])
        begin = _day("since", today - timedelta(days=DAYS - 1))
        since = ask_day(say("audit.filter.since"), begin, where=first[0], key="audit_since")
        until = ask_day(say("audit.filter.until"), _day("until", today), where=first[1], key="audit_until")
        actor = first[2].text_input(
            say("audit.filter.who"), _given("who"), key="audit_who", help=say("audit.filter.who_help"), max_chars=64
        )
        event = first[3].selectbox(
            say("audit.filter.what"), _events(), key="audit_event", format_func=_event_word, index=_place(_events(), _given("event"))
        )  # fmt: skip
        second = st.columns([2, 2, 2])
        about = second[0].selectbox(
            say("audit.filter.about"), [ALL, *OBJECTS], key="audit_about", format_func=_object_word, index=_place([ALL, *OBJECTS], _given("about"))
        )  # fmt: skip
        number = second[1].text_input(
            say("audit.filter.about_number"), _given("number"), key="audit_number", max_chars=12, disabled=about == ALL
        )
        code = second[2].text_input(
            say("audit.filter.where"),
            _given("grid"),
            key="audit_grid",
            help=say("audit.filter.where_help"),
            max_chars=40,
        )
    go_to(who=actor or None, event=event or None, about=about or None, number=number or None, grid=code or None)
    if since is None or until is None:
        return None
    return Wanted(
        since,
        until,
        actor.strip() or None,
        event or None,
        about or None,
        _number(number) if about else None,
        _grid(store, code.strip()),
    )


def _given(name: str) -> str:
    return st.query_params.get(name, "")


def _day(name: str, usual: date) -> date:
    try:
        return date.fromisoformat(_given(name))
    except ValueError:
        return usual


def _events() -> list[str]:
    """All; each group before its events."""
    listed = [ALL]
    for group in groups():
        own = [event for event in events() if event.partition(".")[0] == group]
        listed += [f"{group}.", *own] if len(own) > 1 else own
    return listed


def _event_word(event: str) -> str:
    if event == ALL:
        return say("audit.filter.all")
    return group_word(language(), event[:-1]) if event.endswith(".") else f"　{event_word(language(), event)}"


def _object_word(about: str) -> str:
    return say("audit.filter.all") if about == ALL else object_word(language(), about)


def _place(options: list[str], wanted: str) -> int:
    return options.index(wanted) if wanted in options else 0


def _number(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not typed.strip().isdecimal():
        st.warning(say("error.audit_number"))
        return None
    return int(typed)


def _grid(store: Store, code: str) -> int | None:
    """Whoever reads the log reads all of it: the filter narrows, it is no scope."""
    if not code:
        return None
    found = find_grid(store, Scope((EVERYTHING,)), code=code)
    if found is None:
        st.warning(say("audit.filter.grid_unknown", code=code))
        return None
    return found.grid_id

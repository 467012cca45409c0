"""The two entries of a pair side by side, what differs marked, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.duplicates.decide import ask_again, not_the_same
from core.duplicates.pairs import side_by_side
from core.i18n import format
from core.store import Store
from pages.ui.duplicates.merging import join
from pages.ui.shared import palette
from pages.ui.shared.actors import actor
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.session import language, say

CODED = {"sex": "sex", "status": "person_status"}  # field → the words of its codes
SIGN = {"same": "＝", "differ": "≠", "one": ""}
STYLE = """<style>
table.pair { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 0.9rem; }
table.pair th { text-align: left; font-weight: 600; }
table.pair th, table.pair td { padding: 0.28rem 0.4rem; border-bottom: 1px solid rgba(128,140,150,0.22); overflow-wrap: anywhere; }
table.pair td:first-child, table.pair th:first-child { width: 5.8rem; opacity: 0.7; }
table.pair td:nth-child(3), table.pair th:nth-child(3) { width: 1.6rem; text-align: center; padding: 0; }
table.pair tr.differ td { background: rgba(230,159,0,0.16); font-weight: 600; }
table.pair tr.differ td:first-child { font-weight: 400; }
</style>"""


def card(
    store: Store, user: User, found: pd.DataFrame, chosen: Filter, *, decide: bool,
    act: Callable[[Callable[[], int], str], None], reasons: Callable[[list[str]], str],
) -> None:  # fmt: skip
    """The pair of the address (`pair`), else the first of the list; `swap` in the address keeps the other entry."""
    at = _position(found)
    pair = found.iloc[at]
    swapped = st.query_params.get("swap") == "1"
    keep, gone = (int(pair.gone_id), int(pair.keep_id)) if swapped else (int(pair.keep_id), int(pair.gone_id))
    both = side_by_side(store, user.scope, keep=keep, gone=gone, as_of=chosen.today)
    if both is None:
        st.warning(say("error.pair_unknown"))
        return
    st.markdown(f"**{say(f'duplicates.band.{pair.band}')}** · {reasons(pair.reasons)}")
    st.html(STYLE + _table(*both))
    if pair.status == "different":
        moment = format.moment(language(), pd.Timestamp(pair.decided_at).to_pydatetime())
        st.caption(say("duplicates.decided", who=escape(actor(pair.decided_by)), moment=moment))
    if decide:
        _decisions(store, user, found, at, (keep, gone), act, swapped=swapped)


def _position(found: pd.DataFrame) -> int:
    wanted = st.query_params.get("pair", "")
    hits = [i for i, number in enumerate(found.pair_id) if str(number) == wanted]
    return hits[0] if hits else 0


def _table(fields: pd.DataFrame, entries: pd.DataFrame) -> str:
    rows = [
        f"<tr class='{row.state}'><td>{escape(say(f'duplicates.field.{row.field}'))}</td><td>{_value(row.field, row.keep)}</td>"
        f"<td>{SIGN[row.state]}</td><td>{_value(row.field, row.gone)}</td></tr>"
        for row in fields.itertuples()
    ]
    for name, words in (("history", _history), ("source", _source)):
        here, there = (escape(words(entry)) for entry in entries.itertuples())
        rows.append(
            f"<tr><td>{escape(say(f'duplicates.field.{name}'))}</td><td>{here}</td><td></td><td>{there}</td></tr>"
        )
    head = [say("duplicates.keep_side"), "", say("duplicates.gone_side")]
    cells = "".join(f"<th>{escape(text)}</th>" for text in ["", *head])
    return f"<table class='pair'><thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _value(field: str, value: object) -> str:
    if pd.isna(value):
        return format.NOTHING
    if field == "attention":
        return escape(palette.class_names(language()).get(str(value), str(value)))
    return escape(say(f"{CODED[field]}.{value}") if field in CODED else str(value))


def _history(entry: object) -> str:
    if not entry.check_ins:
        return say("duplicates.no_check_ins")
    last = format.day(language(), pd.Timestamp(entry.last_seen).date())
    return say("duplicates.check_ins", count=format.exact(int(entry.check_ins)), last=last)


def _source(entry: object) -> str:
    return entry.file_name or say("duplicates.on_roster" if entry.registered else "duplicates.from_scan")


def _decisions(store: Store, user: User, found: pd.DataFrame, at: int, two: tuple[int, int],
               act: Callable[[Callable[[], int], str], None], *, swapped: bool) -> None:  # fmt: skip
    pair = int(found.pair_id.iloc[at])
    follower = int(found.pair_id.iloc[at + 1]) if at + 1 < len(found) else None
    now = clock.now()

    def then(action: Callable[[], int]) -> Callable[[], int]:
        def done() -> int:
            count = action()
            go_to(pair=follower)  # the next pair takes this one's place
            return count

        return done  # fmt: skip

    with st.container(horizontal=True):
        if found.status.iloc[at] == "different":
            if st.button(say("duplicates.ask_again"), icon=":material/help:", key="ask_again"):
                act(
                    then(lambda: ask_again(store, user.scope, pair_ids=[pair], actor=user.login, now=now)),
                    "duplicates.open_again",
                )
            return
        if st.button(say("duplicates.merge"), type="primary", icon=":material/merge:", key="merge"):
            act(then(lambda: join(store, user, [(pair, *two)])), "duplicates.merged")
        if st.button(say("duplicates.not_same"), icon=":material/call_split:", key="not_same"):
            act(
                then(lambda: not_the_same(store, user.scope, pair_ids=[pair], actor=user.login, now=now)),
                "duplicates.kept_apart",
            )
        st.button(
            say("duplicates.swap"), icon=":material/swap_horiz:", type="tertiary", key="swap",
            on_click=lambda: go_to(swap=None if swapped else 1),
        )  # fmt: skip
        if follower is not None:
            st.button(
                say("duplicates.next"), icon=":material/skip_next:", type="tertiary", key="next_pair",
                on_click=lambda: go_to(pair=follower, swap=None),
            )  # fmt: skip
    st.caption(say("duplicates.merge_note"))

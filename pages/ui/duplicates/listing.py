"""Parts of the duplicates page: facets with counts, the list, batch decisions, what was merged lately."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.duplicates.decide import not_the_same
from core.duplicates.find import find_duplicates
from core.duplicates.pairs import BANDS, RULES, merges
from core.errors import UserError
from core.i18n import format
from core.registry.status import status
from core.store import Store
from pages.ui.duplicates.merging import join, part
from pages.ui.shared.actors import actor
from pages.ui.shared.charts import escape
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.finder import row
from pages.ui.shared.printed import print_rows
from pages.ui.shared.session import language, say
from pages.ui.shared.session import place as named

PAGE = 100
STATUSES = ("open", "different")
ROWS = 11  # of the list: as high as the card beside it, so that nothing jumps


@dataclass(frozen=True)
class Facets:
    band: str | None
    rule: str | None
    status: str
    filtered: bool


def head_line(chosen: Filter, counts: pd.DataFrame) -> None:
    """The line under the title: which grid, and how many pairs wait."""
    by = counts.groupby("band").pairs.sum()
    place = escape(named(chosen.grid.name)) if chosen.grid else format.NOTHING
    st.caption(say("duplicates.context", grid=place, **{b: format.exact(int(by.get(b, 0))) for b in BANDS}))


def facets(counts: pd.DataFrame) -> Facets:
    """Band, reason and status; the choice lives in the address (`band`, `rule`, `status`)."""
    bands, rules = counts.groupby("band").pairs.sum(), counts.groupby("rule").pairs.sum()
    with row("duplicates", ("band", "rule", "status")):
        band = _pick("band", BANDS, lambda b: f"{say(f'duplicates.band.{b}')} {format.exact(int(bands.get(b, 0)))}")
        rule = _pick("rule", RULES, lambda r: f"{say(f'duplicates.rule.{r}')} {format.exact(int(rules.get(r, 0)))}")
        status = _pick("status", STATUSES, lambda s: say(f"duplicates.status.{s}"), "open")
    return Facets(band, rule, status, bool(band or rule or status != "open"))


def _pick(name: str, options: tuple[str, ...], words: Callable[[str], str], default: str | None = None) -> str | None:
    key = f"duplicates_{name}"
    given = st.query_params.get(name)

    def changed() -> None:
        chosen = st.session_state[key]
        go_to(**{name: chosen if chosen != default else None, "pair": None, "swap": None})

    st.session_state[key] = chosen = given if given in options else default
    st.pills(
        say(f"duplicates.pick.{name}"),
        options,
        format_func=words,
        key=key,
        on_change=changed,
        width="content",
        wrap=True,
    )
    return chosen


def listing(found: pd.DataFrame, *, may_merge: bool) -> list[int]:
    """The pairs; a click puts one into the address. Returns the positions ticked for a batch decision."""
    key = f"duplicates_{hash((language(), *found.pair_id))}"

    def clicked() -> None:
        cells = st.session_state[key].selection.cells
        if cells:
            go_to(pair=int(found.pair_id.iloc[cells[0][0]]), swap=None)

    word = {name: say(f"duplicates.column.{name}") for name in ("names", "score", "reasons")}
    widths = {"names": 116, "score": 76, "reasons": 250}
    config = {name: st.column_config.TextColumn(word[name], width=widths[name]) for name in word if name != "score"}
    config["score"] = st.column_config.ProgressColumn(
        word["score"],
        width=widths["score"],
        min_value=0.0,
        max_value=1.0,
        format=" ",
        help=say("duplicates.score_help"),
    )
    shown = pd.DataFrame({
        "names": [n if n == m else f"{n} / {m}" for n, m in zip(*_names(found), strict=True)],
        "score": found.score,
        "reasons": [reasons(codes) for codes in found.reasons],
    })  # fmt: skip
    event = st.dataframe(
        shown,
        hide_index=True, key=key, height=38 + 35 * ROWS, on_select=clicked, column_order=list(word), column_config=config,
        selection_mode=["multi-row", "single-cell"] if may_merge else ["single-cell"],
    )  # fmt: skip
    print_rows(shown[["names", "reasons"]].rename(columns=word), key="duplicates")
    if len(found) == PAGE:
        st.caption(say("duplicates.first", count=PAGE))
    return list(event.selection.rows) if may_merge else []


def reasons(codes: list[str]) -> str:
    return say("duplicates.and").join(say(f"duplicates.reason.{code}") for code in codes)


def _names(found: pd.DataFrame) -> tuple[list[str], list[str]]:
    return _or(found.name_a), _or(found.name_b)


def _or(values: pd.Series) -> list[str]:
    return [format.NOTHING if pd.isna(v) else str(v) for v in values]


def bulk_bar(store: Store, user: User, found: pd.DataFrame, ticked: list[int]) -> None:
    """Decide about all ticked pairs at once."""
    if not ticked:
        st.caption(say("duplicates.tick_hint"))
        return
    rows = found.iloc[ticked]
    with st.container(horizontal=True):
        if st.button(
            say("duplicates.different_many", count=len(rows)), icon=":material/call_split:", key="bulk_different"
        ):
            act(
                lambda: not_the_same(store, user.scope, pair_ids=list(rows.pair_id), actor=user.login, now=_now()),
                "duplicates.kept_apart",
            )
        if st.button(say("duplicates.merge_many", count=len(rows)), icon=":material/merge:", key="bulk_merge"):
            triples = [(int(r.pair_id), int(r.keep_id), int(r.gone_id)) for r in rows.itertuples()]
            act(lambda: join(store, user, triples), "duplicates.merged")


def act(action: Callable[[], int], done: str) -> None:
    """Do it and begin the page anew; an error is said instead. `done` is said with the `count` that the action returns."""
    try:
        with st.spinner(say("duplicates.working")):
            count = action()
    except UserError as error:
        st.error(say(f"error.{error.code}", **error.fields))
        return
    st.toast(say(done, count=count))
    go_to(swap=None)
    st.rerun()


def _now() -> datetime:
    return clock.now()


def empty(store: Store, user: User, *, filtered: bool) -> None:
    """No pair listed: do the filters hide them, is everything decided, or is nobody in the store?"""
    if status(store, user.scope)["people"] == 0:
        st.info(say("people.no_register"), icon=":material/upload_file:")
        if user.may("imports.read"):
            st.page_link("imports.py", label=say("people.to_imports"), icon=":material/arrow_forward:")
    elif filtered:
        st.info(say("duplicates.none_chosen"), icon=":material/filter_alt_off:")
        if st.button(say("duplicates.reset"), key="duplicates_reset"):
            go_to(band=None, rule=None, status=None, pair=None)
            st.rerun()
    else:
        st.success(say("duplicates.none"), icon=":material/task_alt:")


def look_again(store: Store, user: User) -> None:
    """Search the whole county anew, by hand: imports search around their own people only."""
    if st.button(say("duplicates.look_again"), icon=":material/search:", type="tertiary", key="look_again"):
        act(lambda: find_duplicates(store, people=None, actor=user.login), "duplicates.looked")


def recent(store: Store, user: User, chosen: Filter) -> None:
    """The latest merges, each with its undo."""
    latest = merges(store, user.scope, as_of=chosen.today, limit=10)
    if latest.empty:
        return
    with st.expander(say("duplicates.recent", count=len(latest))):
        for row in latest.itertuples():
            names = [format.NOTHING if pd.isna(n) else escape(n) for n in (row.gone_name, row.kept_name)]
            moment = format.moment(language(), pd.Timestamp(row.merged_at).to_pydatetime())
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    say(
                        "duplicates.merge_line",
                        gone=names[0],
                        kept=names[1],
                        who=escape(actor(row.merged_by)),
                        moment=moment,
                    )
                )
                if st.button(say("duplicates.undo"), icon=":material/undo:", key=f"undo_{row.merge_id}"):
                    act(lambda m=int(row.merge_id): part(store, user, m), "duplicates.undone")

"""What leaves a chart of classes: the picture, a workbook, CSV, and the same numbers as a table."""

from __future__ import annotations

import secrets

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.i18n import format
from core.report.export import to_csv, to_xlsx
from core.report.native_chart import Chart
from pages.ui.shared import charts
from pages.ui.shared.controls import Filter
from pages.ui.shared.export_edit import XLSX
from pages.ui.shared.file_button import file_button
from pages.ui.shared.picture import picture_buttons
from pages.ui.shared.printed import print_rows
from pages.ui.shared.session import language, place, say


def leave(
    user: User,
    chosen: Filter,
    *,
    key: str,
    sentence: str,
    note: str,
    table: pd.DataFrame,
    book: pd.DataFrame,
    kind: str | None = None,
) -> None:
    """Of the chart `key`; only for those who may take figures away. `book`: what the workbook holds, drawn there as `kind`."""
    if not user.may("trends.export"):
        return
    lang = language()
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_downloads"):
        picture_buttons(key, title=sentence, note=note, source=_source(user, chosen), name=_stem(chosen, key))
        _files(user, chosen, key, sentence, note, book, kind)
    with st.expander(say("trends.table"), icon=":material/table:"):
        config = {
            n: st.column_config.NumberColumn(charts.escape(str(n)), format="localized")
            for n in table
            if table[n].dtype.kind in "iu"
        }
        st.dataframe(table, hide_index=True, column_config=config, height="content", key=f"{key}_table")
    shown = table.map(
        lambda v: format.exact(v) if isinstance(v, int) else format.day(lang, v) if hasattr(v, "isoformat") else v
    )
    print_rows(shown, key=f"{key}_table")


def files(user: User, chosen: Filter, *, key: str, sentence: str, note: str, book: pd.DataFrame) -> None:
    """A table that is drawn as such, to take away."""
    if user.may("trends.export"):
        with st.container(horizontal=True, key=f"{key}_downloads"):
            _files(user, chosen, key, sentence, note, book, None)


def _files(
    user: User, chosen: Filter, key: str, sentence: str, note: str, book: pd.DataFrame, kind: str | None
) -> None:
    """The random tail keeps two readers' files apart: the server tells files apart by name and content only in part."""
    name = f"{_stem(chosen, key)}_{st.session_state.setdefault('export_token', secrets.token_hex(8))}"
    notes = {
        say("trends.about.finding"): sentence, say("trends.about.indicator"): note, say("trends.about.where"): _source(user, chosen),
        say("trends.about.who"): f"{user.name} · {clock.now():%Y-%m-%d %H:%M}",
    }  # fmt: skip
    file_button(
        say("classes.xlsx"), lambda: to_xlsx(book, sheet=say(f"classes.file.{key}"), notes=notes, chart=Chart(sentence, kind) if kind else None),
        f"{name}.xlsx", mime=XLSX, key=f"{key}_xlsx", on_click="ignore",
    )  # fmt: skip
    file_button("CSV", lambda: to_csv(book), f"{name}.csv", mime="text/csv", key=f"{key}_csv", on_click="ignore")


def _source(user: User, chosen: Filter) -> str:
    lang = language()
    where = f"{place(chosen.grid.name)} · {format.day(lang, chosen.since)}–{format.day(lang, chosen.until)}"
    return say(
        "trends.source", app=say("app.name"), where=where, day=format.day(lang, chosen.last_day), moment=format.moment(lang, clock.now()),
        name=user.name,
    )  # fmt: skip


def _stem(chosen: Filter, key: str) -> str:
    words = [say(f"classes.file.{key}"), place(chosen.grid.name), f"{chosen.since:%Y%m%d}-{chosen.until:%Y%m%d}"]
    return "_".join("".join(c for c in w if c.isalnum() or c in "-") for w in words)

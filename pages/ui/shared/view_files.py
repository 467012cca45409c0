"""How a view leaves its page: a picture made by the browser, a workbook with chart and table, CSV; and the same numbers as a table, on paper too."""

from __future__ import annotations

import secrets
from datetime import date

import pandas as pd
import streamlit as st

from core import clock
from core.domain import User
from core.i18n import format
from core.report.export import to_csv, to_xlsx
from core.report.native_chart import Chart
from pages.ui.shared import charts
from pages.ui.shared.controls import Filter
from pages.ui.shared.file_button import file_button
from pages.ui.shared.meanwhile import legend
from pages.ui.shared.picture import picture_buttons
from pages.ui.shared.printed import ROWS, print_rows
from pages.ui.shared.session import language, place, say
from pages.ui.shared.view import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def source(user: User, chosen: Filter) -> str:
    """The line below a picture that has left: grid and days, up to when the data are in, when and by whom it was made."""
    lang = language()
    name = place(chosen.grid.name) if chosen.grid else ""
    where = f"{name} · {format.day(lang, chosen.since)}–{format.day(lang, chosen.until)}"
    return say(
        "trends.source", app=say("app.name"), where=where, day=format.day(lang, chosen.last_day), moment=format.moment(lang, clock.now()), name=user.name
    )  # fmt: skip


def stem(chosen: Filter, subject: str) -> str:
    """A file name that says what is in it."""
    name = place(chosen.grid.name) if chosen.grid else ""
    words = [subject, name, f"{chosen.since:%Y%m%d}-{chosen.until:%Y%m%d}"]
    return "_".join("".join(c for c in w if c.isalnum() or c in "-") for w in words)


def downloads(
    shown: View, user: User, chosen: Filter, *, chart: str, subject: str, way: str, sentence: str, note: str, drawn: Chart | None
) -> None:  # fmt: skip
    """`chart`: the key of the chart on the page; `way`: which view, for the file's name; `drawn`: how the workbook draws the table. The random tail keeps two
    readers' files apart: the server tells files apart by name and content only in part."""
    token = st.session_state.setdefault("export_token", secrets.token_hex(8))
    name = f"{stem(chosen, subject)}_{way}_{token}"
    notes = {
        say("trends.about.finding"): sentence,
        say("trends.about.indicator"): note,
        say("trends.about.where"): source(user, chosen),
        **({say("trends.marks"): legend(list(shown.marks))} if shown.marks else {}),
        say("trends.about.who"): f"{user.name} · {clock.now():%Y-%m-%d %H:%M}",
    }
    picture_buttons(chart, title=sentence, note=note, source=source(user, chosen), name=stem(chosen, subject))
    file_button(
        say("trends.xlsx"),
        data=lambda: to_xlsx(shown.table, sheet=subject, notes=notes, chart=drawn, shares=shown.shares),
        file_name=f"{name}.xlsx",
        mime=XLSX,
        key="xlsx",
        on_click="ignore",
    )
    file_button(
        "CSV",
        data=lambda: to_csv(shown.table),
        file_name=f"{name}.csv",
        mime="text/csv",
        key="csv",
        on_click="ignore",
    )


def table(shown: View, *, key: str) -> None:
    """The numbers behind the picture."""
    frame = shown.table
    config = {
        name: st.column_config.NumberColumn(
            charts.escape(str(name)), format="percent" if name in shown.shares else "localized"
        )
        for name in frame.columns
        if pd.api.types.is_numeric_dtype(frame[name])
    }
    st.dataframe(frame, hide_index=True, column_config=config, height="content", key=key)


def on_paper(shown: View, *, key: str) -> None:
    """The same for paper: an expander that is closed prints nothing."""
    frame = shown.table
    words = {name: [_word(v, share=name in shown.shares) for v in frame[name].head(ROWS)] for name in frame.columns}
    numbers = [n for n in frame.columns if pd.api.types.is_numeric_dtype(frame[n])]
    print_rows(pd.DataFrame(words).reindex(range(len(frame))), key=key, right=numbers)


def _word(value: object, *, share: bool) -> str:
    if isinstance(value, date):
        return format.day(language(), value, weekday=True)
    return (
        charts.amount(value, share=share) if share else value if isinstance(value, str) else format.exact(_known(value))
    )


def _known(value: object) -> float | None:
    return None if pd.isna(value) else float(value)

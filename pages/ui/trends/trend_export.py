"""What leaves the trends page: a picture made by the browser, a workbook with chart and table, CSV; and the same numbers as a table."""

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
from pages.ui.shared.meanwhile import legend
from pages.ui.shared.picture import picture_buttons
from pages.ui.shared.printed import ROWS, print_rows
from pages.ui.shared.session import language, place, say
from pages.ui.trends import series
from pages.ui.trends.series import Choice
from pages.ui.trends.view import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How a workbook draws a view; a calendar is a table already.
KINDS = {"day": "line", "weekday": "column", "rank": "bar"}


def note(shown: View, choice: Choice) -> str:
    """The line under the sentence: what is drawn, in which unit."""
    if choice.about != "figures":
        return shown.note
    names = [series.indicator_name(i) for i in (choice.indicator, *choice.also)]
    unit = say("trends.per_unit") if choice.per else ""
    said = say(f"trends.note.{choice.view}", indicator=say("list.items").join(names) + unit)
    dotted = choice.also and choice.compare != "none"
    return (
        said
        + (say("trends.note.dotted", compared=say(f"trends.compared.{choice.compare}")) if dotted else "")
        + shown.note
    )


def subject(choice: Choice) -> str:
    """What the picture is about: an indicator, cases, movement."""
    return (
        series.indicator_name(choice.indicator) if choice.about == "figures" else say(f"trends.abouts.{choice.about}")
    )


def _where(chosen: Filter) -> str:
    lang = language()
    name = place(chosen.grid.name) if chosen.grid else ""
    return f"{name} · {format.day(lang, chosen.since)}–{format.day(lang, chosen.until)}"


def source(user: User, chosen: Filter) -> str:
    """The line below a picture that has left: grid and days, up to when the data are in, when and by whom it was made."""
    lang = language()
    return say(
        "trends.source", app=say("app.name"), where=_where(chosen), day=format.day(lang, chosen.last_day), moment=format.moment(lang, clock.now()), name=user.name
    )  # fmt: skip


def stem(chosen: Filter, choice: Choice) -> str:
    """A file name that says what is in it."""
    name = place(chosen.grid.name) if chosen.grid else ""
    words = [subject(choice), name, f"{chosen.since:%Y%m%d}-{chosen.until:%Y%m%d}"]
    return "_".join("".join(c for c in w if c.isalnum() or c in "-") for w in words)


def downloads(shown: View, user: User, chosen: Filter, choice: Choice, sentence: str) -> None:
    """The picture, the workbook with chart and table, CSV. The random tail keeps two readers' files apart: the server tells files apart
    by name and content only in part."""
    token = st.session_state.setdefault("export_token", secrets.token_hex(8))
    name = f"{stem(chosen, choice)}_{choice.view}_{token}"
    notes = {
        say("trends.about.finding"): sentence,
        say("trends.about.indicator"): note(shown, choice),
        say("trends.about.where"): source(user, chosen),
        **({say("trends.marks"): legend(list(shown.marks))} if shown.marks else {}),
        say("trends.about.who"): f"{user.name} · {clock.now():%Y-%m-%d %H:%M}",
    }
    kind = KINDS.get(choice.view) if choice.about == "figures" else shown.chart
    chart = Chart(sentence, kind, first=shown.first, apart=bool(choice.also)) if kind else None
    sheet = subject(choice)
    picture_buttons(
        "trend", title=sentence, note=note(shown, choice), source=source(user, chosen), name=stem(chosen, choice)
    )
    st.download_button(
        say("trends.xlsx"),
        data=lambda: to_xlsx(shown.table, sheet=sheet, notes=notes, chart=chart, shares=shown.shares),
        file_name=f"{name}.xlsx",
        mime=XLSX,
        key="xlsx",
        on_click="ignore",
    )
    st.download_button(
        "CSV",
        data=lambda: to_csv(shown.table),
        file_name=f"{name}.csv",
        mime="text/csv",
        key="csv",
        on_click="ignore",
    )


def table(shown: View) -> None:
    """The numbers behind the picture."""
    frame = shown.table
    config = {
        name: st.column_config.NumberColumn(
            charts.escape(str(name)), format="percent" if name in shown.shares else "localized"
        )
        for name in frame.columns
        if pd.api.types.is_numeric_dtype(frame[name])
    }
    st.dataframe(frame, hide_index=True, column_config=config, height="content", key="trend_table")


def on_paper(shown: View) -> None:
    """The same for paper: an expander that is closed prints nothing."""
    frame = shown.table
    words = {name: [_word(v, share=name in shown.shares) for v in frame[name].head(ROWS)] for name in frame.columns}
    numbers = [n for n in frame.columns if pd.api.types.is_numeric_dtype(frame[n])]
    print_rows(pd.DataFrame(words).reindex(range(len(frame))), key="trend_table", right=numbers)


def _word(value: object, *, share: bool) -> str:
    if isinstance(value, date):
        return format.day(language(), value, weekday=True)
    return (
        charts.amount(value, share=share) if share else value if isinstance(value, str) else format.exact(_known(value))
    )


def _known(value: object) -> float | None:
    return None if pd.isna(value) else float(value)

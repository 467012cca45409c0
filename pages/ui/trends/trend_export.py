"""What leaves the trends page: PNG (made by the browser), CSV, workbook; and the same numbers as a table."""

from __future__ import annotations

import secrets

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core import clock
from core.domain import User
from core.i18n import format
from core.report.export import to_csv, to_xlsx
from pages.ui.shared import charts, palette
from pages.ui.shared.controls import Filter
from pages.ui.shared.session import language, say
from pages.ui.trends import series
from pages.ui.trends.series import Choice
from pages.ui.trends.trend_views import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def note(choice: Choice) -> str:
    """The line under the sentence: what is drawn, in which unit."""
    return say(f"trends.note.{choice.view}", indicator=series.indicator_name(choice.indicator))


def source_line(made: go.Figure, chosen: Filter, choice: Choice) -> None:
    """Indicator, grid and days inside the picture, so that it still says what it is when it is cut out; and a ground, for a PNG
    without one can't be read on another page."""
    text = f"{series.indicator_name(choice.indicator)} · {_where(chosen)}"
    made.add_annotation(
        text=text, xref="paper", yref="paper", x=0, y=0, xanchor="left", yanchor="top", yshift=-30, showarrow=False,
        font={"size": 12, "color": palette.of("muted")},
    )  # fmt: skip
    made.update_layout(paper_bgcolor=palette.of("ground"))


def _where(chosen: Filter) -> str:
    lang = language()
    name = chosen.grid.name if chosen.grid else ""
    return f"{name} · {format.day(lang, chosen.since)}–{format.day(lang, chosen.until)}"


def stem(chosen: Filter, choice: Choice) -> str:
    """A file name that says what is in it."""
    name = chosen.grid.name if chosen.grid else ""
    words = [series.indicator_name(choice.indicator), name, f"{chosen.since:%Y%m%d}-{chosen.until:%Y%m%d}"]
    return "_".join("".join(c for c in w if c.isalnum() or c in "-") for w in words)


def downloads(shown: View, user: User, chosen: Filter, choice: Choice, sentence: str) -> None:
    """CSV and workbook. The random tail keeps two readers' files apart: the server tells files apart by name and content only
    in part."""
    token = st.session_state.setdefault("export_token", secrets.token_hex(8))
    name = f"{stem(chosen, choice)}_{choice.view}_{token}"
    notes = {
        say("trends.about.finding"): sentence,
        say("trends.about.indicator"): note(choice),
        say("trends.about.where"): _where(chosen),
        say("trends.about.who"): f"{user.name} · {clock.now():%Y-%m-%d %H:%M}",
    }
    sheet = series.indicator_name(choice.indicator)
    st.download_button(
        "CSV",
        data=lambda: to_csv(shown.table),
        file_name=f"{name}.csv",
        mime="text/csv",
        key="csv",
        icon=":material/download:",
        on_click="ignore",
    )
    st.download_button(
        "Excel",
        data=lambda: to_xlsx(shown.table, sheet=sheet, notes=notes),
        file_name=f"{name}.xlsx",
        mime=XLSX,
        key="xlsx",
        icon=":material/download:",
        on_click="ignore",
    )


def table(shown: View, choice: Choice) -> None:
    """The numbers behind the picture."""
    number = "percent" if choice.share else "localized"
    config = {
        name: st.column_config.NumberColumn(charts.escape(str(name)), format=number)
        for name in shown.table.columns
        if pd.api.types.is_numeric_dtype(shown.table[name])
    }
    st.dataframe(shown.table, hide_index=True, column_config=config, height="content", key="trend_table")

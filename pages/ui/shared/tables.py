"""One way to show a table: numbers to the right, dates in the page's language, labels by their words, and a way out when empty."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core.i18n import format, t
from pages.ui.shared.printed import ROWS, print_rows
from pages.ui.shared.session import language, place, say

Mode = Literal["single-cell", "multi-row"]
NUMBERS = ("number", "decimal", "percent", "bar")
ROW = 33  # pixels, as st.dataframe draws them at the theme's font size
DATES = {
    "zh": {"date": "M月D日", "full_date": "YYYY年M月D日", "moment": "M月D日 HH:mm"},
    "en": {"date": "D MMM", "full_date": "D MMM YYYY", "moment": "D MMM HH:mm"},
}


# What the front end writes in English on every table: its column's menu and the buttons above it.
FRONT_END = ("sort_up", "sort_down", "autosize", "pin", "unpin", "hide", "copy", "search", "columns", "full", "small")


@dataclass(frozen=True)
class Column:
    """How one column of a frame is shown.

    `label` is a key of the words. `kind`: text | number | decimal | percent (0.12 → 12 %) | bar (a share, as a bar) | date |
    full_date | moment | place (a grid's name) | line (a list of numbers, drawn small) | code (`words` + value is looked up: words="sex." → 男).
    """

    name: str
    label: str
    kind: str = "text"
    width: int | str | None = None
    pinned: bool = False
    words: str = ""
    top: float | None = None  # of a bar: the value that fills it (default 1)


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    select: str | Sequence[str] | None = None,
    rows: int = 20,
    empty: str = "table.empty",
    mend: tuple[str, str] | None = None,
) -> int | None:
    """Show `columns` of a frame. With `select`, the position of the row that was clicked, else None; `select` names the columns of `frame` that
    say which row is which, so that what was clicked stays so when others come before it or go.

    `rows` is how many rows are seen before the table scrolls. Without rows it says `empty`; `mend` is a page file and the key of
    its link's words, e.g. `("imports.py", "page.imports")`.
    """
    if frame.empty:
        st.info(say(empty))
        if mend:
            st.page_link(mend[0], label=say(mend[1]), icon=":material/arrow_forward:")
        return None
    if not select:
        _drawn(frame, columns, key, key, rows, {})
        return None
    chosen = _chosen(frame, columns, key, select, rows, "single-cell")
    return chosen[0] if chosen else None


def pick_table(
    frame: pd.DataFrame, columns: Sequence[Column], *, key: str, select: str | Sequence[str], rows: int = 20
) -> list[int]:
    """Show `columns` of a frame that has rows, with a box to tick before each; the positions of those that are ticked, in their order.
    `select` as of `table`."""
    return _chosen(frame, columns, key, select, rows, "multi-row")


def _chosen(
    frame: pd.DataFrame, columns: Sequence[Column], key: str, select: str | Sequence[str], rows: int, mode: Mode
) -> list[int]:
    """Positions of what is chosen. The front end knows rows by their places alone, and keeps those when the list is another: so each list has an
    element of its own, and takes over what was chosen in the one before it."""
    names = [select] if isinstance(select, str) else list(select)
    rows_now = list(frame[names].itertuples(index=False, name=None))
    element = f"{key}_{hash((mode, *rows_now)) & 0xFFFFFFFF:x}"
    before, rows_before, taken = st.session_state.get(f"{key}_drawn", (None, [], []))
    if before != element:
        kept = (
            {rows_before[place] for place in _places(st.session_state.get(before), len(rows_before))} if before else ()
        )
        taken = [place for place, one in enumerate(rows_now) if one in kept]
        st.session_state[f"{key}_drawn"] = (element, rows_now, taken)
    default = {"rows": taken} if mode == "multi-row" else {"cells": [(place, columns[0].name) for place in taken[:1]]}
    options = {"on_select": "rerun", "selection_mode": mode, "selection_default": {"selection": default}}
    return _places(_drawn(frame, columns, element, key, rows, options), len(frame))


def _places(state: Any, count: int) -> list[int]:
    if not state:
        return []
    chosen = state["selection"]
    return sorted(
        place for place in [*chosen.get("rows", []), *(row for row, _ in chosen.get("cells", []))] if 0 <= place < count
    )


def _drawn(
    frame: pd.DataFrame, columns: Sequence[Column], element: str, key: str, rows: int, options: dict[str, Any]
) -> Any:
    _menu_words()
    shown = shown_frame(frame, columns)
    state = st.dataframe(
        shown,
        hide_index=True,
        column_config={c.name: _config(c) for c in columns},
        column_order=[c.name for c in columns],
        height=ROW * (min(len(shown), rows) + 1) + 3,
        placeholder=format.NOTHING,
        key=element,
        **options,
    )
    print_rows(_words(frame, columns), key=key, right=[say(c.label) for c in columns if c.kind in NUMBERS])
    return state


def _words(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """What paper shows: the rows that fit it in words, the others as empty rows; lines are pictures and left out."""
    kept = [c for c in columns if c.kind != "line"]
    words = {say(c.label): [_word(v, c) for v in frame[c.name].head(ROWS)] for c in kept}
    return pd.DataFrame(words).reindex(range(len(frame)))


def _word(value: Any, column: Column) -> str | None:
    if not isinstance(value, str) and pd.isna(value):
        return None
    lang = language()
    words = {
        "code": lambda: say(column.words + str(value)),
        "number": lambda: format.exact(value),
        "decimal": lambda: f"{value:.1f}",
        "percent": lambda: format.percent(value),
        "bar": lambda: format.percent(value, 0),
        "date": lambda: format.day(lang, value),
        "full_date": lambda: format.dated(lang, value, today=date.min),
        "moment": lambda: format.moment(lang, value),
        "place": lambda: place(str(value)),
    }
    return words.get(column.kind, lambda: str(value))()


def _menu_words() -> None:
    """Hands the words of the tables' own menu to the script that puts them in place (core/web/scripts/tables.js)."""
    words = {t("en", f"table.menu.{name}"): say(f"table.menu.{name}") for name in FRONT_END}
    st.html(f"<style>:root {{ --words-of-tables: {json.dumps(words, ensure_ascii=False)}; }}</style>")


def shown_frame(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The columns asked for, codes put into words, shares in per cent; numbers and dates stay such, so that sorting works."""
    shown = frame[[c.name for c in columns]].reset_index(drop=True)
    for column in columns:
        values = shown[column.name]
        if column.kind == "code":
            shown[column.name] = [None if pd.isna(v) else say(column.words + str(v)) for v in values]
        elif column.kind == "place":
            shown[column.name] = values.map(place, na_action="ignore")
        elif column.kind in ("percent", "bar"):
            shown[column.name] = values * 100
        elif column.kind in ("date", "full_date", "moment"):
            shown[column.name] = pd.to_datetime(values)
    return shown


def _config(column: Column) -> Any:
    config, dates = st.column_config, DATES[language()]
    make, options = {
        "number": (config.NumberColumn, {"format": "localized", "alignment": "right"}),
        "decimal": (config.NumberColumn, {"format": "%.1f", "alignment": "right"}),
        "percent": (config.NumberColumn, {"format": "%.1f%%", "alignment": "right"}),
        "bar": (config.ProgressColumn, {"format": "%.0f%%", "min_value": 0, "max_value": 100 * (column.top or 1)}),
        "date": (config.DateColumn, {"format": dates["date"]}),
        "full_date": (config.DateColumn, {"format": dates["full_date"]}),
        "moment": (config.DatetimeColumn, {"format": dates["moment"]}),
        "line": (config.LineChartColumn, {"y_min": 0}),
    }.get(column.kind, (config.TextColumn, {}))
    return make(say(column.label), width=column.width, pinned=column.pinned, **options)

"""A chart that belongs to its workbook: beside the table that it draws, and to be changed or pasted elsewhere as one's own."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.colours import LIGHT, QUIET, SERIES

WIDE, HIGH, ROW = 860, 380, 20  # pixels; a row of a sheet is 20 high
MOST = 8  # lines in one chart


@dataclass(frozen=True)
class Chart:
    """How a table is drawn: its first column along the axis, the others as values."""

    title: str  # what it says
    kind: str = "line"  # line | column | stacked | bar
    first: int = MOST  # so many columns of values are drawn, those behind them only told
    apart: bool = False  # a chart for each column of values, their names as titles of all but the first


def draw(book: Workbook, sheet: Worksheet, frame: pd.DataFrame, chart: Chart) -> None:
    """Beside the table that stands in the sheet from its first row on."""
    values = [n for n in range(1, len(frame.columns)) if pd.api.types.is_numeric_dtype(frame.iloc[:, n])][
        : min(chart.first, MOST)
    ]
    groups = [[n] for n in values] if chart.apart else [values] if values else []
    for nth, columns in enumerate(groups if len(frame) else []):
        title = chart.title if nth == 0 else str(frame.columns[columns[0]])
        made = _chart(book, sheet, frame, columns, chart.kind, title)
        sheet.insert_chart(nth * (HIGH // ROW + 1), len(frame.columns) + 1, made)


def _chart(book: Workbook, sheet: Worksheet, frame: pd.DataFrame, columns: list[int], kind: str, title: str):
    way = {"type": "column", "subtype": "stacked"} if kind == "stacked" else {"type": kind}
    made, last = book.add_chart(way), len(frame)
    for column, colour in zip(columns, [LIGHT["accent"], *SERIES, QUIET], strict=False):
        drawn = {"color": colour, "width": 2.25} if kind == "line" else {"none": True}
        made.add_series(
            {
                "name": [sheet.name, 0, column],
                "categories": [sheet.name, 1, 0, last, 0],
                "values": [sheet.name, 1, column, last, column],
                "line": drawn,
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    # what begins with = would be a formula
    made.set_title(
        {
            "name": title.replace("=", "＝", 1) if title.startswith("=") else title,
            "name_font": {"size": 13, "color": LIGHT["text"]},
            "overlay": False,
        }
    )
    days = hasattr(frame.iloc[0, 0], "isoformat")
    made.set_x_axis({"num_format": "m/d", "date_axis": True} if days else {"reverse": kind == "bar"})
    made.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": LIGHT["line"]}}})
    made.set_legend({"none": True} if len(columns) == 1 else {"position": "bottom"})
    made.show_blanks_as("gap")  # a missing day is no zero
    made.set_size({"width": WIDE, "height": HIGH})
    return made

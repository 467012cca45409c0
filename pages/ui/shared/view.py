"""What a view of figures gives: a sentence, a figure, and a table that can be taken away."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from core.report import Finding
from pages.ui.shared.meanwhile import Mark


@dataclass(frozen=True)
class View:
    finding: Finding
    figure: go.Figure | None
    table: pd.DataFrame  # columns named as the reader reads them
    shares: tuple[str, ...] = ()  # those that are parts of one
    note: str = ""  # what is drawn, where that is no view of an indicator
    chart: str | None = None  # how a workbook draws it (core/report/native_chart); None: by the view
    first: int = 8  # columns of values that it draws
    marks: tuple[Mark, ...] = ()  # what happened meanwhile
    below: pd.DataFrame | None = None  # a second table, for everybody
    none: str = ""  # why there is no figure

"""A table in the shape that charts want: one row per observation. Columns that are periods become rows; totals go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pandas as pd

from core.charts.fields import Field, Role, fields_of
from core.charts.reading import PERIOD, Given
from core.charts.values import numbers
from core.ingest.meaning.row_looks import is_total

STEPS = 4  # times from which a series is seen to climb
PERIODS = 3  # columns headed by periods that make a table wide
YEAR_IN_TITLE = re.compile(r"(20\d\d)\s*年?")
TIME, VALUE = "时间", "数值"  # what a wide table's rows and cells are called


@dataclass(frozen=True)
class Sheet:
    """A table understood. `key`: the column that names its rows, where one does; `wide`: its periods stood in columns."""

    name: str
    title: str
    frame: pd.DataFrame = field(repr=False)
    fields: tuple[Field, ...]
    wide: bool = False

    @property
    def rows(self) -> int:
        return len(self.frame)

    @property
    def key(self) -> Field | None:
        """The column whose every value names one row: the table is one of sums, not of records."""
        return next((f for f in self.fields if f.splits and f.distinct == self.rows > 1), None)

    def of(self, *roles: Role) -> list[Field]:
        return [f for f in self.fields if f.role in roles]

    def named(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)


def sheet_of(given: Given, *, places: frozenset[str] = frozenset()) -> Sheet:
    year = YEAR_IN_TITLE.search(given.title)
    frame, wide = _long(_without_totals(given.frame), given.title)
    found = fields_of(frame, places=places, unit=given.unit, year=int(year[1]) if year else None)
    sums = _rows_of_sums(found)
    if sums.any():
        frame = frame[~sums].reset_index(drop=True)
        found = [replace(f, values=f.values[~sums].reset_index(drop=True)) for f in found]
    return Sheet(given.name, given.title, frame, tuple(_stocks(found)), wide)


def _rows_of_sums(found: list[Field]) -> pd.Series:
    """Rows without a place that hold, at each time, the sum of those with one: a province above its cities."""
    none = pd.Series(False, index=found[0].values.index)
    time = next((f for f in found if f.role == Role.TIME), None)
    measured = next((f for f in found if f.role == Role.QUANTITY and f.distinct > 1), None)
    if time is None or measured is None:
        return none
    for split in [f for f in found if f.splits and f.distinct > 1 and f.values.isna().any()]:
        blank = split.values.isna()
        whole, parts = (measured.values[rows].groupby(time.values[rows]).sum() for rows in (blank, ~blank))
        both = pd.concat([whole, parts], axis=1, keys=["whole", "parts"]).dropna()
        if len(both) > 2 and ((both.whole - both.parts).abs() <= 0.05 * both.whole.abs()).mean() > 0.7:
            return blank
    return none


def _stocks(found: list[Field]) -> list[Field]:
    """A quantity that never falls within any of its series is what there was until then."""
    time = next((f for f in found if f.role == Role.TIME and not f.birth), None)
    if time is None or time.distinct < STEPS:
        return [replace(f, stock=False) if f.stock and time is None else f for f in found]
    splits = [f.values for f in found if f.splits and f.distinct > 1]
    order = time.values.sort_values(kind="stable").index
    keys = [split.loc[order].fillna("") for split in splits]

    def climbs(f: Field) -> bool:
        read = f.values.loc[order]
        steps = read.groupby(keys).diff() if keys else read.diff()
        return bool((steps.dropna() >= 0).mean() > 0.98 and (steps > 0).any())

    return [replace(f, stock=f.stock or climbs(f)) if f.role == Role.QUANTITY else f for f in found]


def _without_totals(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows 合计, 小计 and the like, and the column 合计 beside its parts, would be drawn as the largest of all."""
    texts = [name for name in frame.columns if numbers(frame[name]) is None][:3]
    if texts and len(frame) > 2:
        total = frame[texts].map(lambda cell: isinstance(cell, str) and is_total(cell)).any(axis=1)
        if total.sum() < len(frame):
            frame = frame[~total].reset_index(drop=True)
    return frame


def _long(frame: pd.DataFrame, title: str) -> tuple[pd.DataFrame, bool]:
    periods = [name for name in frame.columns if PERIOD.fullmatch(str(name))]
    if len(periods) < PERIODS or not all(numbers(frame[name]) or frame[name].isna().all() for name in periods):
        return frame, False
    rest = [name for name in frame.columns if name not in periods and not is_total(str(name))]
    label = VALUE
    if len(rest) == 0:
        frame = frame.assign(**{"行": [str(n + 1) for n in range(len(frame))]})
        rest = ["行"]
    return frame.melt(id_vars=rest, value_vars=periods, var_name=TIME, value_name=label).dropna(
        subset=[label]
    ).reset_index(drop=True), True

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
PART = 0.95  # of the rows in which a count is a part of the size
LOOK = 500  # values by which a column is seen to be of words
PERIODS = 3  # columns headed by periods that make a table wide
# Of many texts those that are looked at.
MAY_TOTAL = re.compile(r"[计数均最值]|total|average|mean|count", re.IGNORECASE)
YEAR_IN_TITLE = re.compile(r"(20\d\d)\s*年?")
KINDS = tuple(
    re.compile(pair, re.IGNORECASE)
    for pair in (r"[男女]性?(人?数)?|(fe)?male", r"(进入|进|出|离开|外出)(人[次数])?", r"[阴阳]性(人?数)?")
)
# What a wide table's rows and cells are called, in the language of its own heads.
TIME, VALUE, KIND = ("时间", "Time"), ("数值", "Value"), ("类别", "Kind")
LOWER = r".*(村|社区|屯|组|居委会|村委会)"
LOWER_HEADER = re.compile(r"^(?:行政|自然)?村|社区|屯|village|community|hamlet", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A table understood. `key`: the column that names its rows, where one does; `wide`: its periods stood in columns."""

    name: str
    title: str
    frame: pd.DataFrame = field(repr=False)
    fields: tuple[Field, ...]
    wide: bool = False
    counted: bool = False  # its rows are counts of records: how they spread tells nothing
    events: bool = False  # and a day without one had none

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
    frame, wide = _long(_together(_without_totals(given.frame)))
    found = fields_of(frame, places=places, unit=given.unit, year=int(year[1]) if year else None)
    sums = _rows_of_sums(found)
    if sums.any():
        frame = frame[~sums].reset_index(drop=True)
        found = [replace(f, values=f.values[~sums].reset_index(drop=True)) for f in found]
    found = _stocks(_whole_names(found))
    return Sheet(given.name, given.title, frame, (*found, *_rates(found, len(frame))), wide)


def _whole_names(found: list[Field]) -> list[Field]:
    """Villages of one name in several townships are several: each is named with its township."""
    outer = next((f for f in found if f.role == Role.PLACE and not _lower(f)), None)
    if outer is None:
        return found
    return [_named_with(f, outer) if f.role == Role.PLACE and _lower(f) else f for f in found]


def _lower(place: Field) -> bool:
    told = place.values.dropna().astype(str)
    return bool(LOWER_HEADER.search(place.label)) or (bool(len(told)) and told.str.fullmatch(LOWER).mean() > 0.8)


def _named_with(inner: Field, outer: Field) -> Field:
    pairs = pd.DataFrame({"inner": inner.values, "outer": outer.values}).dropna().drop_duplicates()
    if not pairs["inner"].duplicated().any():
        return inner
    both = inner.values.notna() & outer.values.notna()
    gap = " " if pairs["inner"].astype(str).str.isascii().any() else ""
    whole = inner.values.where(~both, outer.values.astype(str) + gap + inner.values.astype(str))
    return replace(inner, values=whole, distinct=int(whole.nunique()))


def _rates(found: list[Field], rows: int) -> list[Field]:
    """Beside counts of places of different size, their shares; those of small ones drawn towards the whole's (Marshall 1991, global
    empirical Bayes): a village of 40 is not the worst by chance."""
    size = next((f for f in found if f.size), None)
    if size is None or not any(f.splits and f.distinct == rows > 2 for f in found):
        return []
    known = size.values.where(size.values > 0)
    parts = [f for f in found if f.role == Role.QUANTITY and not f.size and (f.values <= known).mean() > PART]
    parts = [part for part in parts if not any(_is_share(f, part.values / known) for f in found if f.role == Role.RATE)]
    return [
        Field(
            f"{part.name} / {size.name}",
            f"{part.label}/{size.label}",
            Role.RATE,
            shrunk(part.values, known) * 100,
            unit="%",
            distinct=part.distinct,
            shrunk=True,
        )
        for part in parts
    ]


def _is_share(rate: Field, share: pd.Series) -> bool:
    """The table tells it already, as a part or per cent."""
    return any(((rate.values - share * of).abs() <= 0.02 * share.abs() * of).mean() > PART for of in (1, 100))


def shrunk(count: pd.Series, size: pd.Series) -> pd.Series:
    """Shares, each as far as its size lets it differ from the share of all."""
    share, whole = count / size, count.sum() / size.sum()
    between = (size * (share - whole) ** 2).sum() / size.sum() - whole / size.mean()
    return whole + (share - whole) * max(between, 0.0) / (max(between, 0.0) + whole / size) if whole > 0 else share


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
    if len(frame) > 2:
        total = pd.Series(False, index=frame.index)
        for name in [name for name in frame.columns if numbers(frame[name].drop_duplicates().head(LOOK)) is None][:3]:
            distinct = frame[name].drop_duplicates()
            if len(distinct) > LOOK:
                distinct = distinct[distinct.astype(str).str.contains(MAY_TOTAL)]
            total |= frame[name].isin([cell for cell in distinct if isinstance(cell, str) and is_total(cell)])
        if 0 < total.sum() < len(frame):
            frame = frame[~total].reset_index(drop=True)
    return frame


def _together(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns that are the kinds of one thing (男, 女) become its kinds, below each other."""
    for kinds in KINDS:
        columns = [name for name in frame.columns if kinds.fullmatch(str(name).split(" ")[-1])]
        if len(columns) == 2 and all(numbers(frame[name]) for name in columns):
            rest = _not_added(frame, [name for name in frame.columns if name not in columns])
            if rest:
                of = _language(frame)
                return (
                    frame.melt(id_vars=rest, value_vars=columns, var_name=KIND[of], value_name=VALUE[of])
                    .dropna(subset=[VALUE[of]])
                    .reset_index(drop=True)
                )
    return frame


def _language(frame: pd.DataFrame) -> int:
    """0 Chinese, 1 English."""
    return int(all(str(name).isascii() for name in frame.columns))


def _not_added(frame: pd.DataFrame, names: list) -> list:
    """Without what is told once for a row of which several are made (its households, the sum of men and women): it would be counted several times."""
    return [f.name for f in fields_of(frame[names]) if f.role != Role.QUANTITY] if names else names


def _long(frame: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    periods = [name for name in frame.columns if PERIOD.fullmatch(str(name))]
    if len(periods) < PERIODS or not all(numbers(frame[name]) or frame[name].isna().all() for name in periods):
        return frame, False
    rest = _not_added(frame, [name for name in frame.columns if name not in periods and not is_total(str(name))])
    of = _language(frame)
    label = VALUE[of]
    if len(rest) == 0:
        frame = frame.assign(**{"行": [str(n + 1) for n in range(len(frame))]})
        rest = ["行"]
    return frame.melt(id_vars=rest, value_vars=periods, var_name=TIME[of], value_name=label).dropna(
        subset=[label]
    ).reset_index(drop=True), True

"""Every chart that a table's columns allow, weighed: the more exact the eye reads what matters, the better.

Source of the order of means: position before length before area before colour (Cleveland & McGill 1984; Mackinlay 1986); of the pairs
of column types and charts: Show Me (Mackinlay, Hanrahan & Stolte 2007) and CompassQL (Wongsuphasawat et al. 2016).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from core.charts.fields import UNIT, Field, Role
from core.charts.shape import KIND, Sheet

MOST = 6
PIE = 4  # parts beyond which no eye compares angles
LINES = 6  # that a reader tells apart
MATRIX = 30  # rows of a matrix of colours
UNIT_HEADER = re.compile(r"(计量|数量)?单位|units?( of measure)?", re.IGNORECASE)
SHORT = 8  # characters of a unit
MEASURED = r"[人元吨亩米升克里度户件%‰℃°²³]$|^(?:kg|g|t|km|m|cm|mm|ha|l|ml|h|min|s|usd|eur|people|persons|cases|days|years|head)$"
PAIRED = re.compile(r"(before|pre)(?![a-z]).*|.*(?<![a-z])(after|post)|.*[^以之]?[前后]", re.IGNORECASE)
ROWS = "rows"  # what is counted where no column is
BARS = 40
ONE_THING, TIED = 0.995, 0.5  # correlations: of two names of one thing, and from which two go together
MOSTLY = 0.8  # of the rows have a time of their own: a series
ANSWER = re.compile(
    r"满意|评价|评分|意见|同意|是否愿意|看法|satisf|rating|opinion|agree|feedback|response|how |likely", re.IGNORECASE
)
ASKED = 1.2  # times what an answer says more than who answered
EACH_ONCE = 0.95  # cells of a cross of two orders that one row stands for
FEW = 10  # rows a time that a mean needs


@dataclass(frozen=True)
class Proposal:
    """`kind`: line | bar | bars (stacked by colour) | histogram | scatter | heatmap | pie | map. `x`: what is spread out, `y`: what is measured
    ('rows': how many), `colour`: what tells apart; names of columns, None without one. `aggregate`: sum | last (of a stock: its sum at the
    last time) | mean | count | none.
    `reason`: a code of core/i18n/words/charts.toml. `weight`: 0 … 1, comparable within one table."""

    kind: str
    x: str
    y: str
    colour: str | None
    aggregate: str
    reason: str
    weight: float

    @property
    def means(self) -> tuple[str, str, str]:
        return self.kind, self.x, self.y


def proposals(sheet: Sheet, *, mapped: frozenset[str] = frozenset(), most: int = MOST) -> list[Proposal]:
    """Best first, no two that show the same. `mapped`: columns whose places can be drawn as the county's squares."""
    found = sorted(
        [*_times(sheet), *_places(sheet, mapped), *_parts(sheet), *_pairs(sheet), *_spreads(sheet), *_crossed(sheet)],
        key=lambda p: -p.weight,
    )
    if (mixed := _of_several_units(sheet)) is not None:
        found = [p for p in found if p.kind == "line" and p.colour == mixed.name]
    return _different(found, most, {f.name for f in sheet.of(Role.TIME)})


def _of_several_units(sheet: Sheet) -> Field | None:
    """A column whose names carry different units (pupils (people), schools (number)), or have them in a column beside: what stands behind them is never added up."""
    beside = next((f for f in sheet.fields if f.splits and f.distinct > 1 and _tells_units(f)), None)
    if beside is not None:
        named = [f for f in sheet.fields if f.splits and f is not beside]
        return next((f for f in named if (beside.values.groupby(f.values).nunique() <= 1).all()), beside)
    return next((f for f in sheet.fields if f.splits and several_units(f)), None) if sheet.wide else None


def _tells_units(field: Field) -> bool:
    told = field.values.dropna().astype(str).drop_duplicates()
    short = bool((told.str.len() <= SHORT).all())
    return bool(UNIT_HEADER.fullmatch(field.label)) and short and told.str.contains(MEASURED).mean() >= MOSTLY


def several_units(split: Field) -> bool:
    return len({found["unit"] for name in split.values.dropna().unique() if (found := UNIT.search(str(name)))}) > 1


def _again(p: Proposal, best: Proposal, times: set[str]) -> float:
    if p.kind == "map":
        return 1  # where, beside how much
    if p.y == best.y and {p.x, best.x} <= times:
        return 0.7
    return 0.8 if p.y == best.y and p.y != ROWS else 0.9 if p.x == best.x else 1


def _different(found: list[Proposal], most: int, times: set[str]) -> list[Proposal]:
    """Each pair of columns once, and no column more than three times while others wait."""
    kept: list[Proposal] = []
    while found and len(kept) < most:
        best = found.pop(0)
        kept.append(best)
        found = [
            p
            for p in found
            if {p.x, p.y} != {best.x, best.y}
            or ("map" in (p.kind, best.kind) and p.kind != best.kind and p.colour is None)
            or (p.colour != best.colour and p.kind != best.kind and p.colour and p.y != ROWS)
        ]
        found = sorted((replace(p, weight=p.weight * _again(p, best, times)) for p in found), key=lambda p: -p.weight)
    return kept


def _measures(sheet: Sheet) -> list[tuple[Field | None, str, float]]:
    """(what is measured, how it is put together, how much it says). Sums come before means, and the left column before the right."""
    found: list[tuple[Field | None, str, float]] = []
    measured = [f for f in sheet.of(Role.QUANTITY, Role.RATE) if f.distinct > 1]
    for nth, f in enumerate(measured):
        share = (1 - 0.02 * min(nth, 10)) * (
            0.85 if f.size and len(measured) > 1 else 1.03 if f.label in sheet.title else 1
        )
        found.append(
            (f, "sum", share) if f.role == Role.QUANTITY else (f, "mean", share * (0.8 if _records(sheet) else 0.93))
        )
    if _records(sheet):
        found.append((None, "count", 0.97))
    return found


def _records(sheet: Sheet) -> bool:
    """Its rows are events, people, things: they are counted. Rows of a table of sums are not."""
    if sheet.key is not None or sheet.wide or sheet.rows < 2:
        return False
    if not any(f.role == Role.QUANTITY and f.distinct > 1 for f in sheet.fields):
        return True
    cell = pd.concat(
        [f.values for f in sheet.fields if f.splits or f.role == Role.TIME] or [pd.Series(0, index=sheet.frame.index)],
        axis=1,
    )
    return (
        bool(sheet.of(Role.IDENTIFIER)) and cell.duplicated().mean() > 0.05
    )  # else: one figure for each time and kind


def _at_last(sheet: Sheet, y: Field | None, how: str) -> str:
    """A stock is what there was at the last time."""
    return "last" if y is not None and y.stock and sheet.of(Role.TIME) else how


def _says(field: Field, counted: bool = False) -> float:
    """A column of which nearly all values are one tells little apart; nor does how many there are, where somebody took as many of each."""
    if counted and field.values.value_counts().nunique() == 1:
        return 0.6
    most = field.values.value_counts(normalize=True, dropna=True).max()
    return 0.3 if most > 0.98 else 0.5 if most > 0.95 else 0.75 if most > 0.85 else 1.0


def _times(sheet: Sheet) -> Iterator[Proposal]:
    times = [f for f in sheet.of(Role.TIME) if f.distinct > 2 and not f.birth]
    splits = [f for f in sheet.of(Role.CATEGORY, Role.ORDER, Role.PLACE) if 2 <= f.distinct <= LINES]
    many = [f for f in sheet.of(Role.CATEGORY, Role.ORDER, Role.PLACE) if LINES < f.distinct <= MATRIX]
    for nth, time in enumerate(times):
        regular = 1.0 if time.distinct >= 4 else 0.75
        for y, how, says in _measures(sheet):
            told = sheet.rows if y is None else int((time.values.notna() & y.values.notna()).sum())
            if how == "mean" and _records(sheet) and told < FEW * time.distinct:
                continue  # the mean of two or three a day goes up and down by chance
            weight = 0.95 * says * regular * (1 - 0.03 * nth)
            name = y.name if y else ROWS
            few = time.distinct <= 60
            kind = "bar" if how == "count" and few else "line"
            if sheet.rows > 1.5 * time.distinct and sheet.key is None and splits and how != "mean":
                best = splits[0]
                yield Proposal(
                    "bars" if kind == "bar" else "line", time.name, name, best.name, how, "over_time_by", weight
                )
                weight *= 0.9
            for split in many[:1]:
                yield Proposal("heatmap", time.name, name, split.name, how, "over_time_matrix", weight * 0.8)
            yield Proposal(kind, time.name, name, None, how, "over_time", weight)


def _places(sheet: Sheet, mapped: frozenset[str]) -> Iterator[Proposal]:
    for place in [f for f in sheet.of(Role.PLACE) if f.distinct > 2]:
        for y, how, says in sorted(_measures(sheet), key=lambda m: -m[2])[:1]:
            if place.name in mapped:
                yield Proposal(
                    "map", place.name, y.name if y else ROWS, None, _at_last(sheet, y, how), "where", 0.88 * says
                )


def _parts(sheet: Sheet) -> Iterator[Proposal]:
    """Bars: what is compared, a category along the line of sight and a length for each."""
    splits = [f for f in sheet.fields if f.splits and f.distinct > 1]
    for nth, split in enumerate(splits):
        size = 1.0 if 3 <= split.distinct <= BARS else 0.9 if split.distinct == 2 else 0.7
        names_rows = sheet.key is not None and split.name == sheet.key.name
        if names_rows and split.distinct > BARS and split.role == Role.CATEGORY:
            size = 0.6  # how they spread comes before each of them
        for y, how, says in _measures(sheet):
            weight = 0.9 if y is not None and sheet.of(Role.TIME) and sheet.wide else 1.0
            weight *= (
                (0.9 if names_rows else 0.84 if sheet.key is None else 0.7) * size * says * (1 - 0.03 * min(nth, 8))
            )
            reason = "in_order" if split.role == Role.ORDER else "compared"
            others = [f for f in splits if f is not split and f.distinct <= LINES]
            name = y.name if y else ROWS
            weight *= _says(split, y is None) * (
                ASKED if y is None and split.role == Role.ORDER and ANSWER.search(split.label) else 1
            )
            yield Proposal("bar", split.name, name, None, _at_last(sheet, y, how), reason, weight)
            if others and how != "mean" and sheet.key is None:
                yield Proposal(
                    "bars",
                    split.name,
                    name,
                    others[0].name,
                    how,
                    "compared_by",
                    weight * (1.03 if others[0].name in KIND else 0.88),
                )
            if how != "mean" and split.distinct <= PIE and split.role != Role.ORDER:
                yield Proposal("pie", split.name, name, None, how, "parts", weight * 0.6)


def _pairs(sheet: Sheet) -> Iterator[Proposal]:
    measured = [f for f in sheet.fields if f.measured and f.distinct > 5 and not f.shrunk and not sheet.counted]
    over_time = any(f.distinct > MOSTLY * sheet.rows for f in sheet.of(Role.TIME) if not f.birth)
    for a, x in enumerate(measured):
        for y in measured[a + 1 :]:
            together = x.values.corr(y.values)
            tie = 0.0 if pd.isna(together) else abs(float(together))
            weight = (0.5 + 0.3 * tie) * (0.9 if sheet.rows < 8 else 1)
            if tie > ONE_THING or over_time or (sheet.key is not None and {x.role, y.role} == {Role.QUANTITY}):
                weight *= 0.75  # one thing said twice, two that both grow, or the larger place has more of all
            elif tie > TIED and _alone(sheet):
                weight += 0.15
            if len(measured) == 2 and sheet.key is not None and PAIRED.fullmatch(x.label) and PAIRED.fullmatch(y.label):  # fmt: skip
                weight = 0.95  # each beside itself: what lies below the diagonal became less
            yield Proposal("scatter", x.name, y.name, None, "none", "two_together", weight)


def _alone(sheet: Sheet) -> bool:
    """Measures alone: no kinds and no times to set them along."""
    return not any(f.splits and f.distinct > 1 for f in sheet.fields) and not sheet.of(Role.TIME)


def _spreads(sheet: Sheet) -> Iterator[Proposal]:
    if sheet.counted:
        return
    alone = _alone(sheet)
    for nth, f in enumerate([f for f in sheet.fields if f.measured and f.distinct > 7]):
        records = sheet.key is None
        weight = (0.78 if f.role == Role.RATE and records else 0.6) * (1 - 0.04 * nth) + (0.1 if alone else 0)
        yield Proposal("histogram", f.name, ROWS, None, "count", "spread", weight)
    for f in [f for f in sheet.of(Role.TIME) if f.birth and f.distinct > 7]:
        yield Proposal("histogram", f.name, ROWS, None, "count", "spread", 0.6)


def _filled(sheet: Sheet, one: Field, other: Field) -> bool:
    return EACH_ONCE * one.distinct * other.distinct <= sheet.rows <= one.distinct * other.distinct


def _crossed(sheet: Sheet) -> Iterator[Proposal]:
    splits = [f for f in sheet.fields if f.splits and 2 < f.distinct <= MATRIX]
    if sheet.key is not None or len(splits) < 2:
        return
    for a, one in enumerate(splits[:4]):
        for other in splits[a + 1 : 4]:
            y, how, says = _measures(sheet)[0]
            weight = 0.62 * says * _says(one) * _says(other) * (0.8 if y is not None and y.stock else 1)
            if (
                {one.role, other.role} == {Role.ORDER}
                and min(one.distinct, other.distinct) > PIE
                and _filled(sheet, one, other)
            ):
                weight *= 1.5  # a timetable: each hour of each day once
            yield Proposal(
                "heatmap",
                one.name,
                y.name if y else ROWS,
                other.name,
                "last" if y is not None and y.stock and sheet.of(Role.TIME) else how,
                "crossed",
                weight,
            )

"""What colour a value has on a map: five steps of one hue, or one colour per grade; zero and “no data” look different."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from core.colours import ALERTS, ALERTS_DARK, GRADE
from core.i18n import format, t
from core.report.trouble import MANY
from pages.ui.shared import palette

SHARES = {"coverage"}


@dataclass(frozen=True)
class Entry:
    """One line of a legend. `colour` None: no data, drawn as an empty outline."""

    label: str
    colour: str | None
    count: int


@dataclass(frozen=True)
class Scale:
    colours: tuple[str | None, ...]  # per row, in the order of the values
    legend: tuple[Entry, ...]


def indicator_name(language: str, indicator: str) -> str:
    """The name of an indicator or of a class, in the reader's language."""
    return palette.class_names(language).get(indicator) or t(language, f"indicator.{indicator}")


def indicator_text(language: str, indicator: str, value: object) -> str:
    """One value as its reader writes it."""
    if indicator == "grade":
        return t(language, f"grade.{value}") if isinstance(value, str) else format.NOTHING
    if pd.isna(value):
        return format.NOTHING
    return format.percent(float(value), 0) if indicator in SHARES else format.number(language, float(value))


def scale_of(values: pd.Series, *, indicator: str, language: str) -> Scale:
    """Colours of the values of one indicator. `grade` holds grade codes; `coverage` a share; all others counts."""
    if indicator == "grade":
        return _grades(values, language)
    numbers = pd.to_numeric(values, errors="coerce")
    breaks = nice_breaks(numbers)
    zero = palette.of("zero")
    steps = _spread(palette.sequential(), len(breaks))

    def place(value: float) -> int:
        """-2 no data, -1 zero, else the step."""
        if math.isnan(value):
            return -2
        return -1 if value <= 0 else max(i for i, low in enumerate([0.0, *breaks[1:]]) if value >= low)

    places = [place(float(v)) for v in numbers]
    colours = tuple(None if p == -2 else zero if p == -1 else steps[p] for p in places)
    entries = [Entry(_number(language, indicator, 0), zero, places.count(-1))] if -1 in places else []
    top = float(numbers.max()) if breaks else 0.0
    entries += [
        Entry(_range(language, indicator, breaks, i, top), steps[i], places.count(i)) for i in range(len(breaks))
    ]
    if -2 in places:
        entries.append(Entry(t(language, "map.no_data"), None, places.count(-2)))
    return Scale(colours, tuple(entries))


def scale_of_alerts(severe: pd.Series, alerts: pd.Series, language: str) -> Scale:
    """Colours of grids by their open alerts, the severe ones first: many, some, only lesser ones, none."""
    steps = [
        "many" if s >= MANY else "some" if s else "lesser" if a else "none" for s, a in zip(severe, alerts, strict=True)
    ]
    colours = colours_of_alerts()
    entries = [Entry(t(language, f"map.open.{step}", many=MANY), colours[step], steps.count(step)) for step in colours]
    return Scale(tuple(colours[step] for step in steps), tuple(entries))


def colours_of_alerts() -> dict[str, str]:
    return (ALERTS_DARK if palette.dark() else ALERTS) | {"none": palette.of("zero")}


def nice_breaks(values: pd.Series, steps: int = 5) -> list[float]:
    """Lower ends of at most five steps over the positive values: quantiles, rounded to figures one can read."""
    positive = values[values > 0].dropna()
    if positive.empty:
        return []
    few = sorted(positive.unique())
    if len(few) <= steps:
        return [float(v) for v in few]
    found = [float(positive.min())]
    for share in range(1, steps):
        rounded = _readable(float(positive.quantile(share / steps)))
        if found[-1] < rounded <= few[-1]:
            found.append(rounded)
    return found


def _grades(values: pd.Series, language: str) -> Scale:
    colours = tuple(GRADE.get(v) if isinstance(v, str) else None for v in values)
    entries = [Entry(t(language, f"grade.{g}"), c, int((values == g).sum())) for g, c in GRADE.items()]
    missing = sum(c is None for c in colours)
    if missing:
        entries.append(Entry(t(language, "map.no_data"), None, missing))
    return Scale(colours, tuple(entries))


def _spread(colours: tuple[str, ...], steps: int) -> list[str]:
    """As many of the five as there are steps; the faintest only when all five are needed: zero lies beside it."""
    if steps <= 1:
        return [colours[3]]
    first, last = (0 if steps >= len(colours) else 1), len(colours) - 1
    return [colours[round(first + i * (last - first) / (steps - 1))] for i in range(steps)]


def _readable(value: float) -> float:
    """Two significant figures."""
    size = 10 ** (math.floor(math.log10(value)) - 1)
    return round(round(value / size) * size, 6)


def _range(language: str, indicator: str, breaks: list[float], i: int, top: float) -> str:
    low, high = breaks[i], breaks[i + 1] if i + 1 < len(breaks) else None
    if high is None:
        return _number(language, indicator, low) if low == top else "≥ " + _number(language, indicator, low)
    if indicator in SHARES:
        return f"{_number(language, indicator, low)} – {_number(language, indicator, high)}"
    first, last = math.ceil(low), math.ceil(high) - 1
    return _number(language, indicator, first) + (f" – {_number(language, indicator, last)}" if last > first else "")


def _number(language: str, indicator: str, value: float) -> str:
    return format.percent(value, 0) if indicator in SHARES else format.exact(value)

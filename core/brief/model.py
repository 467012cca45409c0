"""A brief as data: sections of sentences, a table, a series. Files are made of it, and versions kept as it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field

FIGURE = re.compile(r"[<−+-]?[\d,.]+(万|亿|%)?|—")


@dataclass(frozen=True)
class Table:
    """`rows` of texts; the first is the sum where `summed`."""

    heads: list[str]
    rows: list[list[str]]
    summed: bool = False


@dataclass(frozen=True)
class Series:
    """A line with the band that was expected; missing values are gaps."""

    title: str
    days: list[str]
    names: list[str]
    values: list[list[float | None]]


@dataclass(frozen=True)
class Section:
    """`page`: where its figures can be looked at, with the filter; None of a slot."""

    code: str
    heading: str
    paragraphs: list[str] = field(default_factory=list)
    table: Table | None = None
    series: Series | None = None
    page: str | None = None


@dataclass(frozen=True)
class Brief:
    title: str
    period: str
    grid: str
    day: str
    language: str
    office: str
    sections: list[Section]
    foot: str

    def plain(self) -> dict:
        """For the store; `of_plain` reads it."""
        return asdict(self)


def is_figure(text: str) -> bool:
    return bool(FIGURE.fullmatch(text))


def of_plain(told: dict) -> Brief:
    def section(one: dict) -> Section:
        table, series = one["table"], one["series"]
        return Section(
            **{**one, "table": Table(**table) if table else None, "series": Series(**series) if series else None}
        )

    return Brief(**{**told, "sections": [section(one) for one in told["sections"]]})

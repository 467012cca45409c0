"""A brief as data: sections of sentences, a table, a series. Files are made of it, and versions kept as it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field

from core.i18n import t

WHOLE = 9  # rows of a table up to which it stands on one page
FIGURE = re.compile(r"[<−+-]?[\d,.]+(万|亿|%)?|—|\*")


@dataclass(frozen=True)
class Table:
    """`rows` of texts; the first is the sum where `summed`; `changed`: [row, column] of cells that are not as in the last brief."""

    heads: list[str]
    rows: list[list[str]]
    summed: bool = False
    changed: list[list[int]] = field(default_factory=list)


@dataclass(frozen=True)
class Series:
    """A line, and where there is one the band that was expected (its lower and its upper end); missing values are gaps. `days`: YYYY-MM-DD, told in `language`."""

    title: str
    days: list[str]
    names: list[str]
    values: list[list[float | None]]
    language: str


@dataclass(frozen=True)
class Section:
    """`page`: where its figures can be looked at, with the filter; None of a slot. `fresh`: which paragraphs the last brief did not have."""

    code: str
    heading: str
    paragraphs: list[str] = field(default_factory=list)
    table: Table | None = None
    series: Series | None = None
    page: str | None = None
    fresh: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Brief:
    """`since`: with which brief it was compared, in words; `signed`: who signed it off and when, in words, or that nobody did; `theme` and `subject`: of a special one, as code
    (core.brief.special.theme) and in words; `issue`: its number within kind and year, in words, once it is signed off."""

    title: str
    period: str
    grid: str
    day: str
    language: str
    office: str
    sections: list[Section]
    foot: str
    kind: str = "daily"
    since: str = ""
    signed: str = ""
    theme: str = ""
    subject: str = ""
    issue: str = ""

    def plain(self) -> dict:
        """For the store; `of_plain` reads it."""
        return asdict(self)


def is_figure(text: str) -> bool:
    return bool(FIGURE.fullmatch(text))


def figure_columns(table: Table) -> set[int]:
    """Columns that hold figures alone: they stand to the right, their heads too. What lacks stands where its column does."""
    return {c for c in range(len(table.heads)) if table.rows and all(is_figure(row[c]) for row in table.rows)}


def told(section: Section, lang: str) -> list[str]:
    """Its paragraphs, those that are new marked."""
    return [
        t(lang, "brief.fresh") + words if n in section.fresh else words for n, words in enumerate(section.paragraphs)
    ]


def of_plain(told: dict) -> Brief:
    def section(one: dict) -> Section:
        table, series = one["table"], one["series"]
        return Section(
            **{**one, "table": Table(**table) if table else None, "series": Series(**series) if series else None}
        )

    return Brief(**{**told, "sections": [section(one) for one in told["sections"]]})

"""Dates without a year: the year is that of the list's other dates, or of its title. Only where neither says one it is the year that brings the
day nearest to today, and each such cell is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from core.files.read import RawSheet
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.located import Located

YEARLESS = r"^\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(\s.*|[上下早晚中凌].*|\d{1,2}[:：时点].*)?$"
FULL = re.compile(r"((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
CELL = re.compile(FULL.pattern + r"\s*[日号]?(?:[\sT].*)?")
OF_TITLE = re.compile(r"(20\d{2})\s*年?\s*(?:(\d{1,2})\s*月)?")
CLOCK = r"^[^0-9]{0,4}[0-9]{1,2}[:：时点]([0-9]{1,2}.*)?$"
MOST = 2_000  # rows looked at
NEVER = ("birth_date",)  # of a birth no year is guessed


def near_of(raw: RawSheet, found: Located) -> date | None:
    """The day around which a sheet's dates lie: the middle one of those that have a year, else what the title or the sheet's name says."""
    dates = sorted(_dates(raw, found))
    if dates:
        return dates[len(dates) // 2]
    texts = _titles(raw, found)
    whole = next((_day(*m.groups()) for text in texts if (m := FULL.search(text))), None)
    year = next((m for text in texts if (m := OF_TITLE.search(text))), None)
    return whole or (_day(year[1], year[2] or 7, 1) if year else None)


def title_day(raw: RawSheet, found: Located) -> date | None:
    """The one day that the lines above the header, or the sheet's name, say."""
    texts = [cell or "" for row in raw.head[: found.header] for cell in row] + [raw.name]
    days = {_day(*m) for text in texts for m in FULL.findall(text)} - {None}
    return days.pop() if len(days) == 1 else None


def with_title_day(rows: pa.Table, found: Located, day: date) -> tuple[pa.Table, pa.Table | None]:
    """(rows whose bare times of the day are of `day`, what is told). The latter's grain: one row at most. Columns: r, field, day."""
    told = []
    for name in (f for f in _fields(found) if kinds()[found.kind].fields[f].type == "time"):
        bare = pc.fill_null(pc.match_substring_regex(rows[name], CLOCK), False)
        if pc.any(bare).as_py():
            whole = pc.binary_join_element_wise(day.isoformat(), rows[name], " ")
            rows = rows.set_column(rows.column_names.index(name), name, pc.if_else(bare, whole, rows[name]))
            told.append((rows["row"].filter(bare)[0].as_py(), name, day.isoformat()))
    first = min(told, default=None)
    return rows, pa.table({"r": [first[0]], "field": [first[1]], "day": [first[2]]}) if first else None


def stated_day(raw: RawSheet, found: Located, today: date) -> date | None:
    """The day for which the list says that it stands, in its title or the sheet's name: the last one of the month or year that it names; a
    later one than today is none."""
    texts = _titles(raw, found)
    whole = next((_day(*m.groups()) for text in texts if (m := FULL.search(text))), None)
    year = next((m for text in texts if (m := OF_TITLE.search(text))), None)
    if whole is None and year:
        month = int(year[2] or 12)
        following = _day(int(year[1]) + month // 12, month % 12 + 1, 1)
        whole = following - timedelta(days=1) if following else None
    return whole if whole and whole <= today else None


def _titles(raw: RawSheet, found: Located) -> list[str]:
    return [cell or "" for row in raw.head[: found.header] for cell in row] + [raw.name]


def with_years(rows: pa.Table, found: Located, near: date | None) -> tuple[pa.Table, pa.Table | None]:
    """(rows with their years, what is to be told). The latter's grain: a cell. Columns: r, field, code (date_year_near: another year than that
    of the list's middle; date_year_today: nothing says the year), value, day."""
    told: list[tuple[int, str, str, str, str | None]] = []
    for name in _fields(found):
        if name not in rows.column_names or not pa.types.is_string(rows[name].type):
            continue
        places = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(rows[name], YEARLESS), False)).to_pylist()
        if not places:
            continue
        texts = rows[name].to_pylist()
        for at in places:
            month, day, rest = re.match(YEARLESS, texts[at]).groups()
            if _day(2024, month, day) is None:  # no day of any year: what is wrong is told by the check
                continue
            meant = _nearest(int(month), int(day), near) if near else None
            if meant is None:
                told.append((rows["row"][at].as_py(), name, "date_year_today", texts[at], None))
                continue
            if meant.year != near.year:
                told.append((rows["row"][at].as_py(), name, "date_year_near", texts[at], meant.isoformat()))
            texts[at] = meant.isoformat() + (f" {rest.strip()}" if rest and rest.strip() else "")
        rows = rows.set_column(rows.column_names.index(name), name, pa.array(texts, pa.string()))
    columns = ("r", "field", "code", "value", "day")
    return rows, pa.table(dict(zip(columns, zip(*told, strict=True), strict=True))) if told else None


def _fields(found: Located) -> list[str]:
    about = kinds()[found.kind].fields
    return [
        f
        for f in found.columns
        if f in about and about[f].type in ("date", "time") and f not in NEVER and not about[f].fact
    ]


def _dates(raw: RawSheet, found: Located) -> Iterator[date]:
    batch = next(raw.batches(), None)
    for name in _fields(found):
        column = f"c{found.columns[name]}"
        if batch is not None and column in batch.column_names:
            for text in batch[column].slice(found.header_end + 1, MOST).cast(pa.string()).to_pylist():
                if text and (m := CELL.fullmatch(text.strip())) and (day := _day(*m.groups())):
                    yield day


def _nearest(month: int, day: int, near: date) -> date | None:
    days = [found for back in (-1, 0, 1) if (found := _day(near.year + back, month, day))]
    return min(days, key=lambda found: abs(found - near), default=None)


def _day(year: object, month: object, day: object) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

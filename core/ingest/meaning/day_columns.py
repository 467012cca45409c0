"""Columns headed by dates, a temperature below each (1月25日 上午, 1/25, a row of dates above 上午, 下午): read as the first, second … day of a
list of declarations, which has a first day. The date stays in the header, in brackets, so that whoever reads it finds the column."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from core.files.cells import LOOK, NUMBER, TEXT
from core.files.read import RawSheet
from core.ingest.meaning.answers import Answers
from core.ingest.meaning.labels import labels
from core.ingest.meaning.table import clean, normal_header

HALVES = {
    "上午": "上午|早上|早晨|早间|晨检|早|晨|(?i:am)",
    "中午": "中午|午间|午检",
    "下午": "下午|晚上|晚间|傍晚|晚|(?i:pm)",
}
DAY = re.compile(
    r"(?:(?P<year>(?:19|20)?\d{2})\s*[-./年]\s*)?(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})\s*[日号]?(?:[ T]00:00(?::00)?)?"
    rf"[\s/]*(?P<half>{'|'.join(HALVES.values())})?\s*(?:体温|體溫)?(?:\s*[(（][^)）]*[)）])?"
)
HALF = re.compile(rf"(?P<half>{'|'.join(HALVES.values())})\s*(?:体温|體溫)?")
YEAR = re.compile(r"((?:19|20)\d{2})(?:\s*[-./年]|$)")
WARM = re.compile(r"(?:3[3-9]|4[0-3])(?:[.．。度]\d{0,2})?\s*(?:℃|°C|度)?")
SAYS_SO = re.compile(r"体温|體溫|测温|(?i:temperature)")
LONGEST = 21  # days, as many as a list of declarations has (kinds/declarations/columns.toml)
FEWEST = 2
FIELD = "first_day"


def with_days_counted(raw: RawSheet) -> RawSheet:
    """The sheet with the headers 第1天（1月25日 上午）… and `first_day`; as it is where no row of its head is one of dates."""
    for row, cells in enumerate(raw.head[:LOOK]):
        found = _days(raw, row)
        if not found or not _heads(raw, row, set(found)) or not _of_temperatures(raw, row, set(found)):
            continue
        first = min(day for day, _ in found.values())
        if max(day for day, _ in found.values()) - first >= timedelta(days=LONGEST):
            continue
        head, kinds = [list(r) for r in raw.head], [list(k) for k in raw.head_kinds]
        for column, (day, half) in found.items():
            head[row][column] = _called(day, first, half, clean(cells[column]))
            if row < len(kinds) and column < len(kinds[row]):
                kinds[row][column] = TEXT
        for column, half in _halves_below(raw, row).items():
            above = max((c for c in found if c <= column), default=None)
            if above is not None and not found[above][1]:
                head[row + 1][column] = _called(found[above][0], first, half, clean(cells[above]))
        said = _year(raw, row, cells, found)
        text = first.replace(year=said).isoformat() if said else f"{first.month}月{first.day}日"
        return replace(raw, head=head, head_kinds=tuple(kinds), first_day=text)
    return raw


def told_first_day(raw: RawSheet, kind: str, answers: Answers | None) -> Answers | None:
    """The clerk's answers, with the day that the headers of dates count from where he says none."""
    if not raw.first_day or kind != "declarations" or (answers and FIELD in answers.fixed):
        return answers
    own = answers or Answers()
    return replace(own, fixed=own.fixed | {FIELD: raw.first_day}, read_in=own.read_in | {FIELD: "header"})


def _called(day: date, first: date, half: str, written: str) -> str:
    return f"第{(day - first).days + 1}天{half}（{written}）"


def _halves_below(raw: RawSheet, row: int) -> dict[int, str]:
    """Column → half of the day, where the row below the dates names it: said there as a whole, since 上午, 下午, 上午 … look like tables side
    by side."""
    below = raw.head[row + 1] if row + 1 < len(raw.head) else []
    found = {c: m for c, text in enumerate(below) if text and (m := HALF.fullmatch(clean(text)))}
    return {c: _half(m["half"]) for c, m in found.items()}


def _half(written: str | None) -> str:
    return next((half for half, words in HALVES.items() if written and re.fullmatch(words, written)), "")


def _days(raw: RawSheet, row: int) -> dict[int, tuple[date, str]]:
    """Column → (day, half of it) of a row of dates that rise from left to right; {} of any other. Without a year the days are of one that is
    leap only if they need it: what counts is how far they lie apart."""
    kinds = raw.head_kinds[row] if row < len(raw.head_kinds) else []
    written = {c: m for c, text in enumerate(raw.head[row]) if text and (m := DAY.fullmatch(clean(text)))}
    leap = any((m["month"].lstrip("0"), m["day"]) == ("2", "29") for m in written.values())
    year, found, last = (2000 if leap else 2001), {}, None
    for column, m in written.items():
        own = int(m["year"]) + (2000 if len(m["year"]) == 2 else 0) if m["year"] else None
        day = _made(own or year, m["month"], m["day"])
        number = column < len(kinds) and kinds[column] == NUMBER and len(m["day"]) == 1
        if number and last and (day is None or day < last):
            day = _made(own or year, m["month"], m["day"] + "0")  # 1.30, which a spreadsheet keeps as 1.3
        if day and last and not own and day < last and last.month == 12 and day.month == 1:
            year += 1
            day = _made(year, m["month"], m["day"])
        if day is None or (last and day < last):
            return {}
        found[column] = (day, _half(m["half"]))
        last = day
    enough = len({day for day, _ in found.values()}) >= FEWEST and not any(half == "中午" for _, half in found.values())
    return found if enough else {}


def _made(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _heads(raw: RawSheet, row: int, days: set[int]) -> bool:
    """Is the row one of a header: labels beside the dates, or nothing else in it and labels above?"""
    rest = [text for c, text in enumerate(raw.head[row]) if clean(text) and c not in days]
    above = [text for r in raw.head[max(0, row - 2) : row] for text in r] if not rest else []
    return any(normal_header(clean(text)) in labels() for text in [*rest, *above] if text)


def _of_temperatures(raw: RawSheet, row: int, days: set[int]) -> bool:
    """Do temperatures stand below, or, where nothing does, does the header or its title speak of them?"""
    wide = {c + n for c in days for n in (0, 1)}
    below = [clean(r[c]) for r in raw.head[row + 1 :] for c in wide if c < len(r) and clean(r[c])]
    values = [text for text in below if re.search(r"\d", text)]
    if values:
        return 2 * sum(bool(WARM.fullmatch(text)) for text in values) > len(values)
    return any(SAYS_SO.search(text) for r in raw.head[: row + 1] for text in r if text)


def _year(raw: RawSheet, row: int, cells: list[str | None], found: dict[int, tuple[date, str]]) -> int | None:
    """The year of the first day: its own, or the one that the lines above say, or the sheet's name."""
    column = min(found)
    own = DAY.fullmatch(clean(cells[column]))
    if own and own["year"]:
        return found[column][0].year
    texts = [text for r in raw.head[:row] for text in r if text] + [raw.name]
    said = {int(m[1]) for text in texts for m in YEAR.finditer(text)}
    return min(said) if 0 < len(said) <= 2 and max(said) - min(said) <= 1 else None

"""Columns that make one value together (date and time, building and room), and one that makes two (village and group)."""

from __future__ import annotations

import re
from dataclasses import replace

from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.columns import Kind, address_parts
from core.ingest.meaning.evidence import Evidence
from core.ingest.meaning.header_text import normal_header, parts
from core.ingest.meaning.located import SURE, Column

AND = "+"  # between the fields that one column feeds
MOSTLY, HALF = 0.8, 0.5
DATE = re.compile(r"日期|日$|date|day", re.IGNORECASE)
TIME = re.compile(r"时间|时刻|時間|点$|time|clock", re.IGNORECASE)
# fields of a time's first and last day, which one column may hold: 隔离起止时间, “2020.3.6-3.20”
SPANS = (("quarantine_from", "quarantine_until"), ("since", "until"))
# fields of two facts that stand side by side in one cell: 性别/年龄, “男/41”
SIDE_BY_SIDE = (("sex", "age"),)
SPAN = re.compile(
    r"(隔离|隔離|观察|觀察|管控|医学观察).{0,2}(起止|起讫|起迄|期间|期限)|^起止(时间|日期)?$|(quarantine|observation) (period|dates)",
    re.IGNORECASE,
)
# “第3组”, “3”: the group of a village that no grid of the register stands for is kept with the address
UNNAMED_GROUP = re.compile(r"(第?\s*[0-9一二三四五六七八九十百]{1,4}\s*(村民小组|居民小组|小组|组|队|屯|片)?)")


def compose(kind: Kind, columns: list[Column]) -> list[Column]:
    """The proposals with columns joined and split where header and values leave no doubt; `rank` is their order in the value."""
    found = {c.index: c for c in columns}
    found |= _coming_and_going(kind, found)
    for field in (f.name for f in kind.fields.values() if f.type == "time"):
        found |= _moment(field, kind, found)
    for pair in SPANS:
        if set(pair) <= set(kind.fields):
            found |= _span(pair, found)
    for pair in SIDE_BY_SIDE:
        if set(pair) <= set(kind.fields):
            found |= _both(kind, pair, found)
    if "grid" in kind.fields and "section" in kind.fields:
        found |= _village_and_group(found)
    if "address" in kind.fields:
        found |= _address(found)
    return [found[c.index] for c in columns]


def _coming_and_going(kind: Kind, columns: dict[int, Column]) -> dict[int, Column]:
    """Columns of coming and going: the day beside them is that of each. “签到时间” beside “签退时间” is when somebody came."""
    several = descriptor(kind.name).several
    ours = {c.index: c for c in columns.values() if c.field in several and not c.asked}
    if not ours:
        return {}
    first = [c for c in columns.values() if c.field == "scanned_at" and not _days(c.seen)]
    if len(first) == 1 and several[0] not in {c.field for c in ours.values()}:
        ours[first[0].index] = replace(first[0], field=several[0])
    bare = [c for c in ours.values() if c.seen.share(["moment"]) < HALF]
    days = [c for c in columns.values() if c.field in (None, "scanned_at") and not c.sensitive and _days(c.seen)]
    named = [c for c in days if c.field or DATE.search(c.header)]
    if not bare or len(named) != 1:
        return ours
    day = _part(named[0], AND.join(c.field for c in bare), 0)
    return ours | {c.index: _part(c, c.field, 1) for c in bare} | {day.index: day}


def _moment(field: str, kind: Kind, columns: dict[int, Column]) -> dict[int, Column]:
    """A column of days and one of times of the day are one moment."""
    if any(c.field == field and c.seen.share(["moment"]) >= HALF and not _days(c.seen) for c in columns.values()):
        return {}
    free = [c for c in columns.values() if not c.sensitive and c.field in (None, field)]
    days = [c for c in free if _days(c.seen) and (_claims(kind, c, field) or DATE.search(c.header))]
    clocks = [c for c in free if _clocks(c.seen) and (_claims(kind, c, field) or TIME.search(c.header))]
    day, clock = _one(kind, days, field), _one(kind, clocks, field)
    if day is None or clock is None:
        return {}
    return {c.index: _part(c, field, rank) for rank, c in enumerate((day, clock))}


def _one(kind: Kind, columns: list[Column], field: str) -> Column | None:
    claiming = [c for c in columns if _claims(kind, c, field)]
    best = claiming or columns
    return best[0] if len(best) == 1 else None


def _claims(kind: Kind, column: Column, field: str) -> bool:
    return kind.field_of(re.sub(r" #\d+$", "", column.header).rpartition("/")[2]) == field


def _days(seen: Evidence) -> bool:
    return seen.share(["day"]) >= MOSTLY


def _clocks(seen: Evidence) -> bool:
    return seen.share(["clock", "day_part"]) >= MOSTLY


def _span(pair: tuple[str, str], columns: dict[int, Column]) -> dict[int, Column]:
    """A column of both days, where no other column says either."""
    if any(set(pair) & set(c.fields) for c in columns.values()):
        return {}
    ours = [c for c in columns.values() if c.field is None and SPAN.search(c.header.rpartition("/")[2])]
    if len(ours) != 1 or not ours[0].seen.filled:
        return {}
    return {ours[0].index: replace(ours[0], field=AND.join(pair), confidence=0.9, why="split", rank=1)}


def _both(kind: Kind, pair: tuple[str, str], columns: dict[int, Column]) -> dict[int, Column]:
    """A column whose header names both fields, where no other column says either."""
    ours = [c for c in columns.values() if [kind.synonyms.get(part) for part in parts(c.header)[-2:]] == list(pair)]
    others = {f for c in columns.values() if c not in ours for f in c.fields}
    if len(ours) != 1 or set(pair) & others:
        return {}
    return {ours[0].index: replace(ours[0], field=AND.join(pair), confidence=0.9, why="split", rank=1)}


def _village_and_group(columns: dict[int, Column]) -> dict[int, Column]:
    """城司社区1组 is a village and a group of it, where no other column says either."""
    ours = [c for c in columns.values() if {"grid", "section"} & set(c.fields)]
    if len(ours) != 1 or ours[0].asked or ours[0].seen.share(["village_group"]) < HALF:
        return {}
    elsewhere = any("address" in c.fields for c in columns.values())
    fields = ("grid", "section") if elsewhere else ("grid", "section", "address")
    return {ours[0].index: replace(ours[0], field=AND.join(fields), confidence=0.9, why="split", rank=1)}


def _address(columns: dict[int, Column]) -> dict[int, Column]:
    """Building, unit and room, behind the address where there is one; without one, behind the group that no grid stands for."""
    out: dict[int, Column] = {}
    places = {normal_header(text): rank for rank, texts in enumerate(address_parts().values(), 2) for text in texts}
    for c in columns.values():
        rank = places.get(normal_header(c.header.rpartition("/")[2]))
        if rank and c.field is None and c.why == "unknown":
            out[c.index] = _part(c, "address", rank)
    own = [c for c in columns.values() if "address" in c.fields]
    group = [] if own else [c for c in columns.values() if c.field == "section" and not c.asked and _unnamed(c.seen)]
    if any(c.asked for c in own) or (not own and not group and len(out) < 2) or not (out or group):
        return {}
    out |= {c.index: replace(c, field=f"section{AND}address", why="split", rank=1) for c in group}
    return out


def _unnamed(seen: Evidence) -> bool:
    return bool(seen.filled) and seen.share(["grid"]) < HALF and all(map(UNNAMED_GROUP.fullmatch, seen.examples))


def _part(column: Column, field: str, rank: int) -> Column:
    return replace(column, field=field, confidence=max(SURE, 0.9), why="joined", rank=rank)

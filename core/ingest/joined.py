"""A field's text where several columns make it, or where one column feeds several fields: the mapping's side of it (meaning/parts.py)."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.columns import address_parts, kinds
from core.ingest.meaning.evidence import GROUP
from core.ingest.meaning.fields import Field
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.located import Located
from core.ingest.meaning.parts import SPANS

Texts = Callable[[int], pa.ChunkedArray]
FIRST_FILLED = (
    "code",
    "number",
    "integer",
    "date",
)  # types of which one column says all: the first that is filled counts
ENDS = {"building": "栋", "unit": "单元", "floor": "层", "room": "室"}
TAKEN_APART = rf"^(?P<place>.{{2,}}?)\s*(?P<group>{GROUP})$"
WRITTEN_DAY = r"(?:(?:19|20)\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?"
FROM_UNTIL = (
    rf"^[自从]?\s*(?P<first>{WRITTEN_DAY})\s*(?:起?\s*[至到]|-+|[~～—–－]+|to)\s*(?P<last>{WRITTEN_DAY})\s*止?$"
)
FROM_ALONE = rf"^[自从]?\s*(?P<first>{WRITTEN_DAY})\s*(?:起|开始|开始隔离)(?P<rest>.*)$"
UNTIL_ALONE = rf"^(?:[至到]|截至|截止到?)\s*(?P<last>{WRITTEN_DAY})\s*止?$"
YEAR_MONTH = r"^(?P<year>(?:19|20)\d\d)\s*[-./年]\s*(?P<month>\d{1,2})"
MONTH = r"^(?P<month>\d{1,2})\s*[-./月]"
CROSSED = r"^(?i:[×✗✘✕x/—–-]|0)$"  # not ticked
TICKED = r"^[√✓✔☑]+$"
HAN = r"\p{Han}"
MIDNIGHT = r"[T ]+0?0:00(:00(\.0+)?)?$"
WHOLE_WORDS = ("grid", "town", "section", "block", "area_code", "parent_code")  # codes by type, but written in words


def text_of(found: Located, name: str, texts: Texts) -> pa.ChunkedArray:
    """The text of a field: of its column, of several in order, or its part of a column."""
    about, indices = kinds()[found.kind].fields[name], found.joined.get(name) or (found.columns[name],)
    parts = [_own_part(found, name, index, texts) for index in indices]
    if len(parts) == 1:
        return parts[0]
    if about.type == "time":
        return _moment(parts, timed=name in descriptor(found.kind).several)
    if about.asks or about.type.startswith("value:") or (about.type in FIRST_FILLED and about.name not in WHOLE_WORDS):
        return pc.coalesce(*parts)
    return _run_on(parts, about)


def _own_part(found: Located, name: str, index: int, texts: Texts) -> pa.ChunkedArray:
    column = texts(index)
    fed = {f for f in found.columns if index in (found.joined.get(f) or (found.columns[f],))}
    if name in ("grid", "section", "address") and {"grid", "section"} <= fed:
        return _half(column, name)
    for pair in SPANS:
        if name in pair and set(pair) <= fed:
            return _span_end(column, last=name == pair[1])
    kind = kinds()[found.kind]
    if kind.fields[name].asks and found.table:
        column = _no(column) if kind.no_of(found.table.names[index]) == name else _ticked(column)
    return _ended(column, found, index) if name == "address" else column


def _no(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """What a column for no says: no, where something stands in it that is no cross."""
    crossed = pc.fill_null(pc.match_substring_regex(column, CROSSED), True)
    return pc.if_else(crossed, pa.scalar(None, pa.string()), "否")


def _ticked(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A mark says yes, whatever words the field has for it."""
    return pc.if_else(pc.fill_null(pc.match_substring_regex(column, TICKED), False), "是", column)


def _span_end(column: pa.ChunkedArray, *, last: bool) -> pa.ChunkedArray:
    """The first or the last day of 2020.12.25-1.8: the last is of the first's year, or the next. 3月8日起 and 至3月13日 say one of them. What
    is no such day is left whole: how long 3月8日起14天 is, nobody counts for the list."""
    apart = pc.extract_regex(column, FROM_UNTIL)
    alone, until = pc.extract_regex(column, FROM_ALONE), pc.struct_field(pc.extract_regex(column, UNTIL_ALONE), "last")
    first = pc.coalesce(pc.struct_field(apart, "first"), pc.struct_field(alone, "first"))
    if not last:
        return pc.if_else(pc.is_valid(until), pa.scalar(None, pa.string()), pc.coalesce(first, column))
    rest = pc.fill_null(pc.equal(pc.struct_field(alone, "rest"), ""), False)
    column = pc.if_else(rest, pa.scalar(None, pa.string()), column)
    end, begun = pc.struct_field(apart, "last"), pc.extract_regex(first, YEAR_MONTH)
    month = pc.struct_field(pc.extract_regex(end, MONTH), "month").cast(pa.int32())
    later = pc.less(month, pc.struct_field(begun, "month").cast(pa.int32())).cast(pa.int32())
    year = pc.add(pc.struct_field(begun, "year").cast(pa.int32()), later).cast(pa.string())
    return pc.coalesce(pc.binary_join_element_wise(year, end, "-"), end, until, column)


def _half(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """The village of 城司社区1组, or its group; what has no group is a village."""
    apart = pc.extract_regex(column, TAKEN_APART)
    part = pc.struct_field(apart, "place" if name == "grid" else "group")
    return pc.coalesce(part, column) if name == "grid" else part


def _ended(column: pa.ChunkedArray, found: Located, index: int) -> pa.ChunkedArray:
    """A bare number of a building, unit or room with its word: 2 → 2栋."""
    label = normal_header(found.table.names[index].rpartition("/")[2]) if found.table else ""
    part = next((p for p, headers in address_parts().items() if label in map(normal_header, headers)), None)
    if part is None or label.isascii():
        return column
    bare = pc.fill_null(pc.match_substring_regex(column, r"^[0-9]{1,4}$" if part != "room" else r"^$"), False)
    return pc.if_else(bare, pc.binary_join_element_wise(column, ENDS[part], ""), column)


def _moment(parts: list[pa.ChunkedArray], *, timed: bool = False) -> pa.ChunkedArray:
    """The day, and the time of day behind it. A day that a spreadsheet wrote with its midnight gives that up. `timed`: a day alone says
    nothing; what has its own day needs no other."""
    day = pc.replace_substring_regex(parts[0], MIDNIGHT, "")
    rest = [_clock(part) for part in parts[1:]]
    if not timed:
        return pc.binary_join_element_wise(day, *rest, " ", null_handling="skip")
    clock = rest[0]
    whole = pc.fill_null(pc.match_substring_regex(clock, r"^[12][0-9]{3}\D"), False)
    return pc.if_else(whole, clock, pc.binary_join_element_wise(day, clock, " "))


def _clock(part: pa.ChunkedArray) -> pa.ChunkedArray:
    """A share of a day, as a spreadsheet keeps times, in words."""
    shares = pc.fill_null(pc.match_substring_regex(part, r"^0?\.[0-9]+$"), False)
    if not pc.any(shares).as_py():
        return part
    seconds = pc.round(pc.multiply(pc.if_else(shares, part, None).cast(pa.float64()), 86_400.0))
    clock = pc.strftime(seconds.cast(pa.int64()).cast(pa.timestamp("s")), "%H:%M:%S")
    return pc.coalesce(clock, part)


def _run_on(parts: list[pa.ChunkedArray], about: Field) -> pa.ChunkedArray:
    """One text behind the other: without a blank where Chinese stands on either side of it, and none twice."""
    whole = parts[0]
    for part in parts[1:]:
        known = _holds(whole, part)
        close = pc.or_(_has_han(whole), _has_han(part))
        joined = pc.if_else(
            close, pc.binary_join_element_wise(whole, part, ""), pc.binary_join_element_wise(whole, part, " ")
        )
        whole = pc.coalesce(pc.if_else(known, whole, joined), whole, part)
    return whole


def _holds(whole: pa.ChunkedArray, part: pa.ChunkedArray) -> pa.Array:
    pairs = zip(whole.to_pylist(), part.to_pylist(), strict=True)
    return pa.array([bool(w and p and len(p) > 1 and p in w) for w, p in pairs], pa.bool_())


def _has_han(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.match_substring_regex(column, HAN), False)

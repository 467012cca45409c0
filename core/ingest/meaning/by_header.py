"""One column by its header: which field it claims, and what its own values say of that."""

from __future__ import annotations

from core.ingest.meaning.chain import REPEATED
from core.ingest.meaning.columns import Kind, other_person
from core.ingest.meaning.evidence import Evidence, contradicts, fit
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.located import Column

CODES = (
    "code",
    "village_code",
    "town_code",
)  # of the register: numbers from 1 on are no codes, whatever they are called
HALF = 0.5
BARE = 0.85  # how sure values make us of a column without a label, where no other column's values say the same


def claims_of(kind: Kind, headers: dict[int, str]) -> dict[int, tuple[str, str]]:
    """Column → (field, how): the whole header is a synonym (“户主/姓名” is the householder), or else its last row. Below a parent
    that speaks of somebody (“学生”) it is about the person of the row only if their name stands there too."""
    claims: dict[int, tuple[str, str]] = {}
    parents: dict[int, str] = {}
    for index, header in headers.items():
        plain = REPEATED.sub("", header)
        run_on = plain.replace("/", "")
        whole = kind.field_of_whole(plain)
        parent, _, last = plain.rpartition("/")
        child = kind.field_of(last) if parent else None
        if whole and whole != child:
            claims[index] = (whole, "header" if kind.is_sure(run_on) or kind.is_sure(plain) else "maybe")
        elif child:
            claims[index] = (child, "other_person" if kind.about_person and other_person(parent) else "child")
            parents[index] = parent
    names = {parents.get(index, "") for index, (name, _) in claims.items() if name == "name"}
    if len(names) == 1:
        claims |= {i: (claims[i][0], "child") for i, parent in parents.items() if parent in names}
    return claims


def of_header(kind: Kind, index: int, header: str, name: str, how: str, seen: dict[int, Evidence]) -> Column:
    values = seen.get(index, Evidence())
    name = _meant(kind, header, name, values)
    if found := _by_values_alone(index, header, name, how, values):
        return found
    if contradicts(kind.fields[name], values):
        return Column(index, header, name, 0.4, "contradicted", seen=values)
    if name in CODES and values.filled > 1 and values.distinct == values.share(["running"]) == 1.0:
        return Column(index, header, name, 0.5, "running", seen=values)
    if how == "maybe" and _says_it(kind, name, values):
        return Column(index, header, name, BARE, how, seen=values)
    if how in ("other_person", "maybe"):
        return Column(index, header, name, 0.5, how, seen=values)
    suits = fit(kind.fields[name], values)
    return Column(index, header, name, 0.9 if suits is None else 0.85 + 0.14 * suits, how, seen=values)


def _says_it(kind: Kind, name: str, values: Evidence) -> bool:
    """Below “类别” of a list of contacts stands 密接, 次密接: half of the values or more are of the field's own set. The others are told,
    row by row."""
    about = kind.fields[name]
    return about.type.startswith("value:") and not about.fact and values.share([about.type]) >= HALF


def _meant(kind: Kind, header: str, name: str, values: Evidence) -> str:
    """Of two fields with sets of values that a header may mean (人员状态: 死亡, or 已返), the one whose values stand below it."""
    plain, own = REPEATED.sub("", header), kind.fields[name].type
    texts = {normal_header(plain.replace("/", "")), normal_header(plain.rpartition("/")[2])}
    if not own.startswith("value:") or values.share([own]) or values.share(["ending"]):
        return name
    others = [f for f in kind.fields.values() if f.type.startswith("value:") and texts & {*map(normal_header, f.maybe)}]
    return next((f.name for f in others if values.enough and values.share([f.type]) == 1.0), name)


def _by_values_alone(index: int, header: str, name: str, how: str, values: Evidence) -> Column | None:
    """Of headers that say too little: what the values make of the column."""
    if name == "attention" and values.enough and not values.share(["value:attention"]):
        return Column(index, header, None, 1.0, "no_category", seen=values)
    if name == "status" and how == "maybe":
        return _of_status(index, header, values)
    if name == "unit_no" and how == "maybe" and values.distinct == 1.0:
        return Column(index, header, None, 1.0, "number", seen=values)  # counts the rows
    return None


def _of_status(index: int, header: str, values: Evidence) -> Column:
    """A column for remarks is a status where nothing else stands in it; where ends stand among other remarks it is asked."""
    if values.share(["status"]) == 1.0:
        return Column(index, header, "status", BARE, "maybe", seen=values)
    if values.share(["ending"]):
        return Column(index, header, "status", 0.5, "maybe", seen=values)
    return Column(index, header, None, 1.0, "unknown", seen=values)

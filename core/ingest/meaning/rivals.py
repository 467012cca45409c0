"""Several columns with a claim to one field: which of them is it, or are they together?"""

from __future__ import annotations

from dataclasses import replace

from core.ingest.meaning.chain import REPEATED
from core.ingest.meaning.columns import Kind
from core.ingest.meaning.evidence import fit
from core.ingest.meaning.fields import Field
from core.ingest.meaning.located import SURE, Column

CLEAR = 0.3  # by which the values of one column must suit better than those of another that bears the same field's name
RUNNING = (
    "address",
    "origin",
    "destination",
    "reason",
    "duties",
    "symptoms",
)  # fields of which text may run on in the next column


def contested(kind: Kind, columns: dict[int, Column], claims: dict[int, tuple[str, str]]) -> dict[int, Column]:
    """Of several columns with a claim to one field: the better header, then the values decide; else it is asked. Columns of text below
    one label are one text."""
    out: dict[int, Column] = {}
    for name in {c.field for c in columns.values() if c.field}:
        rivals = [c for c in columns.values() if c.field == name]
        if len(rivals) == 1:
            continue
        if name in RUNNING and len({REPEATED.sub("", c.header) for c in rivals}) == 1:
            out |= {c.index: replace(c, why="joined", rank=rank) for rank, c in enumerate(rivals)}
            continue
        order = {"chain": 0, "header": 1, "child": 2, "other_person": 3, "maybe": 4}
        rivals.sort(
            key=lambda c: (
                c.why == "contradicted", order[claims[c.index][1]], kind.is_second(c.header), kind.rank(c.header), c.index
            )
        )  # fmt: skip
        first, second = rivals[:2]
        plainly = kind.is_second(second.header) and not kind.is_second(first.header)
        winner, sure = (first, True) if plainly else _better(kind.fields[name], first, second, claims)
        out |= {c.index: replace(c, field=None, confidence=1.0, why="contested") for c in rivals if c is not winner}
        if not sure and winner.confidence >= SURE:
            out[winner.index] = replace(winner, confidence=0.6, why="contested")
    return out


def _better(about: Field, first: Column, second: Column, claims: dict[int, tuple[str, str]]) -> tuple[Column, bool]:
    """(the one to take, whether that is sure). Two writings of one grid, its code and its name, say the same."""
    if (
        claims[first.index][1] != claims[second.index][1]
        or second.why == "contradicted"
        or (about.type == "code" and about.name in ("grid", "block", "area_code", "unit_no"))
    ):
        return first, True
    suits = [fit(about, c.seen) or 0.0 for c in (first, second)]
    if abs(suits[0] - suits[1]) >= CLEAR:
        return (first if suits[0] > suits[1] else second), True
    filled = [c.seen.filled for c in (first, second)]
    return (first, True) if filled[0] and not filled[1] else (first, False)

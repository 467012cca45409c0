"""What a cell says of a value and of something else beside it: 集中隔离（县党校）, 同事、同桌就餐, 男/41.

Grain: one distinct writing. It means what the only value among its parts means; two of them (是/否), or a part that takes it back
(集中隔离（已解除）), leave it unknown, and it is asked as ever.
"""

from __future__ import annotations

import re

from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.columns import kinds, values
from core.ingest.meaning.header_text import normal_header
from core.ingest.workspace import Workspace

PARTED = r"[()（）\[\]、，,；;/／+]"
TAKEN_BACK = re.compile(r"解除|取消|撤销|排除|否认|[非不未待疑转]")


def tell_parts(work: Workspace, kind: str) -> None:
    """Add to what the plan's words mean the writings of which one part alone is a value. Of lists that speak about people."""
    sets = {field: name for field, name in _sets(kind).items() if field not in work.blank}
    if not descriptor(kind).by_name or not sets:
        return
    each = " union ".join(
        f"select '{name}' as set_name, {field} as text from plan.staged_{kind} where regexp_matches({field}, $parted)"  # noqa: S608 - our own names
        for field, name in sets.items()
    )
    found = [(name, text, _meaning(name, text)) for name, text in work.run(each, parted=PARTED).fetchall()]
    if told := [row for row in found if row[2] is not None]:
        work.add_values(told)


def _sets(kind: str) -> dict[str, str]:
    """Field → its set of values."""
    told = {f.name: f.type.removeprefix("value:") for f in kinds()[kind].fields.values() if not f.fact}
    return {field: name for field, name in told.items() if name in values()}


def _meaning(name: str, text: str) -> str | None:
    known = values()[name]
    parts = [part for part in re.split(PARTED, text) if part.strip()]
    told = {known.get(normal_header(part)) for part in parts} - {None}
    others = [part for part in parts if normal_header(part) not in known]
    if len(told) != 1 or any(map(TAKEN_BACK.search, others)):
        return None
    return told.pop()

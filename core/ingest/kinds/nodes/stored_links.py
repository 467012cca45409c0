"""Those who answer for grids one behind the other, as columns of an export: “县级包保领导 | 县级包保领导职务 | 县级包保领导电话”."""

from __future__ import annotations

from dataclasses import replace

from core.domain import Scope
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.chain import PARTS
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.fields import Field, link_field
from core.ingest.preview import masked
from core.ingest.workspace import Workspace

SAID = {
    "zh": {"name": "", "position": "职务", "phone": "电话"},
    "en": {"name": "", "position": " position", "phone": " phone"},
}


def stored_links(work: Workspace, kind: str, language: str, reader: Scope) -> list[tuple[Field, str]]:
    """(column, SQL of its cells over `plan.stored s`), three for each title that a chain of `plan.wanted` has."""
    if not descriptor(kind).links:
        return []
    titles = work.script("kinds/nodes/stored_links.sql").fetchall()
    fields = kinds()[kind].fields
    out = []
    for no, title in titles:
        for part in PARTS:
            header = title + SAID[language][part]
            about = replace(fields[link_field(1, part)], zh=(header,), en=(header,))
            value = f"(select any_value(l.{part}) from plan.stored_link l where l.id = s.id and l.no = {no})"  # noqa: S608 - a number
            out.append((about, masked(kind, link_field(1, part), value, reader)))
    return out

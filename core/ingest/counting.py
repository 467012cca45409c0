"""How many rows of a sheet are new, changed, unchanged or rejected."""

from __future__ import annotations

from core.ingest.kinds.descriptor import descriptor
from core.ingest.workspace import Workspace

STATES = ("new", "changed", "unchanged", "conflict", "rejected")


def counts_of(work: Workspace, sheet: int, kind: str) -> dict[str, int]:
    """rows, new, changed, unchanged, conflict, rejected; rows is the sum of the others."""
    by_status = f"select status, count(*) from {descriptor(kind).outcome} where sheet = $sheet group by status"  # noqa: S608 - our own names
    found = dict(work.run(by_status, sheet=sheet).fetchall())
    counts = {status: found.get(status, 0) for status in STATES}
    return {"rows": sum(counts.values()), **counts}

"""How many rows of a sheet are new, changed, unchanged or rejected."""

from __future__ import annotations

from core.ingest.workspace import Workspace

TABLES = {"people": "plan.people", "grids": "plan.rows", "units": "plan.rows", "exit_applications": "plan.exits"}


def counts_of(work: Workspace, sheet: int, kind: str) -> dict[str, int]:
    """rows, new, changed, unchanged, conflict, rejected; rows is the sum of the others."""
    if kind == "check_ins":
        taken, again, refused = (
            work.value(f"select count(*) from plan.{table} where sheet = $sheet", sheet=sheet)  # noqa: S608 - our own names
            for table in ("check_ins", "again", "refused")
        )
        found = {"new": taken - again, "unchanged": again, "rejected": refused}
    else:
        by_status = f"select status, count(*) from {TABLES[kind]} where sheet = $sheet group by status"  # noqa: S608
        found = dict(work.run(by_status, sheet=sheet).fetchall())
    counts = {status: found.get(status, 0) for status in ("new", "changed", "unchanged", "conflict", "rejected")}
    return {"rows": sum(counts.values()), **counts}

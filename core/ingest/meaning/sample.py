"""A sample of a sheet's rows, and what the values of each column look like in it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from core.files.read import RawSheet
from core.ingest.meaning.evidence import Evidence, judge
from core.ingest.meaning.located import Located

SAMPLE = 300  # rows looked at, spread over the first batch


def look_at(raw: RawSheet, found: Located, grids: frozenset[str]) -> dict[int, Evidence]:
    """Column index → evidence, for the named columns of a table. `grids`: codes and names of the register."""
    named = [c for c, name in enumerate(found.table.names) if name] if found.table else list(found.columns.values())
    part = _sample(raw, found.header_end + 1, found.last)
    return {c: judge(_texts(part, c), grids) for c in named} if part is not None else {}


def _sample(raw: RawSheet, start: int, last: int | None = None) -> pa.Table | None:
    """Rows below the header (to the last, where it is said), spread over the first batches that have any."""
    for whole in raw.batches():
        batch = whole if last is None else whole.slice(0, max(0, last + 1))
        last = None if last is None else last - whole.num_rows
        if batch.num_rows > start:
            count = batch.num_rows - start
            return batch.take(start + np.unique(np.linspace(0, count - 1, min(count, SAMPLE)).astype(int)))
        start -= batch.num_rows
    return None


def _texts(part: pa.Table, column: int) -> list[str]:
    if f"c{column}" not in part.column_names:
        return []
    found = (str(v).strip() for v in part[f"c{column}"].to_pylist() if v is not None)
    return [t for t in found if t]

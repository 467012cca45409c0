"""Are all dates of some rows written in the commonest way? Then few of the macros that understand dates need be planned."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.meaning.columns import kinds

# A day from 1901 to 2199; a moment before 22:00, from when on it may be a midnight that was shifted (macro plan.whole_day).
PLAIN = r"^(19(0[1-9]|[1-9]\d)|2[01]\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( ([01]\d|2[01]):[0-5]\d:[0-5]\d)?$"


def plainly_dated(kind: str, rows: pa.Table) -> bool:
    """Staged rows of a kind."""
    fields = kinds()[kind].fields
    dates = [rows[name] for name in rows.column_names if name in fields and fields[name].type in ("date", "time")]
    return all(pc.all(pc.match_substring_regex(column, PLAIN)).as_py() is not False for column in dates)

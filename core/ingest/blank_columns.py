"""Columns of a short list in which nothing stands: what is made of them is planned as nothing, not as reading nothing.

A roster has nine of the thirty fields that a row may have, and a statement costs what it takes to plan and set up all that it might do.
"""

from __future__ import annotations

import re

import pyarrow as pa

# Macros of one written value, and the type of what they make of it: of nothing, nothing (test_few_rows.py).
MADE = {
    "told": "text", "joined": "text", "document": "text", "phone_digits": "text", "value_key": "text", "status_told": "text",
    "birth_month": "text", "rounded_number": "boolean", "day": "date", "day_within": "date", "birth_day": "date", "end_day": "date", "moment": "timestamp",
}  # fmt: skip
CALLED = {
    "birth_text": "birth_date",
    "status_words": "status",
}  # later on in a statement, the column that they are taken from
READ = re.compile(rf"\bplan\.({'|'.join(MADE)})\((?:s\.)?(\w+)(?:, \$today)?\)")
STAGED = "plan.staged_"


def blank_columns(rows: pa.Table) -> frozenset[str]:
    return frozenset(name for name in rows.column_names if rows[name].null_count == rows.num_rows)


def without_blank(sql: str, blank: frozenset[str]) -> str:
    """A statement over rows as staged; of others the columns may be called the same."""
    if not blank or STAGED not in sql:
        return sql
    return READ.sub(
        lambda read: f"cast(null as {MADE[read[1]]})" if CALLED.get(read[2], read[2]) in blank else read[0], sql
    )

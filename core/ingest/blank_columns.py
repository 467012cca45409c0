"""Columns of a list in which nothing stands: what is made of them is planned as nothing, not as reading nothing.

A roster has nine of the thirty fields that a row may have, and a statement on few rows costs what it takes to plan and set up all that it might do;
one on many, what each step does with a column, whether something stands in it or not. A macro that
reads such a column is null. A line that ends with `-- of: column …` is left out where nothing stands in any of these columns, and so is one that joins
the words of such a column (`left join plan.value …`); what the statement reads of a table that is not joined is null: so a column
of it has a name of its own (`b.grid_id as block_id`), and nothing else of the statement the table's. A line that ends with `-- of: odd_phone` is left
out where all phones are plainly written.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

# Macros of one written value, and the type of what they make of it: of nothing, nothing (test_few_rows.py).
MADE = {
    "told": "text", "joined": "text", "document": "text", "phone_digits": "text", "value_key": "text", "status_told": "text",
    "birth_month": "text", "rounded_number": "boolean", "day": "date", "day_within": "date", "birth_day": "date", "end_day": "date", "moment": "timestamp",
}  # fmt: skip
CALLED = {
    "birth_text": "birth_date",
    "status_words": "status",
}  # later on in a statement, the column that they are taken from
# How nearly all of them are written: a resident number, a mobile number, a name in Han characters alone, which is its own form.
PLAIN = {"id_number": r"^[0-9]{17}[0-9X]$", "phone": r"^1[3-9][0-9]{9}$", "name": r"^[\x{4e00}-\x{9fff}]+$"}
READ = re.compile(rf"\bplan\.({'|'.join(MADE)})\((?:s\.)?(\w+)(?:, \$today)?\)")
STAGED = "plan.staged_"
OF = re.compile(r"^(.*?) *-- of: ([\w ]+)$\n?", re.MULTILINE)
JOINED = re.compile(r" *left join [\w.]+ (\w+) on ")
WORDS = re.compile(
    r"^( *left join plan\.value (\w+) on \2\.set_name = '\w+' and \2\.text = plan\.value_key\((?:plan\.told\()?s\.(\w+)\)+)$",
    re.MULTILINE,
)


def blank_columns(rows: pa.Table) -> frozenset[str]:
    """Also `odd_phone` … of columns in which nothing stands but what needs no thought."""
    blank = {name for name in rows.column_names if rows[name].null_count == rows.num_rows}
    plain = {f"odd_{name}" for name, shape in PLAIN.items() if name in rows.column_names and _all(rows[name], shape)}
    return frozenset(blank | plain)


def _all(column: pa.ChunkedArray, shape: str) -> bool:
    return pa.types.is_string(column.type) and pc.all(pc.match_substring_regex(column, shape)).as_py() is not False


@lru_cache(maxsize=2_000)
def without_blank(sql: str, blank: frozenset[str]) -> str:
    """A statement over rows as staged; of others the columns may be called the same, but for lines that say so."""
    if not blank:
        return sql
    if STAGED in sql:
        sql = WORDS.sub(r"\1 -- of: \3", sql)
    for line, columns in OF.findall(sql):
        if blank.issuperset(columns.split()) and (join := JOINED.match(line)):
            sql = re.sub(rf"\b{join[1]}\.(\w+)", _nothing, sql)
    sql = OF.sub(lambda found: "" if blank.issuperset(found[2].split()) else found[0], sql)
    if STAGED not in sql:
        return sql
    return READ.sub(
        lambda read: f"cast(null as {MADE[read[1]]})" if CALLED.get(read[2], read[2]) in blank else read[0], sql
    )


def _nothing(read: re.Match[str]) -> str:
    return f"cast(null as {'integer' if read[1].endswith('_id') else 'text'})"

"""Columns of a list that hold facts about people (core/policy/facts.py): kept row by row beside the staged rows, so that a list
without them costs nothing, and compared and stored by one way for every kind of list."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.kinds.descriptor import Descriptor
from core.ingest.workspace import Workspace
from core.policy.facts import PREFIX, facts
from core.store import run, statements

COLUMNS = "sheet integer, row bigint, fact text, text text"


def stage_facts(work: Workspace, number: int, rows: pa.Table, texts: dict[str, pa.ChunkedArray]) -> None:
    """`plan.fact_text` and `plan.fact_cleared` from the columns of a batch. `texts`: field → its cells; `rows`: sheet, row, clears."""
    for name, column in texts.items():
        fact = name.removeprefix(PREFIX)
        said = pa.table({"row": rows["row"], "text": column}).filter(pc.is_valid(column))
        _tables(work)
        with work.given(said):
            work.run(
                "insert into plan.fact_text select $sheet, row, $fact, text from given_rows", sheet=number, fact=fact
            )
        if rows["clears"].null_count < rows.num_rows:
            with work.given(rows.select(["row", "clears"]).filter(pc.is_valid(rows["clears"]))):
                work.run(
                    "insert into plan.fact_cleared select $sheet, row, $fact, $field from given_rows"
                    " where list_contains(clears, $field)",
                    sheet=number, fact=fact, field=name,
                )  # fmt: skip


def check_facts(work: Workspace, about: Descriptor, **parameters: object) -> None:
    """After a kind's own checks: issues, changes, and `changed` for rows that tell something new of somebody known."""
    if not told(work):
        return
    known = facts().values()
    columns = {"fact": [f.code for f in known], "type": [f.type for f in known], "field": [f.field for f in known]}
    columns["otherwise"] = [f.otherwise for f in known]
    work.load("fact_about", columns)
    for statement in statements(__file__, "check.sql"):
        work.run(statement.replace("persons_of_rows", about.outcome), **parameters)
    for statement in statements(__file__, "changed.sql"):
        work.run(statement.replace("outcome_of_rows", about.outcome))


def store_facts(db: duckdb.DuckDBPyConnection, work: Workspace, about: Descriptor, given: dict) -> None:
    """Within a commit, once it is known who each row is."""
    if not told(work):
        run(db, "create or replace temp table was_person_fact as select * from person_fact limit 0")
        return
    for statement in statements(__file__, "commit.sql"):
        run(db, work.named(statement.replace("stored_persons", about.stored_persons)), **given)


def told(work: Workspace) -> bool:
    """Does any sheet of this plan tell facts?"""
    return work.has_facts


def text_of(field: str) -> str:
    """SQL of what a row of the staged table `s` writes in a column of facts."""
    return _of_row("plan.fact_text", "text", field)


def texts_of(field: str) -> str:
    """Relation: sheet, row and what stands in a column of facts, under the field's name."""
    code = field.removeprefix(PREFIX)
    return f"(select sheet, row, text as {field} from plan.fact_text where fact = '{code}')"  # noqa: S608 - facts.toml


def before_of(field: str) -> str:
    """SQL of what is stored of a fact that a row of the staged table `s` would change."""
    return _of_row("plan.fact_change", "before", field)


def stored_fact(field: str, person: str) -> str:
    """SQL of what is known today of the person whom the SQL `person` names."""
    return (
        "(select arg_max(k.value, (coalesce(k.since, date '0001-01-01'), k.fact_id)) from person_fact k"  # noqa: S608 - facts.toml
        f" where k.person_id = {person} and k.until is null and k.fact = '{field.removeprefix(PREFIX)}')"
    )


def known_facts(work: Workspace, kind: str, *, sensitive: bool) -> list[str]:
    """Fields of the facts that are known of anybody among plan.wanted (no, id), in the order of facts.toml."""
    found = work.run(
        "select distinct fact from person_fact where until is null and person_id in (select id from plan.wanted)"
    )
    codes = {code for (code,) in found.fetchall()}
    about = [f for f in facts().values() if f.code in codes and kind in f.kinds]
    return [f.field for f in about if sensitive or not f.sensitive]


def _of_row(table: str, column: str, field: str) -> str:
    code = field.removeprefix(PREFIX)
    return (
        f"(select any_value(f.{column}) from {table} f where f.sheet = s.sheet and f.row = s.row and f.fact = '{code}')"  # noqa: S608 - facts.toml
    )


def _tables(work: Workspace) -> None:
    if not work.has_facts:
        work.run(f"create or replace table plan.fact_text ({COLUMNS})")
        work.run("create or replace table plan.fact_cleared (sheet integer, row bigint, fact text, field text)")
        work.has_facts = True

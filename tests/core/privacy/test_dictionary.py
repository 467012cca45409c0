"""The data dictionary is held against the schema both ways, and against what the code does with it."""

from __future__ import annotations

import pytest

from core.privacy.dictionary import CLASSES, ENDS, dictionary
from core.privacy.retention import shipped_kinds
from core.registry.about_people import tables_about_people
from tests.county import empty_store


@pytest.fixture(scope="module")
def schema() -> dict[str, dict[str, bool]]:
    """Table → column → may it be empty."""
    rows = (
        empty_store()
        .run(
            "select c.table_name, c.column_name, c.is_nullable from duckdb_columns() c join duckdb_tables() t using (database_name, schema_name, table_name)"
            " where c.database_name = 'store' order by c.table_name, c.column_index"
        )
        .fetchall()
    )
    found: dict[str, dict[str, bool]] = {}
    for table, column, empty in rows:
        found.setdefault(table, {})[column] = empty
    return found


def test_every_table_and_column_has_its_line_and_no_line_is_of_none(schema):
    assert {name: list(table.columns) for name, table in dictionary().items()} == {
        name: list(columns) for name, columns in schema.items()
    }


def test_what_is_said_is_known(schema):
    for table in dictionary().values():
        assert table.keep in shipped_kinds() and table.end in ENDS and table.erase in ("delete", "detach"), table.name
        assert all(c.kind in CLASSES and c.zh and c.en for c in table.columns.values())
        for column in (
            *table.person,
            *table.blank,
            *table.phones,
            *table.phones.values(),
            *table.belongs,
            *table.refers,
        ):
            assert column in table.columns, (table.name, column)
        assert set(table.belongs.values()) | set(table.refers.values()) <= set(dictionary())
        if table.erase == "detach":
            assert all(schema[table.name][c] for c in table.person), table.name
        assert all(schema[table.name][c] or c in BLANKED_AS_TEXT for c in (*table.blank, *table.ended)), table.name


# Not null, so that they are emptied to '' instead.
BLANKED_AS_TEXT = ("file_name", "sheet", "mapping", "told", "case_no")


def test_personal_values_do_not_outlive_the_emergency():
    """A table with personal columns is emptied, or its personal columns are, but for the accounts of staff and what names nobody."""
    left = {
        f"{t.name}.{c.name}"
        for t in dictionary().values()
        if t.end in ("keep", "blank") and t.keep not in ("access", "audit")
        for c in t.columns.values()
        if c.kind != "open" and c.name not in t.blank
    }
    assert not left
    # What stays as one of a count says neither who nor where, and came from no file that is named.
    for table in dictionary().values():
        assert (table.end == "counted") == bool(table.counted)
        assert not {"person_id", "grid_id", "batch_id", "address", "age", "sex", *table.person} & set(table.counted), (
            table.name
        )


def test_who_is_named_by_number_is_named_in_the_dictionary():
    keyed = {name for name, _ in tables_about_people(empty_store().cursor())}
    assert keyed <= {name for name, table in dictionary().items() if "person_id" in table.person}
    assert all("person_id" in t.person for n, t in dictionary().items() if "person_id" in t.columns and n != "person")

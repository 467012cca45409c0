"""Check-ins that lie in files beside the store (core/lake), seen as one with those in it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from core.errors import UserError
from core.settings import Settings

COLUMNS = "person_id, grid_id, scanned_at, direction, temperature, symptoms, batch_id"


def show_outside(db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Write the view every_check_in: the store's rows, and those of the files that count or of the table's parts that are near. A view over
    nothing but the table costs nothing.

    Raises UserError: lake_unset (files count, and no lake is set), lake_gone (one of them is not there), lake_other (what counts lies in a
    folder and a table is set, or the other way round).
    """
    names = [name for (name,) in db.execute("select name from lake_file order by name").fetchall()]
    table, lake = settings.lake_table, settings.lake_folder
    if not names:
        db.execute("create or replace view every_check_in as select * from check_in")
        return
    if not (table or lake):
        raise UserError("lake_unset")
    if any(("/" in name) == bool(table) for name in names):
        raise UserError("lake_other", lake=settings.lake)
    if table:
        beside = f"select {COLUMNS} from near_check_in"
    else:
        for name in names:
            if not (lake / name).is_file():
                raise UserError("lake_gone", file=str(lake / name))
        beside = f"select {COLUMNS} from read_parquet([{', '.join(quoted(lake / name) for name in names)}])"
    db.execute(f"create or replace view every_check_in as select {COLUMNS} from check_in union all {beside}")


def quoted(path: Path | str) -> str:
    """A path as SQL's text: no statement that names a file takes it as a parameter."""
    return "'" + str(path).replace("'", "''") + "'"

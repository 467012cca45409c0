"""What a backup holds, written beside it: each table's number of rows at the moment of the copy, the shape of the store, each file's length and hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from core.errors import UserError

FILE = "manifest.json"
TABLES = "select table_name from duckdb_tables() where database_name = $name order by 1"
SHAPE = """select string_agg(table_name || '.' || column_name || ' ' || data_type || case when is_nullable then '' else ' not null' end, ';'
  order by table_name, column_index) from duckdb_columns() where database_name = $name and not internal"""


@dataclass(frozen=True)
class Manifest:
    """`kind`: clock (made by it), hand. `store`: tells the stores of one folder apart. `outside`: what belongs to the store and is not in the copy
    (lake.<file>, key, settings). `entry`: number of the last audit entry. Moments are the county's clock."""

    store: str
    made_at: str
    kind: str
    file: str
    encrypted: bool
    migrations: list[str]
    shape: str
    entry: int
    tables: dict[str, int]
    outside: list[str] = field(default_factory=list)
    files: dict[str, dict] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    @property
    def bytes(self) -> int:
        return sum(told["bytes"] for told in self.files.values())


def counted(db: duckdb.DuckDBPyConnection, name: str) -> dict[str, int]:
    """Rows of each table of the attached database `name`, in the caller's transaction."""
    tables = [table for (table,) in db.execute(TABLES, {"name": name}).fetchall()]
    parts = " union all ".join(f"select '{table}', count(*) from {name}.{table}" for table in tables)  # noqa: S608 - of our own schema
    return dict(db.execute(parts).fetchall()) if tables else {}


def shape_of(db: duckdb.DuckDBPyConnection, name: str) -> str:
    """A digest of all tables' columns and types."""
    return hashlib.sha256((db.execute(SHAPE, {"name": name}).fetchone()[0] or "").encode()).hexdigest()


def store_of(db: duckdb.DuckDBPyConnection, name: str) -> str:
    """By what the backups of one store are known among others: of a secret made with it, which this does not tell."""
    secret = db.execute(f"select min(value) from {name}.secret where name = 'row_key'").fetchone()[0] or ""  # noqa: S608 - a name of ours
    return hashlib.sha256(f"backup {secret}".encode()).hexdigest()[:16]


def hashed(file: Path) -> dict:
    with file.open("rb") as read:
        return {"bytes": file.stat().st_size, "sha256": hashlib.file_digest(read, "sha256").hexdigest()}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    (folder / FILE).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises UserError backup_none: this is no backup, or not a whole one."""
    try:
        return Manifest(**json.loads((folder / FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise UserError("backup_none", folder=str(folder)) from error

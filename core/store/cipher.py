"""A database engine that can encipher: DuckDB writes encrypted files, spilled ones too, only with the OpenSSL of httpfs, which its wheel ships as a file."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb

from core.store.outside import quoted

# Files whose signature this process has seen to be good: to look through one takes longer than all else of an opening.
_signed: set[tuple[Path, int, int]] = set()


def begin() -> tuple[duckdb.DuckDBPyConnection, bool]:
    """A new engine, in memory, and whether it can encipher. The first of a process looks at the library's signature; those that follow load
    the same file. No other unsigned one can be loaded."""
    file = extension()
    if file is None:
        return duckdb.connect(":memory:"), False
    known = (file, file.stat().st_size, file.stat().st_mtime_ns)
    db = duckdb.connect(":memory:", config={"allow_unsigned_extensions": known in _signed})
    try:
        db.execute(f"load {quoted(file)}")
        db.execute("set allow_unsigned_extensions = false")
    except BaseException:
        db.close()
        raise
    _signed.add(known)
    return db, True


def extension() -> Path | None:
    """The file of the wheel; None on a platform for which there is none."""
    try:
        return next(resources.files("duckdb_extension_httpfs").rglob("*.duckdb_extension"), None)
    except ModuleNotFoundError:
        return None

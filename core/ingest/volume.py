"""Large tables, streamed in record batches: Parquet of any size, and UTF-8 CSV too large to be worth a child process.

A header must stand in the first rows of a CSV; a Parquet file's column names count as its row 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from core.errors import UserError
from core.ingest.csv_text import decode_text, delimiter_of
from core.ingest.locate import LOOK
from core.ingest.read import RawSheet

LARGE = 8 << 20  # bytes of a CSV from which it is streamed
ROWS = 1_000_000  # per batch


def read_parquet(path: Path, file_name: str) -> list[RawSheet]:
    try:
        names = pa.parquet.read_schema(path).names
    except (pa.ArrowException, OSError) as damage:
        raise UserError("file_unreadable", file=file_name) from damage
    head: list[list[str | None]] = [list(names)]
    return [RawSheet(Path(file_name).stem, True, 1, head, lambda: _parquet(path, len(names), file_name))]


def _parquet(path: Path, width: int, file_name: str) -> Iterator[pa.Table]:
    header = pa.table({f"c{i}": pa.array([None], pa.string()) for i in range(width)})
    yield header  # takes the number of row 1
    try:
        with pa.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=ROWS):
                yield pa.table([_plain(c) for c in batch.columns], [f"c{i}" for i in range(width)])
    except (pa.ArrowException, OSError) as damage:
        raise UserError("file_unreadable", file=file_name) from damage


def _plain(column: pa.Array) -> pa.Array:
    """Text, times and decimals stay; dictionary-coded text is spelled out; other types become text."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kept = (pa.types.is_timestamp, pa.types.is_string, pa.types.is_floating, pa.types.is_decimal)
    return column if any(test(column.type) for test in kept) else column.cast(pa.string())


def read_large_csv(path: Path, file_name: str) -> list[RawSheet] | None:
    """None when the file is better read by the child: small, not UTF-8, or with quotes over several lines."""
    if path.stat().st_size < LARGE:
        return None
    with path.open("rb") as file:
        start = file.read(1 << 18)
    try:
        text = start[: start.rfind(b"\n") + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    delimiter = delimiter_of(text)
    head = [
        [cell.strip('"') for cell in line.split(delimiter)] for line in decode_text(text.encode()).splitlines()[:LOOK]
    ]
    width = max(map(len, head))
    if not _streams(path, delimiter, width):
        return None
    return [RawSheet(Path(file_name).stem, True, 1, head, lambda: _csv(path, delimiter, width))]


def _csv(path: Path, delimiter: str, width: int) -> Iterator[pa.Table]:
    names = [f"c{i}" for i in range(width)]
    reader = pa.csv.open_csv(
        path,
        read_options=pa.csv.ReadOptions(column_names=names, block_size=64 << 20),
        parse_options=pa.csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    with reader:
        for batch in reader:
            yield pa.table(batch)


def _streams(path: Path, delimiter: str, width: int) -> bool:
    """Whether the strict reader gets through: a ragged line or another encoding further down sends the file to the child."""
    try:
        for _ in _csv(path, delimiter, width):
            pass
    except pa.ArrowException:
        return False
    return True

"""The child process that opens a large table: `python -m core.ingest.file.stream FILE csv|parquet MEGABYTES`.

Writes record batches to its standard output as it reads, so that neither process ever holds the file. A hostile one ends the
child alone. Exit codes are those of `core.ingest.file.decode`.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.files.cells import LOOK, cleaned
from core.files.child import limit_memory
from core.files.csv_text import WholeRows, delimiter_of, usual_width, utf16_of
from core.files.decode import HOSTILE_EXIT, LONGEST, UNREADABLE_EXIT, WIDEST, TooLarge

WARM = ("pyarrow.csv", "pyarrow.parquet")  # loaded before the fork (warm_server.py)
BLOCK = 4 << 20  # bytes of text at once, sent as they are read: the fast reader keeps dozens of blocks ahead
ROWS = 60_000  # per batch that is sent, otherwise
MAX_ROWS = 100_000_000
MAX_BATCH = 512 << 20  # bytes: a few coded bytes of a hostile file can stand for very many
CHUNK = 1 << 18  # stays in the processor's cache
HERE = timedelta(hours=8)  # all of China keeps UTC+8


def main(argv: list[str]) -> int:
    limit_memory(int(argv[-1]))
    # Arrow's own allocator would take a gigabyte of addresses before the first byte.
    pa.set_memory_pool(pa.system_memory_pool())
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    read = {"csv": csv_batches, "parquet": parquet_batches}[argv[1]]
    try:
        with contextlib.closing(sys.stdout.buffer) as out:
            _send(read(Path(argv[0])), out)
    except (TooLarge, MemoryError, pa.ArrowMemoryError):
        return HOSTILE_EXIT
    except Exception as failure:
        sys.stderr.write(type(failure).__name__)
        return UNREADABLE_EXIT
    return 0


def _send(batches: Iterator[pa.RecordBatch], out: io.BufferedIOBase) -> None:
    first = next(batches)
    rows = 0
    with pa.ipc.new_stream(out, first.schema) as writer:
        for batch in itertools.chain([first], batches):
            rows += batch.num_rows
            if rows > MAX_ROWS or batch.nbytes > MAX_BATCH or any(map(_too_long, batch.columns)):
                raise TooLarge
            writer.write_batch(batch)


def _too_long(column: pa.Array) -> bool:
    return pa.types.is_string(column.type) and (pc.max(pc.binary_length(column)).as_py() or 0) > LONGEST


def csv_batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The first rows as the `csv` module reads them, for a title need not be as wide as the list below it; then the rest by
    the fast reader, and by the `csv` module again from where that one gives up (a row of another width)."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = delimiter_of(file.read(20_000))
    usual = usual_width(list(itertools.islice(_plain_rows(path, encoding, delimiter), LOOK)))
    rows = _rows(path, encoding, delimiter, usual)
    head = list(itertools.islice(rows, LOOK))
    width = min(max(map(len, head)), WIDEST)
    yield _batch(head, width)
    done = len(head)
    try:
        for batch in _fast(path, encoding, delimiter, width, skip=rows.lines_read):
            yield batch
            done += batch.num_rows
    except pa.ArrowInvalid:
        rest = itertools.islice(_rows(path, encoding, delimiter, usual), done, None)
        while part := list(itertools.islice(rest, ROWS)):
            yield _batch(part, width)


def encoding_of(path: Path) -> str:
    """By reading all of it: Chinese may first appear far down. Raises ValueError when it is neither Unicode nor GB 18030."""
    with path.open("rb") as file:
        start = file.read(4096)
    for encoding in [utf16_of(start)] if utf16_of(start) else ["utf-8-sig", "gb18030"]:
        with contextlib.suppress(UnicodeDecodeError), path.open("rb") as file:
            decoder = codecs.getincrementaldecoder(encoding)()
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
            return encoding
    raise ValueError("encoding unknown")


def _plain_rows(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    with contextlib.suppress(csv.Error):
        yield from csv.reader(path.open(encoding=encoding, newline=""), delimiter=delimiter)


def _rows(path: Path, encoding: str, delimiter: str, usual: int) -> WholeRows:
    csv.field_size_limit(LONGEST)
    return WholeRows(path.open(encoding=encoding, newline=""), delimiter, usual)


def _batch(rows: list[list[str]], width: int) -> pa.RecordBatch:
    columns = list(zip(*((row + [""] * (width - len(row)))[:width] for row in rows), strict=True))
    return pa.record_batch(
        [_clean(_without_blanks(pa.array(c, pa.string()))) for c in columns], [f"c{i}" for i in range(width)]
    )


def _clean(column: pa.Array) -> pa.Array:
    """As every cell is; a blank one is null, which those of `column` are already. Here it costs the server nothing."""
    texts = cleaned(column)
    return column if texts is column else _without_blanks(texts)


def _without_blanks(texts: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _fast(path: Path, encoding: str, delimiter: str, width: int, *, skip: int) -> Iterator[pa.RecordBatch]:
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 - slow to load

    names = [f"c{i}" for i in range(width)]
    text = "utf8" if encoding == "utf-8-sig" else encoding
    batches = arrow_csv.open_csv(
        path,
        read_options=arrow_csv.ReadOptions(
            column_names=names, skip_rows=skip, block_size=BLOCK, encoding=text, use_threads=False
        ),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    for batch in batches:
        if any(_swallows(column, delimiter, width) for column in batch.columns):
            raise pa.ArrowInvalid("rows within a cell")
        yield pa.record_batch([_clean(column) for column in batch.columns], names)


def _swallows(column: pa.Array, delimiter: str, width: int) -> bool:
    """Whether a cell holds a line that is a row by itself: a quote above it was not closed."""
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)
    if not (data == ord("\n")).any():  # as a rule; a look at each cell would cost more
        return False
    tall = column.filter(pc.match_substring(column, "\n")).to_pylist()
    return any(line.count(delimiter) >= width - 1 for text in tall for line in text.splitlines())


def parquet_batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The column names are row 1; they travel with the schema."""
    from pyarrow import parquet  # noqa: PLC0415

    with parquet.ParquetFile(path) as file:
        if file.metadata.num_rows > MAX_ROWS:
            raise TooLarge
        names = file.schema_arrow.names[:WIDEST]
        known = {b"names": json.dumps(names, ensure_ascii=False).encode()}
        kinds = [_plain(pa.nulls(0, field.type)).type for field in list(file.schema_arrow)[:WIDEST]]
        schema = pa.schema([(f"c{i}", kind) for i, kind in enumerate(kinds)], known)
        yield pa.record_batch([pa.nulls(0, kind) for kind in kinds], schema=schema)
        for batch in file.iter_batches(batch_size=ROWS, use_threads=False):
            columns = [_plain(column) for column in batch.columns[:WIDEST]]
            yield pa.record_batch(columns, schema=schema)


def _plain(column: pa.Array) -> pa.Array:
    """Text, plain times and numbers with a fraction stay; a moment becomes the time on a clock here; other types become text."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_timestamp(kind):
        if kind.tz is None:
            return column.cast(pa.timestamp("us"), safe=False)
        return pc.add(column.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.timestamp("us")), HERE)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return column
    if pa.types.is_nested(kind):
        return pa.nulls(len(column), pa.string())
    text = column.cast(pa.string())
    text.validate(full=True)  # the format promises UTF-8, the file need not keep it
    return _clean(_without_blanks(text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Large tables, streamed in record batches from a child process: Parquet of any size, and CSV too large to be held.

A header must stand in the first rows of a CSV; a Parquet file's column names count as its row 1.
"""

from __future__ import annotations

import json
import subprocess
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from core.errors import UserError
from core.files.child import start_limited
from core.files.decode import HOSTILE_EXIT
from core.files.read import RawSheet, head_of
from core.settings import Settings

LARGE = 8 << 20  # bytes of a CSV from which it is streamed
ROWS = 300_000  # of a batch as it is handed on
GRACE = 5  # seconds for a child to end by itself
AHEAD = 2  # batches that can be looked at and read again


def read_parquet(path: Path, file_name: str, settings: Settings) -> list[RawSheet]:
    """Raises UserError: file_unreadable, file_hostile, file_slow."""
    stream = _Stream(path, "parquet", file_name, settings)
    names = json.loads(stream.begin().schema.metadata[b"names"])
    header = pa.table({f"c{i}": pa.array([name], pa.string()) for i, name in enumerate(names)})

    def batches() -> Iterator[pa.Table]:
        yield header
        yield from stream.batches()

    return [RawSheet(Path(file_name).stem, True, 1, head_of(header), batches)]


def read_large_csv(path: Path, file_name: str, settings: Settings) -> list[RawSheet] | None:
    """None when the file is small enough to be read as a whole. Raises UserError: file_unreadable, file_hostile, file_slow."""
    if path.stat().st_size < LARGE:
        return None
    stream = _Stream(path, "csv", file_name, settings)
    head = head_of(pa.Table.from_batches([stream.begin()]))
    return [RawSheet(Path(file_name).stem, True, 1, head, stream.batches)]


@dataclass
class _Begun:
    """A child that reads, the batches it delivered so far, as long as they are few, and the one that is being read."""

    child: subprocess.Popen
    reader: pa.RecordBatchStreamReader
    ahead: list[pa.Table | None]
    worker: ThreadPoolExecutor
    coming: Future[pa.Table | None] | None = None


@dataclass
class _Stream:
    """One file's child: begun for a look at the first rows and read on from there; begun anew when it is read again. While a batch
    is worked on the next one is read."""

    path: Path
    form: str
    file_name: str
    settings: Settings
    _begun: _Begun | None = None

    def begin(self) -> pa.RecordBatch:
        """The first batch; the child then waits, and ends when nobody reads on."""
        child = start_limited("core.files.stream", [str(self.path), self.form], self.settings)
        weakref.finalize(self, _end, child)
        with _Patience(child, self.settings.decode_seconds) as patience:
            try:
                reader = pa.ipc.open_stream(child.stdout)
                first = reader.read_next_batch()
            except (pa.ArrowException, OSError, StopIteration) as cut:
                self._fail(child, patience, cut)
        self._begun = _Begun(child, reader, [pa.Table.from_batches([first])], ThreadPoolExecutor(1, "import-reader"))
        self._read_on(self._begun)
        return first

    def batches(self) -> Iterator[pa.Table]:
        """Who stops within the first batches leaves the child where it is, and gets the same ones next time."""
        if self._begun is None:
            self.begin()
        begun, number = self._begun, 0
        while number < AHEAD:
            if number == len(begun.ahead):
                begun.ahead.append(self._next(begun))
            batch = begun.ahead[number]
            if batch is None:
                break
            yield batch
            number += 1
        self._begun = None
        begun.ahead.clear()
        try:
            while batch is not None and (batch := self._next(begun)) is not None:
                yield batch
        finally:
            _end(begun.child)

    def _next(self, begun: _Begun) -> pa.Table | None:
        batch = begun.coming.result()
        if batch is not None:
            self._read_on(begun)
        return batch

    def _read_on(self, begun: _Begun) -> None:
        begun.coming = begun.worker.submit(self._gathered, begun)

    def _gathered(self, begun: _Begun) -> pa.Table | None:
        """Few large ones: each costs the server the same dozen statements. In pieces as they came: its threads take one each."""
        held: list[pa.RecordBatch] = []
        while sum(b.num_rows for b in held) < ROWS and (batch := self._read(begun)) is not None:
            held.append(batch)
        return pa.Table.from_batches(held) if held else None

    def _read(self, begun: _Begun) -> pa.RecordBatch | None:
        with _Patience(begun.child, self.settings.decode_seconds) as patience:
            try:
                batch = next(begun.reader, None)
                if batch is None and begun.child.wait():  # a stream that was cut off also ends
                    self._fail(begun.child, patience, None)
            except (pa.ArrowException, OSError) as cut:
                self._fail(begun.child, patience, cut)
        return batch

    def _fail(self, child: subprocess.Popen, patience: _Patience, cause: BaseException | None) -> None:
        _close(child)
        try:
            code = child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            code = child.wait()
        if patience.lost:
            raise UserError("file_slow", file=self.file_name, seconds=self.settings.decode_seconds) from cause
        raise UserError("file_hostile" if code == HOSTILE_EXIT else "file_unreadable", file=self.file_name) from cause


class _Patience:
    """Within `with`, a child that delivers nothing for so many seconds is ended."""

    def __init__(self, child: subprocess.Popen, seconds: float) -> None:
        self.lost = False
        self._child = child
        self._timer = threading.Timer(seconds, self._lose)
        self._timer.daemon = True

    def _lose(self) -> None:
        self.lost = True
        self._child.kill()

    def __enter__(self) -> _Patience:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _close(child: subprocess.Popen) -> None:
    if child.stdout:
        child.stdout.close()


def _end(child: subprocess.Popen) -> None:
    _close(child)
    if child.poll() is None:
        child.kill()
    child.wait()

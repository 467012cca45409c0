"""The check-ins as files: one CSV, or Parquet parts where it would grow too long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from sample_data.check_ins import DIRECTIONS, NO_TEMPERATURE, Events
from sample_data.people import People
from sample_data.spec import Spec

PARQUET_FROM = 5_000_000  # people × days
PART_ROWS = 10_000_000
NAME = "05_扫码登记"
COLUMNS = ("证件号码", "姓名", "网格编码", "扫码时间", "方向", "体温", "症状")


def write_check_ins(
    spec: Spec, folder: Path, people: People, codes: list[str], days: Iterator[tuple[int, Events]]
) -> Iterator[tuple[date, int]]:
    """Writes day by day, in time order; yields each day and its number of check-ins."""
    known = [pa.array(people.id_number.astype(str)), pa.array(people.name), pa.array(codes), pa.array(DIRECTIONS)]
    sink = Parts(folder) if spec.people * spec.days > PARQUET_FROM else Csv(folder)
    try:
        for day, events in days:
            table = _table(spec.day(day), events, known)
            sink.write(table)
            yield spec.day(day), len(table)
    finally:
        sink.close()


def _table(day: date, events: Events, known: list[pa.Array]) -> pa.Table:
    ids, names, codes, directions = known
    person = pa.array(events.person.astype(np.int32))
    moment = np.datetime64(day, "s") + events.second.astype("timedelta64[s]")
    values = [
        ids.take(person),
        names.take(person),
        codes.take(pa.array(events.grid.astype(np.int32))),
        pa.array(moment),
        directions.take(pa.array(events.direction)),
        pa.array(events.temperature.astype(float), mask=events.temperature == NO_TEMPERATURE),
        pa.array(events.symptom.astype(str), mask=events.symptom == ""),
    ]
    return pa.table(values, names=list(COLUMNS))


class Csv:
    """UTF-8 with a byte order mark, so that spreadsheet programs show the Chinese."""

    def __init__(self, folder: Path) -> None:
        self.file = (folder / f"{NAME}.csv").open("wb")
        self.file.write(b"\xef\xbb\xbf")
        self.file.write((",".join(COLUMNS) + "\n").encode())

    def write(self, table: pa.Table) -> None:
        arrow_csv.write_csv(table, self.file, arrow_csv.WriteOptions(include_header=False, quoting_style="none"))

    def close(self) -> None:
        self.file.close()


class Parts:
    """`part-0000.parquet` and so on, with a row group per day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / NAME
        self.folder.mkdir(exist_ok=True)
        self.writer: pq.ParquetWriter | None = None
        self.number = self.rows = 0

    def write(self, table: pa.Table) -> None:
        if self.writer is None or self.rows + len(table) > PART_ROWS:
            self.close()
            path = self.folder / f"part-{self.number:04d}.parquet"
            self.writer, self.rows, self.number = (
                pq.ParquetWriter(path, table.schema, compression="zstd"),
                0,
                self.number + 1,
            )
        self.writer.write_table(table)
        self.rows += len(table)

    def close(self) -> None:
        if self.writer:
            self.writer.close()
            self.writer = None

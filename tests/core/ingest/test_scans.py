"""Check-ins batch by batch: what is known of a writing holds for all batches, and nothing depends on where a batch ends."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.parquet
import pytest

from core.ingest import stage
from core.ingest.kinds.check_ins import scans
from tests.core.ingest.files import CHECK_INS, counts, id_number, store_file, workbook
from tests.county import make_county

G = "990101100001001"
ONE, TWO, THREE = (id_number(n, f"19{60 + n}0101") for n in range(3))
ROWS = [
    [ONE, "甲", G, "2026-01-31 08:00:00", "进", "36.5", "无"],
    [TWO, "乙", G, "2026-01-31 08:01:00", "出", "36.6", "咳嗽"],
    [None, "戊", G, "2026-01-31 08:02:00", "进", None, None],
    [TWO, "乙", G, "2026-01-31 08:01:00", "出", "36.6", "咳嗽"],  # again
    [ONE[:-1] + ("1" if ONE[-1] == "0" else "0"), "丙", G, "2026-01-31 08:03:00", "进", None, None],
    [None, "戊", G, "2026-01-31 09:02:00", "出", None, None],
    [THREE, "丁", "没有的村", "2026-01-31 08:04:00", "进", None, None],
    [THREE, "丁", G, "2026-01-31 08:04:00", "斜", None, None],
    [ONE, "甲", G, "2026-01-31 18:00:00", "出", "36.5", "发热"],
]


def of_parquet(path, rows, **columns):
    table = pa.table([pa.array(c) for c in zip(*rows, strict=True)], names=CHECK_INS)
    for name, column in columns.items():
        table = table.set_column(CHECK_INS.index(name), name, column)
    pa.parquet.write_table(table, path)
    return path


@pytest.mark.parametrize(("batch", "together"), [(1, 0), (2, 1), (3, 100), (100, 100)])
def test_it_does_not_matter_where_a_batch_ends(tmp_path, monkeypatch, batch, together):
    cut = lambda tables: (t.slice(at, batch) for t in tables for at in range(0, t.num_rows, batch))  # noqa: E731
    monkeypatch.setattr(stage, "_worth_a_trip", cut)
    monkeypatch.setattr(scans, "TOGETHER", together)
    path = of_parquet(tmp_path / "a.parquet", ROWS)
    county = make_county()
    report = store_file(county, path)
    assert counts(report) == (9, 5, 0, 1, 3)
    assert sorted((i["row"], i["code"]) for i in report["sheets"][0]["issues"]) == [
        (6, "id_checksum"), (8, "grid_unknown"), (9, "direction_unknown"),
    ]  # fmt: skip
    stored = county.run(
        "select p.name, c.direction, c.temperature, c.symptoms from check_in c join person p using (person_id)"
        " where not p.registered order by c.scanned_at"
    ).fetchall()
    assert [(name, way, symptoms) for name, way, _, symptoms in stored] == [
        ("甲", "in", None), ("乙", "out", "咳嗽"), ("戊", "in", None), ("戊", "out", None), ("甲", "out", "发热"),
    ]  # fmt: skip


def test_times_in_any_writing_and_typed_columns(tmp_path):
    usual, other = (
        "2026-01-31 08:00:00",
        ["2026-01-31T08:00:00", "2026/1/31 8:00", "2026年1月31日8时", "46053.3333333333"],
    )
    at = county_times(tmp_path, [[ONE, "甲", G, text, "进", "36.5", None] for text in other])
    assert at == [datetime(2026, 1, 31, 8)]
    assert county_times(tmp_path, [[ONE, "甲", G, usual, "进", "36.5", None]]) == [datetime(2026, 1, 31, 8)]
    nan = [[ONE, "甲", G, usual, "进", None, None], [ONE, "甲", G, usual, "出", None, None]]
    typed = {
        "体温": pa.array([float("nan"), 36.5]),
        "扫码时间": pa.array([datetime(2026, 1, 31, 8)] * 2, pa.timestamp("ms")),
    }
    county = make_county()
    report = store_file(county, of_parquet(tmp_path / "t.parquet", nan, **typed))
    assert counts(report) == (2, 2, 0, 0, 0)
    kept = "select scanned_at, temperature from check_in c join person p using (person_id) where not p.registered order by direction"
    assert [(at, float(t) if t else None) for at, t in county.run(kept).fetchall()] == [
        (datetime(2026, 1, 31, 8), None), (datetime(2026, 1, 31, 8), 36.5),
    ]  # fmt: skip


def test_a_year_that_is_none_is_told(tmp_path):
    rows = [[ONE, "甲", G, text, "进", None, None] for text in ("1026-01-31 08:00:00", "2026-01-31 08:00:00")]
    report = store_file(make_county(), workbook(tmp_path / "a.xlsx", {"登记": [CHECK_INS, *rows]}))
    assert [(i["row"], i["code"]) for i in report["sheets"][0]["issues"]] == [(2, "time_bad")]


def county_times(folder, rows):
    county = make_county()
    store_file(county, workbook(folder / "a.xlsx", {"登记": [CHECK_INS, *rows]}))
    found = county.run(
        "select distinct scanned_at from check_in c join person p using (person_id) where not p.registered"
    ).fetchall()
    return [at for (at,) in found]

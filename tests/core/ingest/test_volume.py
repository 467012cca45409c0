"""Large tables come through the child batch by batch: any encoding, titles, ragged rows, Parquet's types, hostile files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from core.errors import UserError
from core.files import stream
from core.files.volume import LARGE, read_large_csv, read_parquet
from core.settings import load_settings

SETTINGS = load_settings(db=":memory:")
ROWS = 220_000
HEADER = "证件号码,姓名,网格编码,扫码时间,方向"


def large(path: Path, *, encoding: str = "utf-8", before: str = "", after: str = "", end: str = "\n") -> Path:
    lines = [HEADER, *(f"45012719900101{n % 10_000:04d},张三,450127100001,2026-02-01 08:00:00,进" for n in range(ROWS))]
    path.write_bytes((before + end.join(lines) + end + after).encode(encoding))
    assert path.stat().st_size > LARGE
    return path


def rows_of(sheet) -> int:
    return sum(batch.num_rows for batch in sheet.batches())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whatever_the_encoding_all_rows_come(tmp_path, encoding, end):
    (sheet,) = read_large_csv(large(tmp_path / "a.csv", encoding=encoding, end=end), "a.csv", SETTINGS)
    assert sheet.head[0] == HEADER.split(",")
    assert sheet.head[1][1:3] == ["张三", "450127100001"]
    assert rows_of(sheet) == ROWS + 1
    assert rows_of(sheet) == ROWS + 1  # a plan that is made anew reads it again


def test_a_title_a_short_row_and_a_quoted_line_end(tmp_path):
    odd = '甲,乙\n"张\n三",x,y,z,进\n\n1,2,3,4,5,6,7\n'
    file = large(tmp_path / "a.csv", before="二月打卡记录\n", after=odd)
    (sheet,) = read_large_csv(file, "a.csv", SETTINGS)
    assert sheet.head[:2] == [["二月打卡记录", None, None, None, None], HEADER.split(",")]
    batches = list(sheet.batches())
    assert sum(b.num_rows for b in batches) == ROWS + 6
    last = batches[-1].slice(batches[-1].num_rows - 4).to_pylist()
    assert [list(row.values()) for row in last] == [
        ["甲", "乙", None, None, None], ["张\n三", "x", "y", "z", "进"], [None] * 5, ["1", "2", "3", "4", "5"],
    ]  # fmt: skip


@pytest.mark.parametrize("closed", [True, False])
def test_a_quote_that_nobody_closed_swallows_nothing(tmp_path, closed):
    """Neither up to the next one, nor, where there is none, half of the file."""
    file = large(tmp_path / "a.csv", after='1,"李四,2,3,进\n甲,乙,丙,丁,戊\n' + ('1,"王五,2,3,出\n' if closed else ""))
    lines = file.read_text().split("\n")
    lines[1000] = lines[1000].replace("张三", '"张三')
    file.write_text("\n".join(lines))
    (sheet,) = read_large_csv(file, "a.csv", SETTINGS)
    names = [row["c1"] for batch in sheet.batches() for row in batch.select(["c1"]).to_pylist()]
    assert len(names) == ROWS + 3 + closed
    assert set(names[1:]) == {"张三", "李四", "乙", *(["王五"] if closed else [])}


def test_a_look_at_the_first_rows_does_not_cost_them(tmp_path):
    (sheet,) = read_large_csv(large(tmp_path / "a.csv"), "a.csv", SETTINGS)
    for _ in range(3):
        next(iter(sheet.batches()))
    assert rows_of(sheet) == ROWS + 1


def test_a_small_file_is_none_of_ours(tmp_path):
    (tmp_path / "a.csv").write_text(HEADER)
    assert read_large_csv(tmp_path / "a.csv", "a.csv", SETTINGS) is None


def test_nonsense_of_many_megabytes_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\xfd,\x81\n" * (2 << 20))
    with pytest.raises(UserError, match="file_unreadable"):
        read_large_csv(tmp_path / "a.csv", "a.csv", SETTINGS)


def test_a_cell_of_many_megabytes_is_refused(tmp_path):
    file = large(tmp_path / "a.csv", after='"' + "长" * (4 << 20) + '",2,3,4,5\n')
    (sheet,) = read_large_csv(file, "a.csv", SETTINGS)
    with pytest.raises(UserError, match=r"file_hostile|file_unreadable"):
        rows_of(sheet)


def test_a_child_that_says_nothing_is_ended(tmp_path):
    slow = load_settings(db=":memory:", decode_seconds=0)
    with pytest.raises(UserError, match="file_slow"):
        read_large_csv(large(tmp_path / "a.csv"), "a.csv", slow)


def parquet(path: Path, table: pa.Table, **options: object) -> Path:
    pa.parquet.write_table(table, path, **options)
    return path


def test_parquet_types_become_what_the_checks_expect(tmp_path):
    moment = datetime(2026, 2, 1, 0, 30)
    table = pa.table({
        "姓名": pa.array(["张三"]).dictionary_encode(), "扫码时间": pa.array([moment], pa.timestamp("ns")),
        "登记时间": pa.array([moment], pa.timestamp("ms", "UTC")), "日期": [date(2026, 2, 1)], "次数": [3], "体温": [36.5],
        "标签": [["a", "b"]], "有": [True],
    })  # fmt: skip
    (sheet,) = read_parquet(parquet(tmp_path / "a.parquet", table), "a.parquet", SETTINGS)
    assert sheet.head == [table.column_names]
    _, _, rows = sheet.batches()
    assert list(rows.to_pylist()[0].values()) == [
        "张三", moment, datetime(2026, 2, 1, 8, 30), "2026-02-01", "3", 36.5, None, "true",
    ]  # fmt: skip


def test_parquet_with_text_that_is_none_is_refused(tmp_path):
    bad = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")])
    (sheet,) = read_parquet(parquet(tmp_path / "a.parquet", pa.table({"姓名": bad})), "a.parquet", SETTINGS)
    with pytest.raises(UserError, match="file_unreadable"):
        rows_of(sheet)


def test_a_parquet_bomb_ends_the_child_alone(tmp_path):
    indices = pa.array([0] * 400_000, pa.int32())  # 360 GB out of one cell
    cells = pa.DictionaryArray.from_arrays(indices, pa.array(["长" * 300_000]))
    file = parquet(tmp_path / "a.parquet", pa.table({"姓名": cells}))
    assert file.stat().st_size < 2 << 20
    with pytest.raises(UserError, match=r"file_hostile|file_unreadable"):
        rows_of(read_parquet(file, "a.parquet", SETTINGS)[0])


def test_a_damaged_parquet_is_refused(tmp_path):
    file = parquet(tmp_path / "a.parquet", pa.table({"姓名": ["张三"] * 1000}))
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(UserError, match="file_unreadable"):
        read_parquet(file, "a.parquet", SETTINGS)


def test_more_rows_than_anybody_scans(tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "MAX_ROWS", 10)
    file = parquet(tmp_path / "a.parquet", pa.table({"姓名": ["张三"] * 11}))
    with pytest.raises(stream.TooLarge):
        list(stream.parquet_batches(file))

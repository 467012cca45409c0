"""From files to text cells, and from cells to a table with known columns."""

from __future__ import annotations

import re
import string
from datetime import date, datetime, time

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.files.cells import DATE, EMPTY, NUMBER, PLAIN, TEXT, to_table
from core.files.csv_text import decode_text, delimiter_of
from core.files.volume import read_large_csv
from core.geo.datum import to_gcj02, to_wgs84
from core.ingest.meaning.locate import locate
from core.ingest.pinyin import readings
from core.ingest.plan import prepare
from core.settings import load_settings
from tests.core.ingest.files import CHECK_INS, PEOPLE, counts, id_number, store_file, text_file, workbook
from tests.county import NOW, WHOLE, make_county

G = "990101100001001"
CELLS = st.one_of(
    st.text(max_size=8).map(lambda t: re.sub(r"^[#'‘’`=\s]+|[\x00-\x1f\x7f]|\s+$", "", t.translate(PLAIN)).strip()), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.integers(-(10**6), 10**6),
    st.dates(), st.datetimes(), st.times(), st.just(""),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=5), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_cells_become_text_and_stay_where_they_are(rows):
    table = to_table(rows)
    assert table.num_rows == (len(rows) if any(rows) else 0)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            text = table[f"c{c}"][r].as_py()
            if isinstance(cell, str):
                assert text == cell
            elif isinstance(cell, float):
                assert float(text) == cell and not text.endswith(".0")


def test_numbers_dates_and_their_kinds():
    rows = [["头", "时间"]] * 40 + [
        [13800000000.0, datetime(2026, 1, 2)],
        [36.6, date(2026, 1, 3)],
        ["", datetime(2026, 1, 2, 8, 5)],
        ["x", time(8, 5)],
    ]
    table = to_table(rows)
    assert table["c0"].to_pylist()[40:] == ["13800000000", "36.6", "", "x"] or table["c0"].to_pylist()[40:] == [
        "13800000000",
        "36.6",
        None,
        "x",
    ]
    assert table["c1"].to_pylist()[40:] == ["2026-01-02", "2026-01-03", "2026-01-02 08:05:00", "08:05:00"]
    assert table["k0"].to_pylist()[40:] == [NUMBER, NUMBER, EMPTY, TEXT]
    assert table["k1"].to_pylist()[40:43] == [DATE, DATE, DATE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_as_they_come(tmp_path, encoding, delimiter):
    rows = [PEOPLE, ["覃小龙", "居民身份证", id_number(1), "男", "1990-01-01", "13700000001", G, "N1"]]
    report = store_file(make_county(), text_file(tmp_path / "人员.csv", rows, encoding, delimiter))
    assert counts(report) == (1, 1, 0, 0, 0)


def test_lines_that_end_in_cr_only(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(f"姓名,证件号码,网格\r甲,{id_number(1)},{G}\r".encode())
    assert counts(store_file(make_county(), file))[:2] == (1, 1)


@given(st.text(alphabet="王李韦覃网格编码姓名" + string.ascii_letters, min_size=4, max_size=40))
def test_decoding_finds_the_text_again(text):
    assert decode_text(text.encode("utf-8-sig")) == text
    assert delimiter_of(f"{text};{text}\n{text};{text}") == ";"


def test_header_below_titles_with_marks_and_units():
    head = [
        [None, "某镇返乡人员登记表", None],
        [None, None, None],
        [None, "姓 名*", "身份证号码（18位）"],
        [None, "甲", "1"],
    ]
    found = locate(head)
    assert (found.kind, found.header, found.columns) == ("people", 2, {"name": 1, "id_number": 2})
    assert locate([["甲", "乙"], ["1", "2"]]) is None
    assert locate([["姓名", "体温(℃)", "登记时间", "网格", "身份证号"]]).kind == "check_ins"


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path):
    rows = [
        [],
        [],
        [None, "姓名", "证件号码", "网格编码"],
        [],
        [None, None, id_number(1), G],
        [],
        [None, "乙", id_number(2), G],
    ]
    plan = prepare(make_county(), WHOLE, workbook(tmp_path / "a.xlsx", {"一": rows, "说明": [["请勿修改"]]}), now=NOW)
    assert [s.sheet for s in plan.sheets] == ["一"] and plan.sheets[0].header_row == 3
    assert plan.sheets[0].issues[["row", "code"]].to_numpy().tolist() == [[5, "name_missing"]]
    assert plan.preview("一")["row"].tolist() == [5, 7]


def test_full_width_and_invisible_characters(tmp_path):
    full = id_number(1).translate({ord(c): ord(c) + 0xFEE0 for c in string.digits + "X"})
    report = store_file(
        make_county(),
        workbook(
            tmp_path / "a.xlsx", {"一": [PEOPLE, ["\u200b甲\u3000", None, full, None, None, None, f" {G}\u200b"]]}
        ),
    )
    assert counts(report) == (1, 1, 0, 0, 0)


def scans(n: int) -> dict[str, list]:
    at = np.datetime64("2026-01-31T00:00:00") + (np.arange(n) % 80_000).astype("timedelta64[s]")
    return {"id": [id_number(i % 900, f"19{i % 90 + 10}0101") for i in range(n)], "at": at}


def test_parquet_and_large_csv_are_streamed_and_agree(tmp_path):
    n = 120_000
    made = scans(n)
    columns = {
        "证件号码": made["id"],
        "姓名": ["甲"] * n,
        "网格编码": [G] * n,
        "扫码时间": made["at"],
        "方向": ["进"] * n,
        "体温": np.full(n, 36.5),
        "症状": [""] * n,
    }
    table = pa.table(columns)
    pa.parquet.write_table(table, tmp_path / "a.parquet")
    texts = [
        [*row.values()] for row in table.set_column(3, "扫码时间", table["扫码时间"].cast(pa.string())).to_pylist()
    ]
    file = text_file(tmp_path / "a.csv", [CHECK_INS, *[[str(v) for v in row] for row in texts]])
    assert read_large_csv(file, "a.csv", load_settings(db=":memory:")) is not None
    county = make_county()
    first = store_file(county, tmp_path / "a.parquet")
    rows, new, _, again, rejected = counts(first)
    assert rows == n and rejected == 0 and new + again == n and new > 80_000
    assert counts(store_file(county, file)) == (n, 0, 0, n, 0)
    assert county.value("select count(*) from person where not registered") == len(set(made["id"]))


def test_points_there_and_back():
    lon, lat = np.array([109.26, 87.6, 121.47]), np.array([22.68, 43.8, 31.23])
    back = to_gcj02(*to_wgs84(lon, lat))
    assert np.abs(back[0] - lon).max() < 1e-9 and np.abs(back[1] - lat).max() < 1e-9
    east, north = lon[0] - to_wgs84(lon, lat)[0][0], lat[0] - to_wgs84(lon, lat)[1][0]
    assert 400 < east * 102_700 < 470 and -340 < north * 110_700 < -290  # 436 m east and 319 m south at Hengxian


def test_surnames_are_read_as_surnames():
    assert readings(["覃小龙", "单雄信", "Ann Lee"])["initials"] == ["qxl", "sxx", "annlee"]


def test_full_width_and_invisible_characters_are_read_as_meant():
    cells = [["１３７０００００００１", "Ａ１，（组）", "\u200b韦\u202e一\u3000", "a_x000D_b", "东\u00a0一", "普通"]]
    table = to_table(cells)
    assert [table[name][0].as_py() for name in table.column_names] == [
        "13700000001",
        "A1,(组)",
        "韦一",
        "ab",
        "东 一",
        "普通",
    ]

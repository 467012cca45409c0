"""Whatever a cell holds, its row is told or taken, and the rest of the file goes in: no number is too large, no day too far."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from core.follow import follow
from core.store import Store
from tests.core.ingest import files
from tests.core.ingest.files import CHECK_INS, EXITS, id_number, store_file, workbook
from tests.county import NOW, WHOLE, make_county

G = "990101100001001"
WRITTEN = [
    "-1", "2147483648", "-99999999999", "9" * 20, "9" * 400, "1e308", "-1e400", "4.5E+300", "1e-400", "nan", "-inf", "infinity", "٣٤", "²", "½", "十",
    "3万", "1,200", "1.234.567", "0x1F", "true", "120℃", "38.6℃/999", "100.0", "-5℃", "epoch", "0000-00-00", "0001-01-01", "1899-12-31", "1900-02-30",
    "2026-02-29", "2200-01-01", "9999-12-31", "9999年12月31日", "31/12/9999", "10000-01-01", "294247-01-10", "00000000", "99999999",
    "2026-01-31 24:00", "2026-01-31 25:61:61", "1 day", "长期", "x" * 32_000, "😀" * 200, "\u202e", "'; drop table person; --", '{"a": 1}', "$batch", "%s", "\\",
]  # fmt: skip
TYPED = [
    2_147_483_648, -1e12, 1e300, -1e300, 1e-300, 12345678901234567890.0, 2_958_465.0, 60.0, 0.5, True,
    date(1900, 1, 1), datetime(9999, 12, 31, 23, 59, 59), datetime(2199, 12, 31),
]  # fmt: skip
UNITS = [
    "单位编码",
    "单位名称",
    "层级",
    "上级编码",
    "单位类型",
    "行业",
    "所在网格编码",
    "经度",
    "纬度",
    "负责人",
    "职务",
    "联系电话",
    "职责",
    "应到人数",
    "复工状态",
    "复工日期",
    "到岗人数",
]
GRIDS = [
    "网格编码",
    "网格名称",
    "层级",
    "上级编码",
    "经度",
    "纬度",
    "责任人",
    "职务",
    "联系电话",
    "职责",
    "替岗人",
    "替岗人电话",
    "名单年份",
]
PEOPLE = [*files.PEOPLE, "来源地", "返乡日期", "关注截止日期"]
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def person(n: int) -> list:
    name = "韦" + STEMS[n % 10] + BRANCHES[n // 10 % 12]
    return [
        name, "居民身份证", id_number(n % 1000, f"19{50 + n // 1000}0101"), None, None, f"1397788{n:04d}", G, f"H{n}", None, "户主", "某路", "居家隔离",
        "武汉", "2026-01-20", "2026-02-10",
    ]  # fmt: skip


def scan(n: int) -> list:
    return [id_number(n % 50), None, G, datetime(2026, 1, 31, 8, n // 60 % 60, n % 60), "进", "36.5", None]


def leave(n: int) -> list:
    return [
        f"2026-01-30 {8 + n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}",
        None,
        id_number(1),
        "南宁",
        "看病",
        "2026-02-01",
        "2026-02-03",
        "待审批",
    ]


def unit(n: int) -> list:
    return [
        f"DW{n:05d}", f"单位{n}号", None, None, "企业", "制造", "990101100001", "109.2", "22.6", "王五", "厂长", "13977881234", "管", "100", "已复工",
        "2026-01-20", "50",
    ]  # fmt: skip


def grid(n: int) -> list:
    return [
        f"9901011000019{n:05d}",
        f"屯{n}号",
        "屯",
        "990101100001",
        "109.2",
        "22.6",
        "王五",
        "组长",
        "13977881234",
        "管",
        "赵六",
        "13977881235",
        "2025",
    ]


KINDS = {
    "people": (PEOPLE, person, "person"),
    "check_ins": (CHECK_INS, scan, "check_in"),
    "exit_applications": (EXITS, leave, "exit_application"),
    "units": (UNITS, unit, "unit"),
    "grids": (GRIDS, grid, "grid"),
}


@pytest.fixture
def county() -> Store:
    store = make_county()
    with store.write() as db:
        db.execute("update person set id_number = ? where person_id = 1", [id_number(1)])
    return store


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [WRITTEN, TYPED], ids=["written", "typed"])
def test_an_odd_cell_stops_no_file(county, tmp_path: Path, kind: str, values: list):
    header, sound, table = KINDS[kind]
    rows = []
    for column in range(len(header)):
        for value in values:
            row = sound(len(rows))
            row[column] = value
            rows += [row]
    many = len(rows)
    rows += [sound(many + n) for n in range(many // 2)]  # so that each column is known by its values
    before = county.value(f"select count(*) from {table}")
    report = store_file(county, workbook(tmp_path / "a.xlsx", {"表": [header, *rows]}), WHOLE, now=NOW)
    assert [part["kind"] for part in report["sheets"]] == [kind]
    assert county.value(f"select count(*) from {table}") - before >= len(rows) - many
    assert follow(county, actor="test").failed == ()

"""Rows in, findings out: what is checked in people before anything is written."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.ingest.plan import discard, prepare
from tests.core.ingest.files import CHECK_INS, WEIGHTS, id_number, store_file, workbook
from tests.county import EAST, NOW, WHOLE, make_county

G = "990101100001001"
HEADER = ["姓名", "证件类型", "证件号码", "性别", "出生日期", "联系电话", "网格编码", "户号", "户主姓名", "与户主关系"]


@pytest.fixture(scope="module")
def county():
    store = make_county()
    with store.write() as db:
        db.execute("update person set id_number = ? where person_id = 1", [id_number(900, "19510101")])
        db.execute("update grid set closed_on = date '2026-01-15' where grid_id = 7")
        db.execute("update grid set closed_on = date '2026-03-01' where grid_id = 5")
    return store


def row(number: int, **cells: object) -> list:
    usual = {"姓名": "韦新", "证件号码": id_number(number), "网格编码": G}
    return [{**usual, **cells}.get(h) for h in HEADER]


def found(store, tmp_path, rows: list[list], *, scope=WHOLE, header=HEADER, kind="people") -> tuple[list[set], list]:
    """(codes of each row, its status) in order; findings that only say how weak an identity is are left out."""
    path = workbook(tmp_path / "f.xlsx", {"表": [header, *rows]})
    plan = prepare(store, scope, path, kind=kind, now=NOW)
    try:
        issues = plan.sheets[0].issues
        of_row = [set(issues.loc[issues["row"] == n, "code"]) - {"identity_weak"} for n in range(2, len(rows) + 2)]
        status = plan.preview("表")["status"].tolist()
        return of_row, status
    finally:
        discard(plan)


def each(store, tmp_path, cases: list[tuple[dict, set]], **options) -> None:
    rows = [row(n, **{"姓名": f"韦{chr(0x4E00 + n)}", **cells}) for n, (cells, _) in enumerate(cases, 1)]
    codes, _ = found(store, tmp_path, rows, **options)
    for (cells, expected), got in zip(cases, codes, strict=True):
        assert got == expected, cells


def resident(prefix: str) -> str:
    """A number of 17 given digits with its check character."""
    return prefix + "10X98765432"[sum(int(d) * w for d, w in zip(prefix, WEIGHTS, strict=True)) % 11]


def test_names(county, tmp_path):
    each(
        county,
        tmp_path,
        [
            ({"姓名": "韦新"}, set()), ({"姓名": "阿卜杜拉·买买提"}, set()), ({"姓名": "Anna Smith"}, set()), ({"姓名": "㐖伟"}, set()),
            ({"姓名": None}, {"name_missing"}), ({"姓名": "无"}, {"name_missing"}), ({"姓名": "/"}, {"name_missing"}),
            ({"姓名": "张*"}, {"name_masked"}), ({"姓名": "***"}, {"name_masked"}), ({"姓名": "10"}, {"name_bad"}),
            ({"姓名": "13800000000"}, {"name_bad"}),
        ],
    )  # fmt: skip


def test_documents(county, tmp_path):
    good = id_number(501)
    each(
        county,
        tmp_path,
        [
            ({"证件号码": good}, set()),
            ({"证件号码": good[:17] + ("1" if good[17] != "1" else "2")}, {"id_checksum"}),
            ({"证件号码": "450127900101001"}, set()),
            ({"证件号码": 450127199001010019}, {"id_numeric"}),
            ({"证件号码": "45012719900101"}, {"id_format"}),
            ({"证件号码": "450127199013010019"}, {"id_checksum"}),
            ({"证件号码": "450127********0019"}, {"id_masked"}),
            ({"证件号码": "无", "联系电话": "13712345601"}, set()),
            ({"证件号码": "N/A", "联系电话": "13712345602"}, set()),
            ({"证件类型": "护照", "证件号码": "E12345678"}, set()),
            ({"证件类型": "护照", "证件号码": "韦"}, {"id_format"}),
            ({"证件类型": "港澳居民来往内地通行证", "证件号码": "H1234567801"}, set()),
            ({"证件类型": "回乡证", "证件号码": "M12345678"}, set()),
            ({"证件类型": "回乡证", "证件号码": "12345"}, {"id_format"}),
            ({"证件类型": "台胞证", "证件号码": "01234567"}, set()),
            ({"证件类型": "台胞证", "证件号码": "ABC"}, {"id_format"}),
            ({"证件号码": resident("81000019900101001")}, set()),
            ({"证件类型": "港澳居民居住证", "证件号码": resident("82000019900101002")}, set()),
            ({"证件类型": "台湾居民居住证", "证件号码": resident("83000019900101003")}, set()),
            ({"证件类型": "台湾居民居住证", "证件号码": resident("83000019900101004")[:17] + "?"}, {"id_format"}),
            ({"证件类型": "外国人永久居留身份证", "证件号码": resident("91156019900101005")}, set()),
            ({"证件类型": "外国人永久居留身份证", "证件号码": "USA110090010101"}, set()),
            ({"证件号码": "CAN110090010102"}, set()),
        ],
    )  # fmt: skip


def test_permits_are_stored_as_what_they_are(tmp_path):
    store = make_county()
    numbers = {
        resident(f"{p}000019900101001"): t
        for p, t in (("81", "hk_macau"), ("83", "taiwan"), ("91", "other"), ("45", "resident_id"))
    }
    store_file(store, workbook(tmp_path / "f.xlsx", {"表": [HEADER, *(row(1, 证件号码=n) for n in numbers)]}))
    stored = store.run("select id_number, id_type, birth_date, sex from person where name = '韦新'").fetchall()
    assert {n: t for n, t, _, _ in stored} == numbers
    assert {(b, s) for _, _, b, s in stored} == {(date(1990, 1, 1), "male")}


def test_birth_months_are_compared_and_never_given_a_day(county, tmp_path):
    cells = [{"出生日期": text} for text in ("1990.01", "1990年1月", "199001", "1990-1")]
    codes, _ = found(county, tmp_path, [row(n, **c) for n, c in enumerate(cells, 1)])
    assert codes == [set()] * 4
    codes, _ = found(
        county, tmp_path, [row(n, 出生日期=t) for n, t in enumerate(("1990.02", "1991年1月", "199012"), 1)]
    )
    assert codes == [{"id_birth"}] * 3
    codes, status = found(
        county,
        tmp_path,
        [row(1, 姓名="覃一", 证件号码=None, 出生日期="1985.06"), row(2, 姓名="覃二", 证件号码=None, 出生日期="199x")],
    )
    assert codes == [{"birth_day_missing"}, {"birth_bad"}] and status == ["new", "new"]


def test_a_month_alone_is_not_stored(tmp_path):
    store = make_county()
    store_file(store, workbook(tmp_path / "f.xlsx", {"表": [HEADER, row(1, 证件号码=None, 出生日期="1985年6月")]}))
    assert store.one("select name, birth_date from person where name = '韦新'") == ("韦新", None)


def test_masked_phones_are_not_taken(county, tmp_path):
    each(county, tmp_path, [
        ({"联系电话": "138****0001"}, {"value_masked"}), ({"联系电话": "—"}, set()), ({"联系电话": "暂无"}, set()), ({"联系电话": "12"}, {"phone_bad"}),
    ])  # fmt: skip


def test_a_masked_number_of_somebody_known_otherwise_is_a_warning(county, tmp_path):
    name, phone = county.one("select name, phone from person where person_id = 12")
    rows = [row(1, 姓名=name, 证件号码="450127********0019", 联系电话=phone, 网格编码="990101100001002")]
    with county.write() as db:
        db.execute("update person set id_number = null where person_id = 12")
    codes, status = found(county, tmp_path, rows)
    assert codes == [{"value_masked"}] and status == ["unchanged"]


def test_the_same_number_under_two_names(county, tmp_path):
    path = workbook(tmp_path / "f.xlsx", {"表": [HEADER, row(7, 姓名="韦新"), row(8), row(7, 姓名="覃旧"), row(8)]})
    issues = prepare(county, WHOLE, path, now=NOW).sheets[0].issues
    assert issues[["row", "code", "fields"]].to_numpy().tolist() == [
        [4, "id_other_name", '{"first":2,"name":"韦*"}'],
        [5, "duplicate_row", '{"first":3}'],
    ]


def test_the_register_has_another_name(county, tmp_path):
    known = id_number(900, "19510101")
    path = workbook(tmp_path / "f.xlsx", {"表": [HEADER, row(1, 姓名="韦改名", 证件号码=known)]})
    issues = prepare(county, WHOLE, path, now=NOW).sheets[0].issues.query("code == 'name_differs'")
    old = county.value("select name from person where person_id = 1")
    assert issues["fields"].tolist() == [f'{{"value":"韦**","before":"{old[0]}**"}}']
    assert old not in issues["fields"].iloc[0]


def test_closed_grids(county, tmp_path):
    each(
        county, tmp_path, [({"网格编码": "990101100002001"}, {"grid_closed"}), ({"网格编码": "990101100001002"}, set())]
    )
    scans = [
        ["", "韦新", "990101100002001", when, "进", "36.5", "否"]
        for when in ("2026-01-14 08:00:00", "2026-01-15 08:00:00")
    ]
    codes, _ = found(
        county, tmp_path, [[s or None for s in scan] for scan in scans], header=CHECK_INS, kind="check_ins"
    )
    assert codes == [set(), {"grid_closed"}]


def test_scope(county, tmp_path):
    each(county, tmp_path, [({"网格编码": "990101101001001"}, {"grid_outside_scope"}), ({}, set())], scope=EAST)


def test_a_household_without_householder_is_named_once(county, tmp_path):
    rows = [
        row(1, 户号="A1", 与户主关系="子"), row(2, 户号="A1", 与户主关系="女"),  # nobody heads A1
        row(3, 户号="A2", 与户主关系="户主"), row(4, 户号="A2", 与户主关系="妻"),
        row(5, 姓名="韦头", 户号="A3", 户主姓名="韦头"), row(6, 户号="A3", 户主姓名="韦头"),
        row(7, 户号="H1", 与户主关系="子"),  # the register knows who heads H1
        row(8, 户号="A4", 户主姓名="覃不在"),
    ]  # fmt: skip
    codes, status = found(county, tmp_path, rows)
    assert [n for n, c in enumerate(codes, 1) if c] == [1, 8] and set().union(*codes) == {"householder_missing"}
    assert "rejected" not in status
    codes, _ = found(
        county, tmp_path, [row(1, 户号="A1"), row(2, 户号="A5")]
    )  # a sheet that never speaks of householders
    assert codes == [set(), set()]


def test_future_dates_and_temperatures(county, tmp_path):
    scan = lambda when, degrees: [id_number(900, "19510101"), None, G, when, "进", degrees, None]  # noqa: E731
    codes, _ = found(
        county, tmp_path, [scan("2026-01-31 08:00", "36.5"), scan("2026-01-31 09:00", "45"), scan("2026-03-01 08:00", "36.5")],
        header=CHECK_INS, kind="check_ins",
    )  # fmt: skip
    assert codes == [set(), {"temperature_range"}, {"scan_ahead"}]
    codes, _ = found(county, tmp_path, [[*row(1), "2027-01-01"]], header=[*HEADER, "返乡日期"])
    assert codes == [{"date_future"}]


def test_cells_that_say_nothing_are_blank(tmp_path):
    store = make_county()
    blank = ["无", "/", "-", "—", "暂无", "不详", "N/A"]
    header = [*HEADER, "住址", "来源地", "返乡日期", "户号"]
    header = [
        "姓名",
        "证件号码",
        "网格编码",
        "住址",
        "来源地",
        "返乡日期",
        "联系电话",
        "与户主关系",
        "出生日期",
        "性别",
    ]
    rows = [[f"韦{'一二三四五六七'[n]}", id_number(n + 1), G, *[text] * 7] for n, text in enumerate(blank)]
    report = store_file(store, workbook(tmp_path / "f.xlsx", {"表": [header, *rows]}))
    assert report["sheets"][0]["issues"] == [] and report["sheets"][0]["new"] == 7
    stored = store.run(
        "select distinct address, origin, arrived_on, phone, relation from person where person_id > 40"
    ).fetchall()
    assert stored == [(None,) * 5]


def test_now_is_what_the_caller_says(county, tmp_path):
    path = workbook(tmp_path / "f.xlsx", {"表": [[*HEADER, "返乡日期"], [*row(1), "2026-06-01"]]})
    plan = prepare(county, WHOLE, path, now=datetime(2026, 7, 1))
    assert plan.sheets[0].issues.empty


def test_nothing_new_goes_below_a_closed_grid(county, tmp_path):
    header = ["网格编码", "网格名称", "层级", "上级编码", "责任人"]
    rows = [
        ["990101100002001001", "新屯", "屯", "990101100002001", "无"],
        ["990101100001003", "新组", "屯", "990101100001", "/"],
    ]
    codes, status = found(county, tmp_path, rows, header=header, kind="grids")
    assert (codes, status) == ([{"grid_closed"}, set()], ["rejected", "new"])
    header = ["单位编码", "单位名称", "单位类型", "所在网格编码", "应到人数"]
    codes, _ = found(county, tmp_path, [["U9", "新厂", "企业", "990101100002001", "-"]], header=header, kind="units")
    assert codes == [{"grid_closed"}]

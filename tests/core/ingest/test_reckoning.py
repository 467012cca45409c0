"""Rows read = taken + rejected + left out, each named: over tables as wild as people make them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.ingest.meaning.answers import Answers
from core.ingest.plan import Plan, discard, prepare
from core.ingest.sheet_plan import SheetPlan
from tests.core.ingest.files import id_number, workbook
from tests.county import NOW, WHOLE, make_county

NAMES = ["韦小明", "覃丽花", "黄建国", "陆桂英", "农志强"]
LABELS = ["姓名", "身份证号", "联系电话", "村", "住址", "备注"]
CELL = {
    "姓名": st.one_of(st.text("韦覃黄李小龙凤", min_size=1, max_size=4), st.sampled_from(["", "林XX", "合计", "7", "无", "/", "同上"])),
    "身份证号": st.one_of(st.integers(1, 900).map(id_number), st.sampled_from(["", "无", "4501", "450127********0117"])),
    "联系电话": st.sampled_from(["13978810001", "", "139-7881-0002", "无", "1"]),
    "村": st.sampled_from(["东一村", "东二村", "那个村", "", "—"]),
    "住址": st.sampled_from(["1号", "", "东街2号"]),
    "备注": st.sampled_from(["", "走访", "无"]),
}  # fmt: skip
ODD = [
    [], ["合计", "3"], ["", "", "小计", "3"], ["注：以上为本月数据"], ["联系人：", "韦一"], ["东二村"], ["东镇（2户）"], ["以下空白"], ["/", "/", "/", "/"],
    ["本村无返乡人员"], ["第1页"], ["", "", "", "", "", "只有备注"], ["", "", "", "", "", "", "", "在表外"], ["例", "张三"], ["1", "2", "3", "4", "5", "6"],
    ["1"], ["填报人：", "", "审核：", ""], ["平均", "", "", ""],
]  # fmt: skip


@st.composite
def tables(draw) -> list[list[str]]:
    labels = ["序号", *LABELS] if draw(st.booleans()) else LABELS
    head = [] if draw(st.integers(0, 4)) == 4 else [labels]
    title = draw(st.sampled_from([[], [["花名册"]], [["填报单位：东镇", "", "2026年1月"]]]))
    rows = []
    for n in range(draw(st.integers(2, 9))):
        if draw(st.integers(0, 3)) == 0:
            rows.append(draw(st.sampled_from([*ODD, labels])))
        else:
            rows.append([str(n) if label == "序号" else draw(CELL[label]) for label in labels])
    return title + head + rows


@pytest.fixture(scope="module")
def county():
    return make_county()


def check(plan: Plan, part: SheetPlan, rows: list[list[str]]) -> None:
    _, found = plan.raws[part.number]
    below = rows[found.header_end + 1 : found.last + 1 if found.last is not None else None]
    serial = {c for c, name in enumerate(found.table.names) if name in ("序号",) or c in found.table.bare}
    said = [r for r in below if any(cell for c, cell in enumerate(r) if not (c in serial and cell.isdecimal()))]
    assert part.read == part.counts["rows"] + part.left_out
    if "序号" in found.table.names or not found.table.bare:
        assert part.read == len(said)
    left = part.issues[part.issues["column"].isna() & part.issues["code"].str.startswith("row_")]
    assert left["row"].nunique() == part.left_out, "each is named"
    kept = plan.preview(part.sheet, limit=500)
    assert len(kept) == part.counts["rows"]
    assert not set(kept["row"]) & set(left["row"])
    rejected = set(kept.loc[kept["status"].isin(["rejected", "conflict"]), "row"])
    assert rejected <= set(part.issues["row"]), "and why each rejected one is"


@given(st.lists(tables(), min_size=12, max_size=12))
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_row_is_lost_without_a_word(county, tmp_path, made):
    """Twelve tables are one workbook: a plan costs the same for one."""
    sheets = {str(n): rows for n, rows in enumerate(made)}
    try:
        plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", sheets), kind="people", now=NOW)
    except UserError as refused:
        assert refused.code in ("header_unknown", "form_not_list", "no_rows", "template_unfilled", "nothing_listed")
        return
    try:
        for part in plan.sheets:
            first = plan.raws[part.number][0].first_row - 1
            check(plan, part, sheets[part.sheet][first:])
    finally:
        discard(plan)


def test_a_row_that_stands_only_in_columns_that_are_not_read_is_named(county, tmp_path):
    rows = [
        ["姓名", "身份证号", "村", "备注"],
        ["韦一", id_number(1), "东一村", ""],
        ["", "", "", "待核实"],
        ["韦三", id_number(3), "东一村", ""],
    ]
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"甲": rows}), now=NOW)
    part = plan.sheets[0]
    assert (part.read, part.counts["rows"], part.left_out) == (3, 2, 1)
    assert part.issues.loc[part.issues["code"] == "row_not_read", "row"].tolist() == [3]
    report = plan.report()["sheets"][0]
    assert (report["read"], report["left_out"], report["dropped"]) == (3, 1, {"备注": "remark"})
    discard(plan)


def test_scans_and_side_by_side_tables_are_counted_too(county, tmp_path):
    head = ["姓名", "身份证号", "村"]
    rows = [
        head * 2,
        *[
            [n, id_number(k), "东一村", *(["", "", ""] if k == 2 else [n, id_number(k + 9), "东二村"])]
            for k, n in enumerate(NAMES)
        ],
    ]
    scans = [
        ["姓名", "手机号", "村", "登记时间", "进出"],
        *[[n, "13978810001", "东一村", f"2026-01-0{k + 1} 08:00", "进"] for k, n in enumerate(NAMES)],
        ["合计", "5"],
    ]
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"甲": rows, "乙": scans}), now=NOW)
    assert [(p.kind, p.read, p.counts["rows"], p.left_out) for p in plan.sheets] == [
        ("people", 5, 5, 0), ("people", 4, 4, 0), ("check_ins", 6, 5, 1),
    ]  # fmt: skip
    discard(plan)


def test_numbers_alone_and_rows_outside_the_range_are_not_read(county, tmp_path):
    rows = [
        ["序号", "姓名", "身份证号", "村"],
        *[[n, name, id_number(n), "东一村"] for n, name in enumerate(NAMES, 1)],
        *[[n] for n in range(6, 20)],
    ]
    path = workbook(tmp_path / "a.xlsx", {"甲": rows})
    plan = prepare(county, WHOLE, path, now=NOW)
    assert (plan.sheets[0].read, plan.sheets[0].left_out) == (5, 0)
    discard(plan)
    plan = prepare(county, WHOLE, path, now=NOW, of_all=Answers(first=3, last=5))
    assert (plan.sheets[0].read, plan.preview("甲")["row"].tolist()) == (3, [3, 4, 5])
    discard(plan)

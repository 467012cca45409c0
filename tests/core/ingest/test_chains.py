"""Several people who answer for one grid, in one row: whose title and whose phone a column is; stored, shown, exported, undone."""

from __future__ import annotations

import io

import openpyxl
import pytest

from core.domain import Scope
from core.ingest.meaning.chain import REPEATED, chain_of, title_of
from core.ingest.meaning.columns import kinds
from core.ingest.plan import discard, prepare
from core.ingest.undo.undo import undo
from core.registry.cards import card
from core.registry.units import duties, unit_tree
from core.workbooks.export import editable
from core.workbooks.fill_form import fill_form
from tests.core.ingest.files import codes, counts, store_file, text_file, workbook
from tests.county import LAST_DAY, MASKED, NOW, WHOLE, make_county

LINKS = ["县级包保领导", "职务", "电话", "乡镇包保干部", "职务", "电话", "村网格员", "职务", "电话"]
HEAD = ["乡镇", "村", *LINKS]
ROW = [
    "东镇",
    "东一村",
    "韦明",
    "副县长",
    "13700000001",
    "覃强",
    "副镇长",
    "13700000002",
    "黄勇",
    "网格员",
    "13700000003",
]
STORED = [
    ("县级包保领导", "韦明", "副县长", "13700000001", 1),
    ("乡镇包保干部", "覃强", "副镇长", "13700000002", 2),
    ("村网格员", "黄勇", "网格员", "13700000003", 3),
]


@pytest.fixture
def county():
    return make_county()


def chain(county, grid: int = 3) -> list[tuple]:
    return county.run(
        "select role, name, position, phone, rank from duty where grid_id = $grid and role not in ('responsible', 'deputy')"
        " and name is not null order by rank",
        grid=grid,
    ).fetchall()


def take(county, path, header, *rows, scope: Scope = WHOLE, **options) -> dict:
    return store_file(county, text_file(path / "list.csv", [header, *rows]), scope, **options)


def numbered(headers: list[str]) -> dict[int, str]:
    return {n: f"{h} #{k}" if (k := headers[: n + 1].count(h)) > 1 else h for n, h in enumerate(headers)}


@pytest.mark.parametrize(
    ("headers", "titles"),
    [
        (HEAD, ["县级包保领导", "乡镇包保干部", "村网格员"]),
        (["村", "行政责任人/姓名", "行政责任人/职务", "行政责任人/电话", "巡查责任人/姓名", "巡查责任人/电话"], ["行政责任人", "巡查责任人"]),
        (["村", "县级/责任人", "县级/职务", "县级/电话", "乡级/责任人", "乡级/职务", "乡级/电话"], ["县级责任人", "乡级责任人"]),
        (["村", "转移责任人", "责任人电话", "监测员", "监测员电话"], ["转移责任人", "监测员"]),
        (["村", "联系人", "电话", "联系人", "电话"], ["联系人", "联系人2"]),
    ],
)  # fmt: skip
def test_titles_and_phones_belong_to_the_name_left_of_them_or_above(headers, titles):
    names = numbered(headers)
    found = chain_of(kinds()["grids"], names)
    assert [title_of(names[i]) for i, f in found.items() if f and f[-1].isdecimal()] == titles
    last = None
    for index, field in found.items():
        if field[-1].isdecimal():
            last = field
        assert field.startswith(last)
        label = REPEATED.sub("", names[index])
        assert field.endswith("_phone") == ("电话" in label) and field.endswith("_position") == ("职务" in label)


def test_one_who_is_called_responsible_is_it_and_the_others_are_the_chain():
    names = numbered(
        ["村", "网格长", "电话", "网格员", "电话", "包村干部", "职务", "包村干部电话", "替岗人", "电话", "备注", "电话"]
    )
    found = chain_of(kinds()["grids"], names)
    assert list(found.values()) == [
        "responsible", "phone", "link_1", "link_1_phone", "link_2", "link_2_position", "link_2_phone", "deputy", "deputy_phone",
    ]  # fmt: skip
    assert 11 not in found, "a phone behind a remark is nobody's for sure"


def test_an_id_number_of_somebody_is_no_phone():
    names = numbered(
        ["村", "网格长", "网格长身份证号码", "网格长电话", "网格员", "单位", "网格员单位及职务", "手机号码"]
    )
    found = chain_of(kinds()["grids"], names)
    assert found == {
        1: "responsible",
        2: None,
        3: "phone",
        4: "link_1",
        5: None,
        6: "link_1_position",
        7: "link_1_phone",
    }


def test_what_else_is_said_of_somebody_does_not_part_a_name_from_its_phone():
    found = chain_of(
        kinds()["grids"], numbered(["村", "责任人", "身份证号", "电话", "网格员", "身份证号", "性别", "电话"])
    )
    assert list(found.values()) == ["responsible", None, "phone", "link_1", None, None, "link_1_phone"]


def test_a_single_one_is_read_as_before():
    assert chain_of(kinds()["grids"], numbered(["村", "网格员", "职务", "电话"])) == {}
    assert chain_of(kinds()["people"], numbered(HEAD)) == {}


def test_stored_in_order_and_again_unchanged(county, tmp_path):
    report = take(county, tmp_path, HEAD, ROW)
    assert counts(report) == (1, 0, 1, 0, 0) and codes(report) == set()
    assert chain(county) == STORED
    assert counts(take(county, tmp_path, HEAD, ROW)) == (1, 0, 0, 1, 0)


def test_merged_headers_of_two_rows_with_the_same_labels_are_one_list(county, tmp_path):
    top = ["乡镇", "村", "县级", None, None, "乡级", None, None]
    below = [None, None, "责任人", "职务", "电话", "责任人", "职务", "电话"]
    path = workbook(tmp_path / "two.xlsx", {"名单": [top, below, ROW[:8]]})
    report = store_file(county, path)
    assert len(report["sheets"]) == 1 and counts(report) == (1, 0, 1, 0, 0)
    assert [row[:4] for row in chain(county)] == [
        ("县级责任人", "韦明", "副县长", "13700000001"), ("乡级责任人", "覃强", "副镇长", "13700000002"),
    ]  # fmt: skip


def test_a_new_link_between_two_and_a_new_holder(county, tmp_path):
    take(county, tmp_path, ["乡镇", "村", *LINKS[:3], *LINKS[6:]], [*ROW[:5], *ROW[8:]])
    report = take(county, tmp_path, HEAD, [*ROW[:8], "陆三", "", ""])
    assert counts(report) == (1, 0, 1, 0, 0)
    assert [(r[0], r[1], r[4]) for r in chain(county)] == [
        ("县级包保领导", "韦明", 1),
        ("乡镇包保干部", "覃强", 2),
        ("村网格员", "陆三", 3),
    ]
    assert chain(county)[2][3] == "13700000003", "a blank changes nothing"


def test_what_is_said_of_nobody_is_told(county, tmp_path):
    report = take(county, tmp_path, HEAD, [*ROW[:5], "", "副镇长", "13700000002", *ROW[8:]])
    assert [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]] == [
        (2, "乡镇包保干部", "duty_nameless")
    ]
    assert len(chain(county)) == 2


def test_a_title_or_phone_of_no_responsible_is_told_too(county, tmp_path):
    report = take(
        county, tmp_path, ["乡镇", "村", "责任人", "职务", "电话"], ["东镇", "东二村", "", "主任", "13700000009"]
    )
    assert codes(report) == {"duty_nameless"}


def test_emptied_and_undone(county, tmp_path):
    first = take(county, tmp_path, HEAD, ROW)
    second = take(county, tmp_path, HEAD, ["东镇", "东一村", "---", "", "", "陆二", "", "", "", "---", ""])
    assert [(r[0], r[1], r[2]) for r in chain(county)] == [
        ("乡镇包保干部", "陆二", "副镇长"),
        ("村网格员", "黄勇", None),
    ]
    undo(county, WHOLE, second["batch"], actor="tester", now=NOW)
    assert chain(county) == STORED
    undo(county, WHOLE, first["batch"], actor="tester", now=NOW)
    assert chain(county) == []


def test_what_would_change_is_shown_with_what_stands(county, tmp_path):
    take(county, tmp_path, HEAD, ROW)
    plan = prepare(county, MASKED, text_file(tmp_path / "next.csv", [HEAD, [*ROW[:10], "13700000099"]]), now=NOW)
    shown = plan.preview("next")
    discard(plan)
    assert list(shown["status"]) == ["changed"] and '"link_3_phone":"137****0003"' in shown["before"][0].replace(
        " ", ""
    )
    assert shown["link_3_phone"][0] == "137****0099"


def test_shown_where_the_responsible_is_shown(county, tmp_path):
    take(county, tmp_path, HEAD, ROW)
    found = card(county, MASKED, grid_id=3)
    assert [(d.role, d.name, d.phone) for d in found.chain] == [
        (r[0], r[1], r[3][:3] + "****" + r[3][-4:]) for r in STORED
    ]
    with county.write() as db:
        db.execute(
            "insert into duty values (21, '年级长', '甲', null, '13700000021', null, 1, 1), (21, 'deputy', '乙', null, null, null, 1, null)"
        )
    tree = unit_tree(county, WHOLE, grid_id=20, day=LAST_DAY).set_index("grid_id")
    assert tree.loc[21, "responsible"] == "甲" and tree.loc[21, "phone"] == "13700000021"
    assert list(duties(county, WHOLE, grid_id=21)["role"]) == ["年级长", "deputy"]


@pytest.mark.parametrize(("language", "scope"), [("zh", WHOLE), ("zh", MASKED), ("en", WHOLE)])
def test_exported_edited_and_brought_back(county, tmp_path, language, scope):
    take(county, tmp_path, HEAD, ROW)
    take(
        county,
        tmp_path,
        ["乡镇", "村", "行政责任人", "电话", "A岗责任人", "电话"],
        ["东镇", "东二村", "韦明", "13700000004", "甲", ""],
    )
    content = editable(county, scope, "grids", language, conditions={}, actor="tester", now=NOW)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    assert {"县级包保领导", "A岗责任人"} <= set(headers)
    path = tmp_path / "back.xlsx"
    book.save(path)
    assert counts(store_file(county, path))[2] == 0, "untouched, nothing changes"
    row = next(r for r in sheet.iter_rows(min_row=2) if r[1].value == "东一村")
    row[headers.index("村网格员")].value = "陆三"
    book.save(path)
    assert counts(store_file(county, path))[2] == 1
    assert [r[:2] for r in chain(county)] == [("县级包保领导", "韦明"), ("乡镇包保干部", "覃强"), ("村网格员", "陆三")]
    assert [r[3] for r in chain(county)] == [r[3] for r in STORED], "masked phones are left alone"


def test_figures_below_such_a_header_are_nobody(county, tmp_path):
    head = ["乡镇", "村", "责任人", "电话", "网格员", "指导员"]
    rows = [
        ["东镇", "东一村", "甲", "", "3", "2"],
        ["东镇", "东二村", "乙", "", "4", "1"],
        ["西镇", "西一村", "丙", "", "2", "2"],
    ]
    report = take(county, tmp_path, head, *rows)
    assert set(report["sheets"][0]["dropped"]) == {"网格员", "指导员"} and counts(report) == (3, 0, 3, 0, 0)


def test_units_have_chains_too(county, tmp_path):
    head = ["单位编码", "单位名称", "单位类型", "法定代表人", "负责人", "联系电话", "防疫负责人", "职务", "电话"]
    report = take(
        county, tmp_path, head, ["U001", "东镇中学", "学校", "甲", "乙", "13700000001", "丙", "副校长", "13700000002"]
    )
    assert counts(report) == (1, 0, 1, 0, 0)
    assert county.one("select name, phone from duty where grid_id = 20 and role = 'responsible'") == (
        "乙",
        "13700000001",
    )
    assert [r[:4] for r in chain(county, 20)] == [
        ("法定代表人", "甲", None, None),
        ("防疫负责人", "丙", "副校长", "13700000002"),
    ]


def test_nobody_writes_outside_the_own_area(county, tmp_path):
    east = Scope((2,), frozenset({"phone"}))
    report = take(county, tmp_path, HEAD, ["西镇", "西一村", *ROW[2:]], ROW, scope=east)
    assert counts(report) == (2, 0, 1, 0, 1) and not chain(county, 9)


def test_a_form_with_a_chain_is_filled(county, tmp_path):
    take(county, tmp_path, HEAD, ROW)
    form = workbook(tmp_path / "form.xlsx", {"责任表": [["网格编码", "网格名称", *LINKS, "巡查责任人", "电话"]]})
    found = fill_form(county, WHOLE, form, file_name=form.name, kind="grids", grid=3, actor="tester", now=NOW)
    row = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(found.content)).worksheets[0][2]]
    assert row[1:11] == [ROW[1], *ROW[2:]] and not row[11]

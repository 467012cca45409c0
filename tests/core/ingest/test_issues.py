"""Every finding of the catalogue has a row that raises it, at the right row and column, and errors keep the row out."""

from __future__ import annotations

import pytest

from core.ingest.issues import issue_catalogue, severities
from core.ingest.plan import prepare
from tests.core.ingest.files import CHECK_INS, EXITS, GRIDS, PEOPLE, id_number, workbook
from tests.county import EAST, NOW, WHOLE, make_county

G = "990101100001001"
KNOWN = id_number(1, "19510101")  # of person 1
UNITS = [
    "单位编码",
    "单位名称",
    "层级",
    "上级编码",
    "单位类型",
    "所在网格编码",
    "应到人数",
    "复工状态",
    "复工日期",
    "到岗人数",
]
CONTACTS = ["姓名", "联系电话", "密接编号", "病例编号", "接触者类型", "末次接触日期"]
ONSETS = ["病例编号", "发病日期", "诊断分类", "网格"]
STAYS = ["姓名", "证件号码", "隔离方式", "隔离开始日期", "解除隔离日期"]
RAIN = ["网格编码", "监测时间", "1小时雨量"]
PEOPLE_MORE = [*PEOPLE, "返乡日期", "关注截止日期", "工作或学习单位编码"]


def person(**cells: object) -> list:
    usual = {"姓名": "韦新", "证件号码": id_number(1), "网格编码": G, "户号": "N1", "联系电话": "13700000001"}
    return [{**usual, **cells}.get(h) for h in PEOPLE_MORE]


def scan(**cells: object) -> list:
    usual = {
        "证件号码": id_number(1),
        "姓名": "韦新",
        "网格编码": G,
        "扫码时间": "2026-01-31 08:00:00",
        "方向": "进",
        "体温": "36.5",
    }
    return [{**usual, **cells}.get(h) for h in CHECK_INS]


def grid(**cells: object) -> list:
    usual = {"网格编码": "990101100009", "网格名称": "新村", "层级": "村", "上级编码": "990101100"}
    return [{**usual, **cells}.get(h) for h in GRIDS]


def unit(**cells: object) -> list:
    usual = {"单位编码": "U900", "单位名称": "新厂", "层级": "单位", "单位类型": "企业", "所在网格编码": "990101100001"}
    return [{**usual, **cells}.get(h) for h in UNITS]


def leave(**cells: object) -> list:
    usual = {
        "申请时间": "2026-01-30 09:00:00",
        "证件号码": KNOWN,
        "目的地": "南宁",
        "离开日期": "2026-02-02",
        "审批状态": "待审批",
    }
    return [{**usual, **cells}.get(h) for h in EXITS]


WRONG = id_number(1)[:-1] + ("1" if id_number(1)[-1] != "1" else "2")
CASES = [
    # header, row, code, column
    (PEOPLE_MORE, person(姓名=None), "name_missing", "姓名"),
    (PEOPLE_MORE, person(姓名="韦新13700000001"), "name_odd", "姓名"),
    (PEOPLE_MORE, person(姓名="韦新（已迁出）"), "name_note", "姓名"),
    (PEOPLE_MORE, person(姓名="已迁出"), "name_nobody", "姓名"),
    (PEOPLE_MORE, person(姓名="韦先生"), "name_title", "姓名"),
    (CHECK_INS, scan(姓名="某某"), "name_ignored", "姓名"),
    (PEOPLE_MORE, person(证件号码=id_number(1, "20990101")), "id_future", "证件号码"),
    (PEOPLE_MORE, person(联系电话="13700000001(父)"), "phone_words", "联系电话"),
    (PEOPLE_MORE, person(证件号码="待补"), "id_none", "证件号码"),
    (PEOPLE_MORE, person(联系电话="13700000001/13700000002"), "phone_first", "联系电话"),
    (PEOPLE_MORE, person(证件号码=WRONG), "id_checksum", "证件号码"),
    (PEOPLE_MORE, person(证件号码=450127199001010019), "id_numeric", "证件号码"),
    (PEOPLE_MORE, person(证件号码="12345"), "id_format", "证件号码"),
    (PEOPLE_MORE, person(出生日期="1991-01-01"), "id_birth", "出生日期"),
    (PEOPLE_MORE, person(性别="女" if int(id_number(1)[16]) % 2 else "男"), "id_sex", "性别"),
    (PEOPLE_MORE, person(证件类型="船票"), "id_type_unknown", "证件类型"),
    (PEOPLE_MORE, person(性别="?"), "sex_unknown", "性别"),
    (PEOPLE_MORE, person(出生日期="去年"), "birth_bad", "出生日期"),
    (PEOPLE_MORE, person(返乡日期="明天"), "date_bad", "返乡日期"),
    (PEOPLE_MORE, person(返乡日期="2027-01-01"), "date_future", "返乡日期"),
    (PEOPLE_MORE, person(联系电话="12"), "phone_bad", "联系电话"),
    (PEOPLE_MORE, person(网格编码=None), "grid_missing", "网格编码"),
    (PEOPLE_MORE, person(网格编码="无此村"), "grid_unknown", "网格编码"),
    (PEOPLE_MORE, person(网格编码="同名村"), "grid_ambiguous", "网格编码"),
    (PEOPLE_MORE, person(网格编码=990101100001001001), "code_rounded", "网格编码"),
    (PEOPLE_MORE, person(工作或学习单位编码=990101100001001001), "code_rounded", "工作或学习单位编码"),
    (PEOPLE_MORE, person(户号=450127199001010019), "household_rounded", "户号"),
    (PEOPLE_MORE, person(证件号码="#REF!"), "id_formula", "证件号码"),
    (PEOPLE_MORE, person(联系电话="#N/A"), "formula_error", "联系电话"),
    (PEOPLE_MORE, person(网格编码="990101100002 东一村"), "grid_code_differs", "网格编码"),
    (PEOPLE_MORE, person(人员类别="飞人"), "attention_unknown", "人员类别"),
    (PEOPLE_MORE, person(工作或学习单位编码="U404"), "unit_unknown", "工作或学习单位编码"),
    (PEOPLE_MORE, person(证件号码=None, 联系电话=None), "identity_weak", "证件号码"),
    (CHECK_INS, scan(证件号码=None, 姓名=None), "person_missing", "姓名"),
    (CHECK_INS, scan(扫码时间="早上"), "time_bad", "扫码时间"),
    (CHECK_INS, scan(扫码时间="2027-01-31 08:00:00"), "scan_ahead", "扫码时间"),
    (CHECK_INS, scan(扫码时间="2000-01-01 00:03:12"), "scan_long_ago", "扫码时间"),
    (CHECK_INS, scan(方向="上"), "direction_unknown", "方向"),
    (CHECK_INS, scan(方向=None), "direction_missing", "方向"),
    (CHECK_INS, scan(体温="50"), "temperature_range", "体温"),
    (CHECK_INS, scan(体温="热"), "number_bad", "体温"),
    (CHECK_INS, scan(证件号码=WRONG), "id_checksum", "证件号码"),
    (CHECK_INS, scan(证件号码=450127199001010019), "id_numeric", "证件号码"),
    (CHECK_INS, scan(证件号码="4.50127E+17"), "id_numeric", "证件号码"),
    (CHECK_INS, scan(证件号码="#N/A"), "id_formula", "证件号码"),
    (CHECK_INS, scan(网格编码=990101100001001001), "code_rounded", "网格编码"),
    (GRIDS, grid(网格编码=None), "code_missing", "网格编码"),
    (GRIDS, grid(网格名称=None), "grid_name_missing", "网格名称"),
    (GRIDS, grid(层级="星球"), "level_unknown", "层级"),
    (GRIDS, grid(层级=None, 网格编码="X9"), "level_missing", "层级"),
    (GRIDS, grid(网格编码="9.90101E+11"), "code_rounded", "网格编码"),
    (GRIDS, grid(网格编码=990101100009001001), "code_rounded", "网格编码"),
    (GRIDS, grid(上级编码=990101100009001001, 层级="片区"), "code_rounded", "上级编码"),
    (GRIDS, grid(网格编码="990101100", 网格名称="东镇", 上级编码="990101101"), "level_children", "层级"),
    (GRIDS, grid(网格编码="990101101009", 网格名称="东二村", 上级编码="990101101"), "name_elsewhere", "网格名称"),
    (GRIDS, grid(层级="省"), "above_county", "层级"),
    (GRIDS, grid(上级编码=None), "parent_missing", "上级编码"),
    (GRIDS, grid(上级编码="000"), "parent_unknown", "上级编码"),
    (GRIDS, grid(层级="乡镇"), "level_parent", "层级"),
    (GRIDS, grid(上级编码="990101100009"), "grid_cycle", "上级编码"),
    (GRIDS, grid(经度="22.7", 纬度="109.3"), "coordinate_bad", "经度"),
    (GRIDS, grid(经度="109.3"), "coordinate_bad", "经度"),
    (UNITS, unit(单位编码="U001-1-2", 层级="年级", 上级编码="U001-1-1"), "level_parent", "层级"),
    (UNITS, unit(单位编码="U001-1", 单位名称="初一"), "level_unit", "层级"),
    (UNITS, unit(单位类型="城堡"), "value_unknown", "单位类型"),
    (UNITS, unit(所在网格编码=990101100001001001), "code_rounded", "所在网格编码"),
    (UNITS, unit(所在网格编码="X"), "grid_unknown", "所在网格编码"),
    (UNITS, unit(应到人数="许多"), "number_bad", "应到人数"),
    (UNITS, unit(应到人数="3000000000"), "count_range", "应到人数"),
    (UNITS, unit(到岗人数="-3"), "count_range", "到岗人数"),
    (UNITS, unit(到岗人数="若干"), "number_bad", "到岗人数"),
    (EXITS, leave(证件号码=id_number(77)), "person_unknown", "证件号码"),
    (EXITS, leave(证件号码=450127199001010019), "id_numeric", "证件号码"),
    (EXITS, leave(证件号码="#VALUE!"), "id_formula", "证件号码"),
    (EXITS, leave(审批状态="?"), "status_unknown", "审批状态"),
    (EXITS, leave(申请时间="?"), "time_bad", "申请时间"),
    (CONTACTS, [None, None, None, "HX1", "密接", "2026-01-20"], "contact_nobody", "密接编号"),
    (ONSETS, ["HX1", "2026-01-20", "确诊病例", "无此村"], "place_unrecognised", "网格"),
    (STAYS, ["韦新", KNOWN, "居家", None, None], "stay_undated", "隔离开始日期"),
    (RAIN, ["990101100001", "2026-01-31 10:00", "5000"], "reading_range", "1小时雨量"),
    (RAIN, [None, "2026-01-31 10:00", "5"], "station_missing", "网格编码"),
]
# Raised by tests of their own.
ELSEWHERE = {
    "household_stay",  # test_arrival.py
    "origin_unknown",
    "cell_corrected",  # test_way_on.py
    "row_not_read",  # test_reckoning.py
    "date_year_near",  # test_years.py
    "date_year_today",
    # test_lists.py
    "part_unknown",
    "part_alone",
    # test_attendance.py
    "row_no_scan",
    "out_next_day",
    "out_before_in",
    "scan_once",
    "day_of_title",
    # test_unit_numbers.py
    "number_other",
    "scan_number_other",
    "number_unknown",
    "unit_no_twice",
    "unit_no_alone",
    "home_open",
    "household_alone",
    "unit_outside_scope",
    "grid_root",  # test_past_the_scope.py
    "scans_many",  # tests/core/rollup/test_missing_days.py
    "name_kept",  # test_names.py
    # test_identity.py and test_names.py
    "same_phone",
    "same_place",
    "same_which",
    "same_row",
    "namesake",
    # test_missing_days.py
    # test_tables.py, test_grid_texts.py, test_checks.py and test_empty_rows.py
    "household_above",
    "name_masked",
    "name_bad",
    "name_differs",
    "value_masked",
    "id_masked",
    "id_other_name",
    "birth_day_missing",
    "householder_missing",
    "grid_closed",
    "village_missing",
    "town_differs",
    "town_unknown",
    "section_unknown",
    "duplicate_row",
    "parent_rejected",
    "grid_virtual",
    "grid_outside_scope",
    "person_outside_scope",
    "geometry_bad",
    "row_total",
    "row_header_again",
    "row_note",
    "row_placeholder",
    "row_crossed",
    "row_nobody",
    "row_numbers",
    "row_other_table",
    # test_clears, test_row_keys
    "not_clearable",
    "row_key_bad",
    "row_key_gone",
    "row_key_twice",
    "changed_here",
    "id_of_other",
    "code_of_other",
    # test_older_lists
    "list_older",
    "parent_kept",
    # test_node_issues
    "closed_listed",
    # test_chains, test_units_without_codes
    "duty_nameless",
    "unit_ambiguous",
    "unit_alike",
    # test_ended_people, test_closed_grids
    "status_differs",
    "status_day_today",
    "status_day_list",
    "died_present",
    "died_listed",
    "died_revived",
    "gone_back",
    "home_closed",
    "grid_closed_into",
    "closed_differs",
    "closing_day_today",
    "closing_day_list",
    "closed_with",
    "grid_reopened",
    "into_unknown",
    "grid_renamed",
    # test_formulas
    "formula_unsolved",
    "row_formulas",
    "name_again",
    "named_twice",
    # test_cases
    "case_infector_self",
    "case_kind_unknown",
    "case_nobody",
    "age_range",
    "case_again",
    "case_order",
    "case_other_person",
    "date_far",
    "case_outcome_unknown",
    "case_outside_scope",
    "case_unnamed",
    "contact_caseless",
    "contact_kind_unknown",
    "contact_until_early",
    "contact_waits",
    # test_lists
    "date_order",
    "first_day_missing",
    "person_doubtful",
    "pool_positive",
    "temperature_left",
    "value_other",
    "result_unknown",
    "test_undated",
    "visitor_not",
    "visitor_taken_in",
    # test_readings
    "threshold_reversed",
    "reading_none",
    "station_unknown",
    # test_risk_areas
    "risk_place_missing",
    "risk_place_unknown",
    "risk_place_several",
    "risk_dates_turned",
    "risk_area_known",
    "risk_level_unknown",
    "risk_since_bad",
    # test_lodgings, test_work_orders
    "lodging_beds",
    "lodging_held",
    "lodging_kind",
    "lodging_missing",
    "order_due_early",
    "order_grid_asked",
    "order_grid_nowhere",
    "order_grid_several",
    "order_no_missing",
    "order_told_missing",
}


@pytest.fixture(scope="module")
def county():
    store = make_county()
    with store.write() as db:
        db.execute("update person set id_number = ? where person_id = 1", [KNOWN])
        for number, parent in ((90, 2), (91, 8)):
            db.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at) values (?, ?, '同名村', 'area', 'village', ?, ?)",
                [number, f"99010110{number}", parent, NOW],
            )
            db.execute("insert into grid_tree values (0, ?), (?, ?)", [number, number, number])
    return store


@pytest.mark.parametrize(("header", "row", "code", "column"), CASES, ids=[f"{c[2]}-{c[3]}" for c in CASES])
def test_found_where_it_is(county, tmp_path, header, row, code, column):
    plan = prepare(
        county, WHOLE, workbook(tmp_path / "f.xlsx", {"表": [header, row]}, title="二〇二六年统计表"), now=NOW
    )
    part = plan.sheets[0]
    found = part.issues[part.issues["code"] == code]
    assert found[["row", "column"]].to_numpy().tolist() == [[3, column]], part.issues
    kept_out = severities()[code] == "error" or code == "above_county"
    assert part.counts["rejected"] == int(kept_out)


def test_each_code_of_the_catalogue_is_tried():
    assert {c[2] for c in CASES} | ELSEWHERE == set(issue_catalogue())


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (PEOPLE_MORE, [person(), person(户号="N2")]),
        (GRIDS, [grid(), grid(网格名称="另名")]),
        (EXITS, [leave(), leave(目的地="北海")]),
    ],
)
def test_the_second_of_two_rows_is_kept_out(county, tmp_path, header, rows):
    plan = prepare(county, WHOLE, workbook(tmp_path / "f.xlsx", {"表": [header, *rows]}), now=NOW)
    found = plan.sheets[0].issues.query("code == 'duplicate_row'")
    assert found["row"].tolist() == [3] and found["fields"].tolist() == ['{"first":2}']
    assert plan.sheets[0].counts["rejected"] == 1


def test_children_of_a_refused_grid_are_named_too(county, tmp_path):
    rows = [grid(网格名称=None), grid(网格编码="990101100009001", 网格名称="一组", 层级="屯", 上级编码="990101100009")]
    plan = prepare(county, WHOLE, workbook(tmp_path / "f.xlsx", {"表": [GRIDS, *rows]}), now=NOW)
    assert plan.sheets[0].issues[["row", "code"]].to_numpy().tolist() == [
        [2, "grid_name_missing"],
        [3, "parent_rejected"],
    ]


def test_fields_of_findings_are_masked(county, tmp_path):
    plan = prepare(county, EAST, workbook(tmp_path / "f.xlsx", {"表": [PEOPLE_MORE, person(证件号码=WRONG)]}), now=NOW)
    assert WRONG not in "".join(plan.sheets[0].issues["fields"].dropna())

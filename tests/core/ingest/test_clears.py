"""`---` in a cell: what is stored is emptied, shown before, logged and undone; what may not be blank stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from tests.copied import copied
from tests.core.ingest.files import EXITS, PEOPLE, codes, counts, id_number, store_file, workbook
from tests.county import NOW, WHOLE, county_alone

G = "990101100001001"
ONE = id_number(7)
MORE = [*PEOPLE, "来源地", "返乡日期", "关注截止日期"]
FULL = ["韦一", None, ONE, "男", None, "13700000001", G, "N1", None, "户主", "1号", "返乡人员", "深圳", "2026-01-20", "2026-02-09"]  # fmt: skip
PASS = ["韦二", "护照", "E00000009", "男", "1990-01-02", "13700000002", G, "N2", None, "户主", "2号", None, None, None, None]  # fmt: skip
CLEAR = "---"


@pytest.fixture
def county():
    return copied(_county)


def _county():
    store = county_alone()
    with TemporaryDirectory() as folder:
        store_file(store, workbook(Path(folder) / "first.xlsx", {"人员": [MORE, FULL, PASS]}))
    return store


def cleared(county, tmp_path, rows: list[list], sheet: str = "人员"):
    plan = prepare(county, WHOLE, workbook(tmp_path / "clear.xlsx", {sheet: rows}), now=NOW)
    return plan, commit(county, plan, actor="t", now=NOW + timedelta(hours=1))


FIELDS = "sex, birth_date, phone, household_id, relation, address, origin, arrived_on, attention, attention_until"


def person(county, number: str) -> dict:
    row = county.df(f"select name, home_grid_id, {FIELDS} from person where id_number = $id", id=number).iloc[0]
    return {k: None if pd.isna(v) else v for k, v in row.items()}


def test_a_persons_fields_are_emptied_shown_logged_and_undone(county, tmp_path):
    before = person(county, ONE)
    rows = [MORE, ["韦一", None, ONE, None, None, CLEAR, G, CLEAR, None, CLEAR, CLEAR, CLEAR, CLEAR, CLEAR, CLEAR]]
    plan = prepare(county, WHOLE, workbook(tmp_path / "c.xlsx", {"人员": rows}), now=NOW)
    shown = plan.preview("人员").iloc[0]
    assert shown["status"] == "changed" and pd.isna(shown["phone"])
    assert '"phone":"13700000001"' in shown["before"] and '"household_code":"N1"' in shown["before"]
    report = commit(county, plan, actor="t", now=NOW)
    assert counts(report) == (1, 0, 1, 0, 0) and codes(report) == set()
    after = person(county, ONE)
    left = {"name": "韦一", "home_grid_id": 4, "sex": "male", "birth_date": before["birth_date"]}
    assert {k: v for k, v in after.items() if v is not None} == left
    undo(county, WHOLE, report["batch"], actor="t", now=NOW + timedelta(days=1))
    assert person(county, ONE) == before


def test_what_the_id_number_says_is_not_emptied_but_a_passport_says_nothing(county, tmp_path):
    rows = [PEOPLE, ["韦一", None, ONE, CLEAR, CLEAR, None, G], ["韦二", "护照", "E00000009", CLEAR, CLEAR, None, G]]
    plan, report = cleared(county, tmp_path, rows)
    assert counts(report) == (2, 0, 1, 1, 0)
    assert plan.sheets[0].issues[["row", "column", "code"]].to_numpy().tolist() == [
        [2, "出生日期", "not_clearable"],
        [2, "性别", "not_clearable"],
    ]
    assert person(county, ONE)["sex"] == "male"
    assert (person(county, "E00000009")["sex"], person(county, "E00000009")["birth_date"]) == (None, None)


def test_a_new_row_is_just_blank_and_a_name_can_not_be_emptied(county, tmp_path):
    rows = [PEOPLE, ["韦三", None, id_number(9), None, None, CLEAR, G, CLEAR], [CLEAR, None, ONE, None, None, None, G]]
    _, report = cleared(county, tmp_path, rows)
    assert counts(report) == (2, 1, 0, 0, 1) and codes(report) == {"name_missing", "not_clearable"}
    assert person(county, id_number(9))["phone"] is None


NODE = "select g.lon, g.lat, r.name, r.position, r.phone, r.duties, d.name, d.phone from grid g left join duty r on r.grid_id = g.grid_id and r.role = 'responsible' left join duty d on d.grid_id = g.grid_id and d.role = 'deputy' where code = $code"
NODES = ["网格编码", "网格名称", "层级", "上级编码", "经度", "纬度", "责任人", "职务", "联系电话", "职责", "替岗人", "替岗人电话"]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ([None, None, CLEAR, None, None, None, None, None], (109.30, 22.70, None, None, None, None, "陆二", "13800000002")),
        ([None, None, None, CLEAR, CLEAR, CLEAR, None, CLEAR], (109.30, 22.70, "陆一", None, None, None, "陆二", None)),
        ([CLEAR, None, None, None, None, None, CLEAR, None], (None, None, "陆一", "镇长", "13800000001", "统筹全镇", None, None)),
    ],
)  # fmt: skip
def test_a_grids_fields_are_emptied_and_undone(county, tmp_path, cells, left):
    before = county.one(NODE, code="990101100")
    _, report = cleared(county, tmp_path, [NODES, ["990101100", "东镇", "乡镇", "990101", *cells]], "网格")
    assert counts(report) == (1, 0, 1, 0, 0) and codes(report) == set()
    assert county.one(NODE, code="990101100") == left
    undo(county, WHOLE, report["batch"], actor="t", now=NOW + timedelta(days=1))
    assert county.one(NODE, code="990101100") == before


def test_a_responsible_person_taken_out_can_be_followed_by_another(county, tmp_path):
    row = ["990101100", "东镇", "乡镇", "990101", None, None]
    cleared(county, tmp_path, [NODES, [*row, CLEAR]], "网格")
    _, report = cleared(county, tmp_path, [NODES, [*row, "陆九", "镇长"]], "网格")
    assert counts(report) == (1, 0, 1, 0, 0)
    assert county.one(NODE, code="990101100")[2:6] == ("陆九", "镇长", None, None)


def test_units_and_exits(county, tmp_path):
    header = ["单位编码", "单位名称", "行业", "应到人数", "复工日期", "到岗人数", "复工状态"]
    _, report = cleared(county, tmp_path, [header, ["U001", "东镇中学", CLEAR, CLEAR, CLEAR, CLEAR, CLEAR]], "单位")
    assert counts(report) == (1, 0, 1, 0, 0) and codes(report) == {"not_clearable"}
    assert county.one("select * exclude (batch_id) from unit where grid_id = 20") == (20, "school", None, None, "resumed", None, None, None)  # fmt: skip
    first = ["2026-01-30 09:00:00", "韦一", ONE, "南宁", "就医", "2026-02-02", "2026-02-03", "已批准"]
    cleared(county, tmp_path, [EXITS, first], "外出")
    _, report = cleared(county, tmp_path, [EXITS, [*first[:3], CLEAR, CLEAR, CLEAR, CLEAR, None]], "外出")
    assert counts(report) == (1, 0, 1, 0, 0) and codes(report) == {"not_clearable"}
    kept = county.one("select destination, reason, return_on, status, leave_on is null from exit_application")
    assert kept == (None, None, None, "approved", False)

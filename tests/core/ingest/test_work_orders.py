"""Lists of the 12345 line: found again by number, dispatched by what the address names, due by working days."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.ingest.undo.undo import undo
from tests.core.ingest.files import codes, counts, store_file, workbook
from tests.county import NOW, county_alone
from tests.county import WHOLE

HEADER = ["工单编号", "接收时间", "办结时限", "紧急程度", "受理类型", "一级分类", "二级分类", "问题描述", "地址", "联系人", "联系电话", "是否保密", "转办意见", "承办单位"]  # fmt: skip


def row(no, at="2026-01-29 09:00", due=None, urgency="一般", kind="求助", told="路灯不亮", address=None, **more):
    given = {"caller": "韦某", "phone": "13800000001", "secret": "否", **more}
    return [no, at, due, urgency, kind, "城乡建设", "路灯", told, address, given["caller"], given["phone"], given["secret"], "请办理", "东镇政府"]  # fmt: skip


ORDERS = [
    (row("G1", address="横州市东镇东一村12号"), (3, 3, "address", "dispatched", "2026-02-03 18:00")),
    (row("G2", address="东一村2组桥头", kind="投诉", told="噪声"), (5, 5, "address", "dispatched", "2026-02-14 18:00")),
    (row("G3", address="人民路1号", told="西镇西一村委会门口积水"), (None, 9, "text", "new", "2026-02-03 18:00")),
    (row("G4", address="某处", urgency="紧急"), (None, None, None, "new", "2026-01-29 23:59")),
    (row("G5", address="东镇圩镇", due="2026-02-05"), (2, 2, "address", "dispatched", "2026-02-05 18:00")),
    (row("G6", address="东镇东一", due="2026-02-05 12:30"), (3, 3, "address", "dispatched", "2026-02-05 12:30")),
    (row("G7", at="2026-01-31 10:00", address="东一村和东二村交界"), (None, None, None, "new", "2026-02-04 18:00")),
    (row("G8", address="西一村新东二村口", kind=None), (None, None, None, "new", "2026-02-03 18:00")),
]  # fmt: skip
BAD = [row(None), row("B1", at="不详"), row("B2", told=None), row("B3", due="2026-01-01"), row("G1"), row("B4", kind="闲聊")]


@pytest.fixture
def county():
    return county_alone()


def stored(store) -> dict:
    rows = store.run(
        "select order_no, grid_id, proposed_grid_id, matched_by, state, strftime(due_at, '%Y-%m-%d %H:%M') from work_order"
    )
    return {no: tuple(rest) for no, *rest in rows.fetchall()}


def test_each_order_goes_where_its_address_says_and_is_due_by_working_days(county, tmp_path):
    file = workbook(tmp_path / "12345.xlsx", {"工单": [HEADER, *[r for r, _ in ORDERS], *BAD]})
    report = store_file(county, file)
    assert [s["kind"] for s in report["sheets"]] == ["work_orders"]
    assert counts(report)[1:] == (8, 0, 0, len(BAD)), report
    assert {"order_no_missing", "time_bad", "order_told_missing", "order_due_early", "duplicate_row", "value_unknown"} <= codes(report)
    assert stored(county) == {r[0]: told for r, told in ORDERS}


def test_again_it_is_brought_up_to_date_and_taken_back(county, tmp_path):
    first = store_file(county, workbook(tmp_path / "a.xlsx", {"工单": [HEADER, ORDERS[0][0], ORDERS[3][0]]}))
    before = stored(county)
    assert counts(store_file(county, workbook(tmp_path / "b.xlsx", {"工单": [HEADER, ORDERS[0][0]]})))[1:4] == (0, 0, 1)
    with county.write() as db:
        db.execute("update work_order set grid_id = 9, state = 'taken' where order_no = 'G4'")
        db.execute("insert into work_order_act select order_id, timestamp '2026-01-30 10:00', 'x', 'take', null from work_order where order_no = 'G4'")  # fmt: skip
    later = [row("G1", kind="投诉", address="东镇东一村12号"), row("G4", told="路灯仍不亮", address="东一村", urgency="紧急")]
    report = store_file(county, workbook(tmp_path / "c.xlsx", {"工单": [HEADER, *later]}))
    assert counts(report)[1:4] == (0, 2, 0), report
    assert stored(county)["G1"][-1] == "2026-02-14 18:00" and stored(county)["G4"][0] == 9
    undo(county, WHOLE, report["batch"], actor="test", now=NOW)
    assert stored(county)["G1"] == before["G1"]
    undo(county, WHOLE, first["batch"], actor="test", now=datetime(2026, 2, 2))
    assert set(stored(county)) == {"G4"}

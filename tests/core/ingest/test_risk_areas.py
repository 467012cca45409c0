"""A published list of risk areas: read, compared with what is listed, followed, changed by the next one, taken back."""

from __future__ import annotations

import pytest

from core.errors import NotAllowed
from core.follow import follow
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.ingest.undo.undo import undo
from core.risk import add
from core.rollup import roll_up
from core.screening import areas
from tests.core.ingest.files import store_file, workbook
from tests.county import LAST_DAY, NOW, WHOLE, make_county

HEADER = ["序号", "省份", "城市", "区县", "地区", "风险等级", "起始日期", "结束/调整日期", "来源"]
GOOD = [
    [1, "湖北省", "武汉市", "武昌区", "中南路街道", "高风险", "2026-01-20", None, "国务院客户端"],
    [2, "湖北省", "武汉市", "武昌区", None, "中风险", "2026年1月20日", "2026-02-20", None],
    [3, None, None, None, "老东村", "高", "2026-01-30", None, None],
    [4, None, None, None, "990101101", "管控区", "2026/1/30", None, None],
    [5, "北京市", "北京市", "朝阳区", None, "低风险", "2026-01-30", None, None],
    [6, None, None, None, "东镇中学", "封控区", "2026-01-29", None, None],
    [7, None, None, None, "湖北武汉武昌区", "高风险区", "2026-01-25", None, None],
]
BAD = [
    [["鼓楼区", "高风险", "2026-01-20", None], "risk_place_several"],
    [["不知何处", "高风险", "2026-01-20", None], "risk_place_unknown"],
    [[None, "高风险", "2026-01-20", None], "risk_place_missing"],
    [["武汉市", "极高", "2026-01-20", None], "risk_level_unknown"],
    [["武汉市", "高风险", "不久前", None], "risk_since_bad"],
    [["武汉市", "高风险", "2026-01-20", "2026-01-19"], "risk_dates_turned"],
    [["湖北黄冈", "中风险", "2026-01-25", None], "risk_area_known"],
    [["温州", "高风险", "2026-01-20", None], "duplicate_row"],
]


@pytest.fixture
def county():
    store = make_county()
    with store.write() as db:
        db.execute("insert into import_batch values (1, $1, 'county', 'county', 'x', 1, 'committed', 0, false)", [NOW])
        db.execute("insert into grid_name values (3, 'name', '老东村', 1)")
        db.execute("update person set origin = '湖北省武汉市武昌区', arrived_on = '2026-01-25' where person_id = 21")
    roll_up(store, days=None, actor="test")
    follow(store, actor="test", whole=True)
    return store


def listed(store) -> list[tuple]:
    found = areas(store, WHOLE, as_of=LAST_DAY).sort_values("area_id")
    return [(r.place, r.level, r.state, r.people, r.unsure) for r in found.itertuples()]


def test_a_list_is_stored_followed_and_taken_back(county, tmp_path):
    report = store_file(county, workbook(tmp_path / "a.xlsx", {"中高风险地区": [HEADER, *GOOD]}))
    assert (report["sheets"][0]["kind"], report["sheets"][0]["new"], report["sheets"][0]["rejected"]) == (
        "risk_areas",
        7,
        0,
    )
    follow(county, actor="test")
    expected = [
        ("湖北省武汉市武昌区", "medium", "ended", 1, 0),  # a stretch at another level began
        ("湖北省武汉市武昌区", "high", "standing", 1, 0),
        ("湖北省武汉市武昌区中南路街道", "high", "standing", 0, 1),
        ("北京市朝阳区", "low", "standing", 0, 0),
        ("东一村", "high", "standing", 20, 0),
        ("西镇", "medium", "standing", 10, 0),
        ("东镇中学", "high", "standing", 5, 0),
    ]
    assert sorted(listed(county)) == sorted(expected)
    assert county.value("select count(*) from task where status = 'drafted'") == 31
    again = store_file(
        county, workbook(tmp_path / "b.xlsx", {"中高风险地区": [HEADER, *GOOD[:6], [*GOOD[6][:7], "2026-01-28", "新"]]})
    )
    assert {k: again["sheets"][0][k] for k in ("new", "changed", "unchanged")} == {
        "new": 0,
        "changed": 1,
        "unchanged": 6,
    }
    assert county.run("select cast(until as text), source from risk_area where source = '新'").fetchall() == [
        ("2026-01-28", "新")
    ]
    undo(county, WHOLE, again["batch"], actor="test", now=NOW)
    assert county.value("select count(*) from risk_area where until is not null") == 1
    undo(county, WHOLE, report["batch"], actor="test", now=NOW)
    follow(county, actor="test")
    assert listed(county) == [] and county.value("select count(*) from risk_stay") == 0
    assert county.run("select distinct status from task where kind <> 'measure'").fetchall() == [("cancelled",)]


def test_what_is_wrong_is_told_row_by_row(county, tmp_path):
    add(county, WHOLE, name="黄冈", level="medium", since=LAST_DAY.replace(day=20), actor="test")
    rows = [
        ["地区", "风险等级", "起始日期", "解除日期"],
        ["温州", "高风险", "2026-01-20", None],
        *(row for row, _ in BAD),
    ]
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"风险地区": rows}), now=NOW)
    try:
        part = plan.sheets[0]
        assert (part.kind, part.counts["new"], part.counts["rejected"]) == ("risk_areas", 1, len(BAD))
        by_row = part.issues.groupby("row")["code"].agg(set)
        assert [code in by_row[n] for n, (_, code) in enumerate(BAD, 3)] == [True] * len(BAD)
    finally:
        discard(plan)


def test_importing_a_list_of_areas_takes_the_right_to_announce_one(county, tmp_path):
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"中高风险地区": [HEADER, *GOOD]}), now=NOW)
    try:
        with pytest.raises(NotAllowed, match="kind_not_allowed"):
            commit(county, plan, actor="clerk", permissions=frozenset({"imports.write"}), now=NOW)
        assert listed(county) == []
        commit(county, plan, actor="duty", permissions=frozenset({"imports.write", "risk.write"}), now=NOW)
    finally:
        discard(plan)
    assert len(listed(county)) == 7

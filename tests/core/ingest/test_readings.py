"""Stations and readings: rain, water and indices of grids, from files as offices keep them."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.classify import classify, grade
from core.classify.ladder import ladder
from core.ingest.undo.undo import undo
from core.policy.loader import FOLDER, read_policy
from core.registry.readings import readings
from tests.core.ingest.files import codes, counts, store_file, workbook
from tests.county import LAST_DAY, NOW, WHOLE, county_alone

STATIONS = ["站点编码", "站点名称", "所在村", "1小时准备转移", "1小时立即转移", "3小时立即转移", "警戒水位", "保证水位"]
READINGS = ["站点名称", "监测时间", "1小时雨量(mm)", "3小时雨量", "水位"]
SURVEY = ["乡镇", "村", "调查日期", "检查户数", "阳性容器数"]


@pytest.fixture
def county(tmp_path):
    store = county_alone()
    rows = [STATIONS, ["81001", "东一雨量站", "东一村", 30, 50, 90, None, None], ["81001", "东一雨量站", "东二村", 30, 50, 90, None, None],
            ["81002", "清江水位站", "东一村", None, None, None, 52.5, 54]]  # fmt: skip
    report = store_file(store, workbook(tmp_path / "站点.xlsx", {"站点": rows}))
    assert counts(report) == (3, 3, 0, 0, 0), report
    return store


def stored(store) -> list[tuple]:
    return store.run("select station, indicator, value from reading order by reading_id").fetchall()


def test_readings_find_their_station_and_say_what_follows(county, tmp_path):
    rows = [READINGS, ["东一雨量站", "2026-01-31 10:00", 12, 40, None], ["东一雨量站", "2026-01-31 11:00", 55.5, 70, None],
            ["81002", "2026-01-31 11:00", None, None, 52.6], ["无此站", "2026-01-31 11:00", 1, None, None],
            ["81002", "2026-01-31 11:30", None, None, None], ["81002", "不记得", None, None, 50]]  # fmt: skip
    report = store_file(county, workbook(tmp_path / "雨情.xlsx", {"雨情": rows}))
    assert counts(report) == (6, 3, 0, 0, 3) and codes(report) >= {"station_unknown", "reading_none", "time_bad"}
    assert len(stored(county)) == 5
    found = readings(county, WHOLE, at=datetime(2026, 1, 31, 12))
    told = {(r.grid, r.indicator): (r.value, r.level if isinstance(r.level, str) else None) for r in found.itertuples()}
    assert told == {
        ("东一村", "rain_1h"): (55.5, "move"), ("东二村", "rain_1h"): (55.5, "move"), ("东一村", "rain_3h"): (70, None),
        ("东二村", "rain_3h"): (70, None), ("东一村", "water_level"): (52.6, "prepare"),
    }  # fmt: skip
    assert found.iloc[0]["level"] == "move" and readings(county, WHOLE, at=datetime(2026, 2, 1, 12)).empty


def test_the_same_again_changes_nothing_a_corrected_value_does_and_comes_back(county, tmp_path):
    rows = [READINGS, ["东一雨量站", "2026-01-31 10:00", 12, 40, None]]
    store_file(county, workbook(tmp_path / "a.xlsx", {"雨情": rows}))
    before = stored(county)
    assert counts(store_file(county, workbook(tmp_path / "b.xlsx", {"雨情": [*rows, [None] * 5]})))[1:] == (0, 0, 1, 0)
    rows[1][2] = 21
    later = store_file(county, workbook(tmp_path / "c.xlsx", {"雨情": rows}))
    assert counts(later) == (1, 0, 1, 0, 0) and stored(county)[0][2] == 21
    undo(county, WHOLE, later["batch"], actor="test", now=NOW)
    assert stored(county) == before


def test_a_station_may_stand_by_code_and_by_name(tmp_path):
    """As offices' tables have them: both columns, the grid by its code."""
    store = county_alone()
    header = ["站码", "站名", "类型", "所在网格编码", "1小时雨量立即转移(mm)"]
    report = store_file(
        store, workbook(tmp_path / "a.xlsx", {"测站": [header, ["81001", "东一雨量站", "雨量站", "990101100001", 50]]})
    )
    assert counts(report) == (1, 1, 0, 0, 0) and "asked" not in report["sheets"][0]
    rows = [["站码", "站名", "时间", "1小时雨量"], ["81001", "东一雨量站", "2026-01-31 10:00", 55]]
    report = store_file(store, workbook(tmp_path / "b.xlsx", {"雨情": rows}))
    assert counts(report) == (1, 1, 0, 0, 0) and "asked" not in report["sheets"][0]


def test_a_survey_makes_the_index_of_its_village(county, tmp_path):
    rows = [SURVEY, ["东镇", "东一村", "2026-01-30", 100, 6], ["东镇", "东二村", "2026-01-30", "许多", 6]]
    report = store_file(county, workbook(tmp_path / "布雷图.xlsx", {"调查": rows}))
    assert counts(report)[1:] == (1, 0, 0, 1)
    assert stored(county) == [(None, "breteau", 6.0)]


def test_a_grid_is_graded_by_the_stations_that_stand_for_it(county, tmp_path, monkeypatch):
    """A value of its own in one village: that village and all around it, nobody else; and what it takes until the next."""
    monkeypatch.setattr("core.clock.now", lambda: datetime(2026, 1, 31, 12))
    rows = [READINGS, ["东一雨量站", "2026-01-31 11:00", 35, 40, None], ["81002", "2026-01-31 11:00", None, None, 54.1]]
    store_file(county, workbook(tmp_path / "雨情.xlsx", {"雨情": rows}))
    policy = read_policy(FOLDER / "flood")
    classify(county, as_of=LAST_DAY, actor="test", policy=policy)
    grade(county, as_of=LAST_DAY, actor="test", policy=policy)
    grades = dict(
        county.run(
            "select g.name, d.grade from grid_grade d join grid g using (grid_id) where g.axis = 'area'"
        ).fetchall()
    )
    assert {name: grades[name] for name in ("东一村", "东一村1组", "东二村", "东镇", "甲县", "西镇")} == {
        "东一村": "high", "东一村1组": "high", "东二村": "medium", "东镇": "high", "甲县": "high", "西镇": "low",
    }  # fmt: skip
    rungs = {r.rule.counted: r for r in ladder(county, WHOLE, grid=6, policy=policy).rungs}
    assert rungs["gauge.prepare"].fewer == 1, "of stations one less, however far above its value it is"
    assert (rungs["gauge.move"].met, rungs["gauge.move"].more, rungs["gauge.prepare"].met) == (False, 1, True)
    assert rungs["reading.rain_24h"].more == 50


def test_values_the_wrong_way_round_are_told_and_taken(county, tmp_path):
    """To get ready at 60 and to move at 40; and of a stored station that is given one value beyond the other."""
    rows = [STATIONS, ["81003", "西一雨量站", "东二村", 60, 40, None, None, None], ["81004", "西河水位站", "东二村", None, None, None, 54, 52],
            ["81001", "东一雨量站", "东一村", 80, None, None, None, None], ["81005", "南河水位站", "东二村", 30, 30, None, 52, 54]]  # fmt: skip
    report = store_file(county, workbook(tmp_path / "反.xlsx", {"站点": rows}))
    found = [i for i in report["sheets"][0]["issues"] if i["code"] == "threshold_reversed"]
    assert counts(report)[-1] == 0 and sorted(i["row"] for i in found) == [2, 3, 4], found
    assert {i["column"] for i in found} == {"1小时准备转移", "警戒水位"}

"""The check-ins: in order, of known people, with the rhythm of a county."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.spec import Spec
from tests.sample_data.conftest import SPEC


def test_they_lie_in_time_order_within_the_period(county):
    times = county.check_ins["扫码时间"]
    assert times.is_monotonic_increasing
    assert times.iloc[0].date() == SPEC.first_day
    assert times.iloc[-1].date() == SPEC.last_day


def test_they_name_registered_people(county):
    registered = county.people.set_index("证件号码")["姓名"]
    pairs = county.check_ins[["证件号码", "姓名"]].drop_duplicates()
    assert (pairs["证件号码"].map(registered) == pairs["姓名"]).all()


def test_there_are_about_fourteen_for_ten_people_and_day(county):
    assert 1.25 < len(county.check_ins) / (SPEC.people * SPEC.days) < 1.6


def test_no_row_occurs_twice(county):
    assert not county.check_ins.duplicated(["证件号码", "网格编码", "扫码时间"]).any()


def test_only_planted_people_have_a_fever(county):
    feverish = county.check_ins[county.check_ins["体温"] >= 37.3]
    planted = {(e["id_number"], e["first_day"]) for e in county.truth if e["kind"] == "fever"}
    assert set(zip(feverish["证件号码"], feverish["day"], strict=True)) == planted
    assert county.check_ins["体温"].min() >= 35.4


def test_work_and_school_rest_at_weekends_and_holidays(county):
    schools = set(county.units.loc[county.units["单位类型"] == "学校", "单位编码"])
    at_school = county.check_ins[county.check_ins["网格编码"].str[:5].isin(schools)].groupby("day").size()
    assert at_school.get("2026-02-17", 0) == 0  # Spring Festival
    assert at_school.get("2026-03-01", 0) == 0  # a Sunday
    assert at_school["2026-02-28"] > 0  # a Saturday made up for
    assert at_school["2026-03-03"] > 0


def test_nobody_registers_before_returning(county):
    returned = county.people.dropna(subset="返乡日期").set_index("证件号码")["返乡日期"].astype(str).str[:10]
    iso = returned.map(lambda v: "-".join(part.zfill(2) for part in v.replace("/", "-").split("-")))
    rows = county.check_ins[county.check_ins["证件号码"].isin(iso.index)]
    assert (rows["day"] >= rows["证件号码"].map(iso)).all()
    assert len(rows)


def test_nobody_moves_faster_than_a_car(county):
    spots = pd.concat([county.grids.set_index("网格编码"), county.units.set_index("单位编码").dropna(subset="经度")])
    spots = spots[["经度", "纬度"]].astype(float) * np.array([102.6, 111.2])
    untrue = {
        e.get("id_number", e.get("grid_code"))
        for e in county.truth
        if e["kind"] in ("impossible_movement", "shared_account", "backlog_burst")
    }
    rows = county.check_ins[~county.check_ins["证件号码"].isin(untrue) & ~county.check_ins["网格编码"].isin(untrue)]
    rows = rows.sort_values(["证件号码", "扫码时间"], kind="stable")
    place = rows["网格编码"].str.replace(r"^(U\d+)-.*", r"\1", regex=True)
    km = np.hypot(place.map(spots["经度"]).diff(), place.map(spots["纬度"]).diff())
    hours = rows["扫码时间"].diff().dt.total_seconds().clip(lower=300) / 3600
    far = (rows["证件号码"] == rows["证件号码"].shift()) & (km > 30)
    assert far.any()
    assert (km[far] / hours[far]).max() < 120


def test_an_unknown_year_goes_by_the_weekday():
    far = Spec(people=200, days=7, last_day=SPEC.last_day.replace(year=2099))
    assert [far.is_working_day(i) for i in range(7)] == [far.day(i).weekday() < 5 for i in range(7)]
    assert not any(far.is_festive(i) for i in range(7))

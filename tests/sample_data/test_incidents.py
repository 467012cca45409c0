"""Every planted incident is to be seen in the data by simple counting."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.sample_data.conftest import SPEC

LAST = SPEC.last_day.isoformat()


def of_kind(county, kind: str) -> list[dict]:
    return [entry for entry in county.truth if entry["kind"] == kind]


def daily(county, entry: dict, *, entries: bool) -> tuple[pd.Series, pd.Series]:
    """Counts per day of the grid with all below it: during the incident, and on the days before with any."""
    rows = county.check_ins[county.check_ins["网格编码"].str.startswith(entry["grid_code"])]
    if entries:
        rows = rows[rows["方向"] == "进"]
    every = pd.date_range(SPEC.first_day, SPEC.last_day).strftime("%Y-%m-%d")
    counts = rows.groupby("day").size().reindex(every, fill_value=0)
    before = counts[counts.index < entry["first_day"]]
    return counts[(counts.index >= entry["first_day"]) & (counts.index <= entry["last_day"])], before[before > 0]


@pytest.mark.parametrize(
    ("kind", "least"),
    [("rate_rise", 3), ("rate_fall", 3), ("missing_feed", 3), ("cluster_fever", 3), ("silent_resident", 5), ("key_attention_exit", 5), ("fever", 8), ("quarantine_breach", 5)],
)  # fmt: skip
def test_there_are_several_of_every_kind(county, kind, least):
    assert len(of_kind(county, kind)) >= least


def test_rises_are_fourfold(county):
    for entry in of_kind(county, "rate_rise"):
        during, before = daily(county, entry, entries=True)
        assert before.mean() >= 5
        assert during.min() >= 4 * before.mean(), entry


def test_falls_leave_a_fifth_and_missing_feeds_nothing(county):
    for entry in of_kind(county, "rate_fall"):
        during, before = daily(county, entry, entries=False)
        assert during.mean() <= before.mean() / 5, entry
    for entry in of_kind(county, "missing_feed"):
        during, before = daily(county, entry, entries=False)
        assert during.sum() == 0
        assert before.mean() >= 5
        assert len(during) >= 2
        assert entry["last_day"] == LAST


def test_the_silent_registered_daily_and_then_never(county):
    for entry in of_kind(county, "silent_resident"):
        days = set(county.check_ins.loc[county.check_ins["证件号码"] == entry["id_number"], "day"])
        before = pd.date_range(SPEC.first_day, entry["first_day"], inclusive="left").strftime("%Y-%m-%d")
        assert days == set(before), entry
        assert len(pd.date_range(entry["first_day"], LAST)) >= 7


def test_fevers_are_recorded(county):
    for entry in of_kind(county, "fever"):
        rows = county.check_ins[
            (county.check_ins["证件号码"] == entry["id_number"]) & (county.check_ins["day"] == entry["first_day"])
        ]
        assert rows["体温"].max() >= 37.3
        assert rows["症状"].str.contains("发热").any()


def test_clusters_are_several_fevers_in_one_class(county):
    for entry in of_kind(county, "cluster_fever"):
        rows = county.check_ins[
            (county.check_ins["网格编码"] == entry["grid_code"]) & (county.check_ins["体温"] >= 37.3)
        ]
        assert rows["day"].between(entry["first_day"], entry["last_day"]).all()
        assert rows["证件号码"].nunique() >= 3
        assert county.units.set_index("单位编码").at[entry["grid_code"], "层级"] == "班级"


def test_only_the_planted_leave_their_quarantine(county):
    home = county.people[county.people["人员类别"] == "居家隔离"].set_index("证件号码")["网格编码"]
    rows = county.check_ins[county.check_ins["证件号码"].isin(home.index)]
    away = rows[rows["网格编码"] != rows["证件号码"].map(home)]
    planted = {(entry["id_number"], entry["first_day"]) for entry in of_kind(county, "quarantine_breach")}
    assert set(zip(away["证件号码"], away["day"], strict=True)) == planted


def test_only_the_planted_key_people_have_a_pending_application(county):
    watched = set(county.people.loc[county.people["人员类别"] == "重点关注", "证件号码"])
    pending = county.exits[(county.exits["审批状态"] == "待审批") & county.exits["证件号码"].isin(watched)]
    planted = {(entry["id_number"], entry["first_day"]) for entry in of_kind(county, "key_attention_exit")}
    assert set(zip(pending["证件号码"], pending["申请时间"].str[:10], strict=True)) == planted


def test_incidents_lie_in_the_last_fortnight(county):
    assert min(entry["last_day"] for entry in county.truth) >= "2026-03-04"
    assert max(entry["last_day"] for entry in county.truth) == LAST

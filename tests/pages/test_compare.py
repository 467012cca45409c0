"""The page that compares: every view draws what the store holds, and only those who may take it away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.i18n import t
from pages.ui.compare.choosing import VIEWS
from tests.county import LAST_DAY, empty_store
from tests.pages.conftest import assert_fine
from tests.pages.test_trends import numbers, sentence


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_a_count_and_of_a_class(open_page, view):
    for indicator, lang in (("residents_seen", "zh"), ("watched", "en")):
        page = open_page("compare", lang=lang, view=view, indicator=indicator, days="14")
        assert_fine(page)
        said = sentence(page)
        assert "finding." not in said and "{" not in said
        assert (said and page.get("plotly_chart")) or page.info


def test_rank_tells_rate_interval_and_verdict(open_page):
    shown = numbers(open_page("compare", indicator="residents_seen", days="7"))
    assert set(shown.iloc[:, 0]) == {"东镇", "西镇"}
    assert shown[t("zh", "compare.rate")].tolist() == [10_000, 10_000]  # everybody is seen every day
    assert shown[t("zh", "compare.verdict")].eq(t("zh", "compare.verdicts.within")).all()
    villages = open_page("compare", indicator="residents_seen", level="village")
    assert set(numbers(villages).iloc[:, 0]) == {"东一村", "东二村", "西一村"}


def test_before_and_after_a_day_of_ones_own(open_page):
    day = LAST_DAY - timedelta(days=6)
    page = open_page("compare", view="measure", indicator="entries", on=day.isoformat())
    assert_fine(page)
    assert t("zh", "finding.measure_same").split("，")[1].split("与")[0].format(indicator="进入人次") in sentence(page)
    shown = numbers(page)
    assert shown.iloc[0, 0] == t("zh", "compare.whole") and set(shown.iloc[1:, 0]) == {"东镇", "西镇"}
    assert shown[t("zh", "compare.change.change")].abs().max() < 0.05
    late = open_page("compare", view="measure", on=(LAST_DAY + timedelta(days=9)).isoformat())
    assert_fine(late)
    assert late.date_input[0].value <= LAST_DAY


def test_side_by_side_is_what_each_place_had(open_page, county):
    shown = numbers(open_page("compare", view="panels", indicator="check_ins", days="7"))
    summed = shown.drop(columns=shown.columns[0]).sum().sum()
    assert summed == county.value("select sum(check_ins) from grid_day where day > $d", d=LAST_DAY - timedelta(days=7))


def test_who_looks_and_who_takes_away(open_page):
    leader, command = (open_page("compare", role=r, indicator="residents_seen") for r in ("leader", "command"))
    assert_fine(leader)
    assert not leader.get("download_button") and not leader.dataframe
    assert len(command.get("download_button")) == 2
    own = numbers(open_page("compare", grids=[2], indicator="residents_seen", grid="990101101"))
    assert "西镇" not in set(own.iloc[:, 0])
    empty = open_page("compare", store=empty_store())
    assert_fine(empty)
    assert t("zh", "overview.empty") in [i.value for i in empty.info]

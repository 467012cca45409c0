"""The overview: its numbers are the store's, its sentences are whole, and it shows nobody more than their scope."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.i18n import t
from tests.county import LAST_DAY, NOW, empty_store
from tests.pages.conftest import assert_fine, prepared_county

SINCE = LAST_DAY - timedelta(days=6)


def figures(page):
    return {m.label: m for m in page.metric}


def sentences(page):
    return [m.value.removeprefix("##### ").replace("\\", "") for m in page.markdown if m.value.startswith("##### ")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["leader", "command", "clerk", "officer", "admin"])
def test_every_role_sees_it_whole(open_page, role, lang):
    page = open_page("overview", role=role, lang=lang)
    assert_fine(page)
    assert page.title[0].value == t(lang, "overview.title")
    labels = ("people", "outsiders", "entries", "fevers", "alerts", "resumed")
    assert list(figures(page)) == [t(lang, f"figure.{code}") for code in labels]
    texts = [*sentences(page), *(c.value for c in page.caption), *(m.delta for m in page.metric)]
    assert not [x for x in texts if "finding." in x or "overview." in x or "figure." in x or "{" in x]


def test_figures_equal_a_direct_count(open_page, county):
    page = open_page("overview", lang="en", days="7")
    shown = figures(page)
    count = county.value
    entries = count(
        "select count(*) from check_in where direction = 'in' and scanned_at >= $since and scanned_at < $end",
        since=SINCE,
        end=LAST_DAY + timedelta(days=1),
    )
    assert shown[t("en", "figure.people")].value == f"{count('select count(*) from person where registered'):,}"
    assert shown[t("en", "figure.entries")].value == f"{entries:,}"
    assert shown[t("en", "figure.alerts")].value == str(count("select count(*) from alert"))
    assert shown[t("en", "figure.resumed")].value == "50%"  # one of two units


def test_one_sentence_per_picture(open_page):
    said = sentences(open_page("overview", lang="zh", days="7"))
    assert len(said) == 7
    assert any(s.startswith("扫码人次 610") for s in said)
    assert any("单位复工 1/2 家" in s for s in said)


def test_a_scope_bounds_every_figure(open_page, county):
    page = open_page("overview", role="officer", grids=[2], lang="en", days="7")
    assert_fine(page)
    entries = county.value(
        "select sum(entries) from grid_day where day >= $since and grid_id in (from scope_grids([2]))", since=SINCE
    )
    assert figures(page)[t("en", "figure.people")].value == "30"
    assert figures(page)[t("en", "figure.entries")].value == f"{entries:,.0f}"
    assert "西" not in " ".join([*sentences(page), *(c.value for c in page.caption)])


def test_a_foreign_grid_in_the_address_falls_back(open_page):
    page = open_page("overview", role="officer", grids=[2], grid="990101101")
    assert_fine(page)
    assert "grid" not in page.query_params
    assert figures(page)[t("zh", "figure.people")].value == "30"


def test_the_grid_of_the_address_is_shown(open_page):
    page = open_page("overview", grid="990101101", days="7")
    assert figures(page)[t("zh", "figure.people")].value == "10"


def test_days_without_data_are_said_so(open_page):
    page = open_page("overview", since="2025-06-01", until="2025-06-07")
    assert_fine(page)
    assert t("zh", "overview.no_days") in [i.value for i in page.info]


@pytest.mark.parametrize("role", ["leader", "clerk"])
def test_the_empty_store_says_what_is_missing(open_page, role):
    page = open_page("overview", role=role, store=empty_store())
    assert_fine(page)
    assert t("zh", "overview.empty") in [i.value for i in page.info]
    assert not page.metric


@pytest.fixture(scope="module")
def alarmed():
    """The county with a severe alert about a grid and one about a person."""
    store = prepared_county()
    with store.write() as db:
        for number, grid, person, severity in ((901, 4, None, "high"), (902, 10, 31, "medium")):
            db.execute(
                "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day,"
                " reason, fields, policy_version, opened_at) values (?, 'rate_rise', ?, ?, 'open', ?, 5.0, ?, ?,"
                " 'unknown', '{}', 'x', ?)",
                [number, grid, person, severity, LAST_DAY, LAST_DAY, NOW],
            )
    return store


def test_alerts_lead_to_their_details(open_page, alarmed):
    page = open_page("overview", lang="en", store=alarmed)
    assert_fine(page)
    assert figures(page)[t("en", "figure.alerts")].value == "2"
    assert figures(page)[t("en", "figure.alerts")].delta == "1 severe"
    alerts = [link.proto for link in page.get("page_link") if link.proto.page == "anomalies"]
    assert [("alert=901" in p.query_string, "alert=902" in p.query_string) for p in alerts[:2]] == [
        (True, False),
        (False, True),
    ]


def test_leaders_see_no_names(open_page, alarmed):
    page = open_page("overview", role="leader", store=alarmed)
    name = alarmed.value("select name from person where person_id = 31")
    labels = " ".join(link.proto.label for link in page.get("page_link")).replace("\\", "")
    assert "西一村1组" in labels and name not in labels


def test_links_lead_only_where_the_role_may_go(open_page, alarmed):
    def targets(role):
        return {link.proto.page for link in open_page("overview", role=role, store=alarmed).get("page_link")}

    assert targets("leader") == {"grid_map", "trends", "anomalies", "units"}
    assert targets("clerk") == {"grid_map", "units"}

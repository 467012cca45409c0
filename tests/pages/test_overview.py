"""The overview: its numbers are the store's, its sentences are whole, and it shows nobody more than their scope."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from core import clock
from core.i18n import t
from core.intake import Record, take
from core.registry.tree import rebuild_tree
from core.report.wording import class_name
from tests.county import LAST_DAY, NOW, empty_store
from tests.pages.conftest import assert_fine, prepared_county

SINCE = LAST_DAY - timedelta(days=6)
FIGURE = re.compile(
    r'gc-label">(.*?)</span><span class="gc-number[^>]*>(.*?) <small>(.*?)</small></span><span class="gc-note">(.*?)</span>'
)
SQUARE = re.compile(
    r'gc-name">(.*?)</span><span class="gc-value">(.*?)(?: <span.*?)?</span><span class="gc-why">(.*?)</span>'
)


def drawn(page) -> str:
    return " ".join(
        block.proto.body
        for block in page.get("html")
        if "<style>" not in block.proto.body and "gc-rail" not in block.proto.body
    )


def figures(page) -> dict[str, tuple[str, str, str]]:
    """Label → value, unit, note."""
    return {html.unescape(label): (value, unit, note) for label, value, unit, note in FIGURE.findall(drawn(page))}


def squares(page) -> dict[str, tuple[str, str]]:
    return {name: (value, why) for name, value, why in SQUARE.findall(drawn(page))}


def links(page) -> list[str]:
    return [html.unescape(address) for address in re.findall(r'class="go[^"]*" href="(.*?)"', drawn(page))]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["leader", "command", "clerk", "officer", "admin"])
def test_every_role_sees_it_whole(open_page, role, lang):
    page = open_page("overview", role=role, lang=lang)
    assert_fine(page)
    assert page.title[0].value.startswith("甲县 · " if lang == "zh" else "Jiaxian · ")
    labels = ["severe_alerts", "fever", "home_quarantine", "outsiders", "coverage", "resumed"]
    named = [
        class_name(lang, code) if code in ("fever", "home_quarantine") else t(lang, f"figure.{code}") for code in labels
    ]
    assert list(figures(page)) == named
    assert not re.search(
        r"\b(finding|overview|figure|detector_short)\.[a-z]|[{}]", re.sub(r'style="[^"]*"|src="[^"]*"', "", drawn(page))
    )


def test_figures_equal_a_direct_count(open_page, alarmed):
    shown = figures(open_page("overview", lang="en", days="7", store=alarmed))
    count = alarmed.value
    severe = count("select count(*) from alert where severity = 'high' and status = 'open'")
    assert shown["Severe alerts"][:2] == (str(severe), f"of {count('select count(*) from alert')}")
    outside = count("select sum(outsiders) from grid_day where day = $day", day=LAST_DAY)
    assert shown[t("en", "figure.outsiders")][0] == f"{outside:,.0f}"
    assert shown[t("en", "figure.resumed")] == ("50%", "1 of 2", "schools 1 of 1")


def test_one_square_for_each_grid_below_worst_first(open_page, alarmed):
    page = open_page("overview", lang="en", store=alarmed)
    assert squares(page) == {"Dongzhen": ("1", "rise 1"), "Xizhen": ("–", "1 less severe")}
    assert [a for a in links(page) if a.startswith("/?")][:1] == [
        "/?grid=990101100&lang=en"
    ] or "grid=990101100" in "".join(links(page))


def test_the_worst_place_is_named_first(open_page, alarmed):
    text = html.unescape(drawn(open_page("overview", store=alarmed)))
    assert "严重预警 1 条，全部在东镇，主要是人流骤增（1 条）。" in text


def test_every_view_of_the_places(open_page, alarmed):
    ranked = open_page("overview", view="rank", store=alarmed)
    assert_fine(ranked)
    assert re.findall(r'scope="row"><a[^>]*>(.*?)</a>', drawn(ranked)) == ["东镇", "西镇"]
    assert_fine(open_page("overview", view="map", store=alarmed))
    assert squares(open_page("overview", view="else", store=alarmed))


def test_the_ranking_and_the_figures_tell_one_number(open_page, alarmed):
    figure = figures(open_page("overview", store=alarmed))[t("zh", "figure.outsiders")][0]
    cells = re.findall(r'<td class="gc-right">(.*?)</td>', drawn(open_page("overview", view="rank", store=alarmed)))
    visits = cells[3::5]  # severe, two classes, visits, coverage
    assert sum(int(v.replace(",", "")) for v in visits) == int(figure.replace(",", ""))


def test_links_keep_grid_and_period(open_page, alarmed):
    page = open_page("overview", grid="990101100", days="7", store=alarmed)
    kept = [a for a in links(page) if a.startswith(("/anomalies", "/trends", "/units"))]
    assert kept and all("grid=" in a and "days=7" in a for a in kept)


def test_a_scope_bounds_every_figure(open_page, alarmed):
    page = open_page("overview", role="officer", grids=[2], days="7", store=alarmed)
    assert_fine(page)
    assert set(squares(page)) == {"东一村", "东二村"}
    assert figures(page)[t("zh", "figure.severe_alerts")][:2] == ("1", "/ 1 条")
    assert "西" not in drawn(page)


def test_a_foreign_grid_in_the_address_falls_back(open_page):
    page = open_page("overview", role="officer", grids=[2], grid="990101101")
    assert_fine(page)
    assert "grid" not in page.query_params
    assert page.title[0].value.startswith("东镇")


def test_the_grid_of_the_address_is_shown(open_page):
    page = open_page("overview", grid="990101101", days="7")
    assert page.title[0].value.startswith("西镇") and set(squares(page)) == {"西一村"}


def test_days_without_data_are_said_so(open_page):
    page = open_page("overview", since="2025-06-01", until="2025-06-07")
    assert_fine(page)
    assert t("zh", "overview.no_days") in [i.value for i in page.info]


@pytest.mark.parametrize("role", ["leader", "clerk"])
def test_the_empty_store_says_what_is_missing(open_page, role):
    page = open_page("overview", role=role, store=empty_store())
    assert_fine(page)
    assert not figures(page)
    steps = re.findall(r'<li class="(.*?)"><span class="gc-step">(.*?)</span>', drawn(page))
    assert steps == [("", "1"), ("", "2"), ("", "3")]
    assert (t("zh", "overview.ask_clerk") in drawn(page)) == (role == "leader")
    assert any(a.startswith("/imports") for a in links(page)) == (role == "clerk")


def test_what_is_done_is_ticked(open_page):
    store = empty_store()
    with store.write() as db:
        db.execute(
            "insert into grid (grid_id, code, name, axis, level, updated_at) values (1, '990101', '甲县', 'area', 'county', now()::timestamp)"
        )
        rebuild_tree(db)

    page = open_page("overview", role="clerk", store=store)
    assert_fine(page)
    assert re.findall(r'class="gc-step">(.*?)</span>', drawn(page)) == ["✓", "2", "3"]


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
    named = [re.search(r"alert=(\d+)", a) for a in links(page)]
    assert [int(m[1]) for m in named if m] == [901, 902]


def test_the_worst_of_each_kind_comes_before_any_second(open_page):
    store = prepared_county()
    with store.write() as db:
        for number, detector in enumerate(["rate_rise"] * 6 + ["missing_feed"] * 2 + ["rate_fall"], start=801):
            db.execute(
                "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, fields, policy_version,"
                " opened_at) values (?, ?, 4, 'open', 'high', ?, ?, ?, 'unknown', '{}', 'x', ?)",
                [number, detector, 900 - number, LAST_DAY, LAST_DAY, NOW],
            )
    named = [re.search(r"alert=(\d+)", a) for a in links(open_page("overview", store=store))]
    assert [int(m[1]) for m in named if m] == [801, 807, 809, 802, 808]


def test_one_alert_of_a_grave_kind_is_told_beside_many_others(open_page):
    store = prepared_county()
    with store.write() as db:
        for number, (detector, grid) in enumerate([*[("rate_rise", 4)] * 8, ("contact_at_large", 10)], start=801):
            db.execute(
                "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, fields, policy_version,"
                " opened_at) values (?, ?, ?, 'open', 'high', 5.0, ?, ?, 'unknown', '{}', 'x', ?)",
                [number, detector, grid, LAST_DAY, LAST_DAY, NOW],
            )
    told = html.unescape(re.sub(r"<[^>]+>", "", drawn(open_page("overview", store=store))))
    assert "密接未管控严重预警1条，在西镇" in re.sub(r"\s", "", told)


def test_leaders_see_no_names(open_page, alarmed):
    name = alarmed.value("select name from person where person_id = 31")
    assert name not in drawn(open_page("overview", role="leader", store=alarmed))


def test_links_lead_only_where_the_role_may_go(open_page, alarmed):
    def targets(role):
        return {re.match(r"/(\w*)", a)[1] for a in links(open_page("overview", role=role, store=alarmed))} - {""}

    assert targets("leader") == {"trends", "anomalies", "units", "classes"}
    assert targets("clerk") == {"people", "units", "classes"}


def test_how_far_the_figures_are_with_the_scans_of_phones(open_page):
    assert not any("待计入" in c.value for c in open_page("overview", store=prepared_county()).caption)
    store = prepared_county()
    take(store, [Record("a" * 12, 4, clock.now(), 1), Record("b" * 12, 4, clock.now(), 2)], actor="t", now=clock.now())
    [line] = [c.value for c in open_page("overview", store=store).caption if "待计入" in c.value]
    assert "待计入 2 条" in line

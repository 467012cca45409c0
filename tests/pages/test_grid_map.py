"""The grid map's page: figures, drilling down by the address, the card, what it says when something is missing."""

from __future__ import annotations

import html
import json
import math
import re
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from core.colours import FROM, GRADE, RESUMPTION, SEQUENTIAL, SEQUENTIAL_DARK, TO
from core.registry.tree import rebuild_tree
from pages.ui.shared.map_layers import tip
from pages.ui.shared.map_view import bounds_of, fit
from pages.ui.shared.scales import nice_breaks, scale_of, scale_of_alerts
from tests.county import empty_store
from tests.pages.conftest import assert_fine, prepared_county


def text(page) -> str:
    parts = [*page.caption, *page.markdown, *page.info, *page.warning, *page.subheader]
    drawn = [p.proto.body for p in page.get("html")]
    return "\n".join([*(str(p.value) for p in parts), *drawn]).replace("\\", "")


def table(page) -> pd.DataFrame:
    return page.dataframe[0].value


@pytest.mark.parametrize(("lang", "word"), [("zh", "责任人"), ("en", "Responsible")])
def test_the_township_shows_its_villages_and_who_is_responsible(open_page, county, lang, word):
    page = open_page("grid_map", lang=lang, grid="990101100")
    assert_fine(page)
    assert table(page).name.tolist() == (["东一村", "东二村"] if lang == "zh" else ["Dongyi Village", "Donger Village"])
    for village, people in zip((3, 6), table(page).people, strict=True):
        below = "select grid_id from grid_tree where ancestor_id = $g"
        assert people == county.value(f"select count(*) from person where home_grid_id in ({below})", g=village)
    assert f"{word} <b>陆一</b>" in text(page)
    assert 'href="tel:13800000001"' in text(page)  # who answers for a grid is called by staff


@pytest.mark.parametrize("role", ["leader", "command", "clerk", "officer", "admin"])
def test_every_role_that_may_see_it_can(open_page, role):
    page = open_page("grid_map", role=role)
    assert_fine(page)
    assert table(page).name.tolist() == ["东镇", "西镇"]


@pytest.mark.parametrize("layers", ["none", "names,below,units,flows"])
@pytest.mark.parametrize("colour", ["people", "coverage", "grade", "alerts", "key_attention", "nonsense"])
def test_colours_and_layers_come_from_the_address(open_page, colour, layers):
    page = open_page("grid_map", colour=colour, layers=layers)
    assert_fine(page)
    assert page.selectbox(key="control_colour").value == ("alerts" if colour == "nonsense" else colour)


def test_a_choice_is_kept_in_the_address(open_page):
    page = open_page("grid_map")
    page.selectbox(key="control_colour").set_value("fevers").run()
    assert_fine(page)
    assert page.query_params["colour"] in ("fevers", ["fevers"])


def test_a_foreign_grid_is_not_shown(open_page):
    page = open_page("grid_map", grids=(2,), grid="990101101")
    assert "西" not in text(page).replace("“990101101”", "")
    assert table(page).name.tolist() == ["东一村", "东二村"]


def test_a_section_lists_its_households_and_names_are_masked_for_those_who_look_at_figures(open_page):
    page = open_page("grid_map", grid="990101100001001")
    assert_fine(page)
    assert table(page).code.tolist() == ["H1", "H2"]
    assert not table(page).householder.str.contains("*", regex=False).any()
    masked = open_page("grid_map", role="leader", grid="990101100001001")
    assert table(masked).householder.str.contains("*", regex=False).all()


def test_breadcrumbs_lead_up(open_page):
    page = open_page("grid_map", grid="990101100001001")
    page.button(key="crumb_2").click().run()
    assert table(page).name.tolist() == ["东一村", "东二村"]


def test_a_unit_shows_its_parts(open_page):
    page = open_page("grid_map", grid="U001")
    assert_fine(page)
    assert table(page).name.tolist() == ["初一"]


def test_a_missing_responsible_person_is_said(open_page):
    assert "尚未登记责任人" in text(open_page("grid_map", grid="990101101"))
    assert "No responsible person" in text(open_page("grid_map", lang="en", grid="990101101"))


def test_derived_edges_are_called_derived(open_page):
    assert "推算边界" in text(open_page("grid_map"))


def test_an_empty_store_says_what_to_do(open_page):
    page = open_page("grid_map", store=empty_store())
    assert_fine(page)
    assert "导入网格名单" in text(page)


def test_lists_without_coordinates_make_a_plan_that_is_called_one(open_page):
    store = empty_store()
    with store.write() as db:
        for row in [(1, "1", "县", "county", None), (2, "2", "镇", "township", 1), (3, "3", "村", "village", 2)]:
            db.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, updated_at)"
                " values (?, ?, ?, 'area', ?, ?, timestamp '2026-01-01')",
                list(row),
            )
        rebuild_tree(db)
    page = open_page("grid_map", store=store)
    assert_fine(page)
    assert "示意图" in text(page) and table(page).name.tolist() == ["镇"]


def test_zero_and_no_data_differ_in_the_legend():
    scale = scale_of(pd.Series([0.0, None, 5, 10, 20, 40, 80, 160]), indicator="check_ins", language="zh")
    assert scale.colours[1] is None and scale.colours[0] is not None
    assert [e.count for e in scale.legend if e.colour is None] == [1]
    assert sum(e.count for e in scale.legend) == 8
    assert len(set(scale.colours)) == 7


def test_breaks_rise_and_reach_no_further_than_the_values():
    breaks = nice_breaks(pd.Series([1, 2, 3, 3, 3, 3, 3, 1000, 1001, 1002, 5000]))
    assert breaks == sorted(set(breaks)) and breaks[0] == 1 and breaks[-1] <= 5000
    assert nice_breaks(pd.Series([0, 0.0, None])) == []


@pytest.mark.parametrize(("width", "height"), [(660, 560), (358, 400)])
def test_the_bounds_fill_the_frame(width, height):
    view = fit((108.797, 22.484, 109.622, 23.135), width=width, height=height, margin=0)
    scale = 512 * 2**view.zoom / 360
    across = (109.622 - 108.797) * scale
    up = math.degrees(math.asinh(math.tan(math.radians(23.135))) - math.asinh(math.tan(math.radians(22.484)))) * scale
    assert across <= width * 1.01 and up <= height * 1.01
    assert across > width * 0.98 or up > height * 0.98


def test_bounds_look_into_every_kind_of_geometry():
    shapes = [
        {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 4], [1, 2]]]},
        {"type": "MultiPolygon", "coordinates": [[[[0, 5], [1, 6], [1, 5], [0, 5]]]]},
    ]
    assert bounds_of(shapes) == (0, 2, 3, 6)
    assert bounds_of([]) is None


def test_a_tooltip_holds_plain_text():
    assert tip("<b>村</b>", [("人数", "3"), ("其他", "")]) == {"title": "<b>村</b>", "lines": "人数 3\n其他"}


def drawn(page) -> str:
    return "".join(h.proto.body for h in page.get("html"))


def worst(page) -> list[str]:
    return re.findall(r"<li[^>]*><a[^>]*><b>(.*?)</b>", drawn(page))


@pytest.fixture
def troubled():
    """Two lesser alerts in the east, one severe in the west."""
    store = prepared_county()
    with store.write() as db:
        db.execute("delete from alert")
        for number, (detector, grid, severity) in enumerate(
            [("rate_fall", 4, "medium"), ("rate_fall", 7, "low"), ("missing_feed", 10, "high")], start=1
        ):
            db.execute(
                "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at, handled_by, handled_at, closing_reason) values (?, ?, ?, null, 'open', ?, 1, date '2026-01-30', date '2026-01-31', 'x', null, 'v', timestamp '2026-02-01', null, null, null)",
                [number, detector, grid, severity],
            )
    return store


def test_it_opens_on_alerts_and_the_worst_come_first_with_why(open_page, troubled):
    page = open_page("grid_map", store=troubled)
    assert_fine(page)
    assert page.selectbox(key="control_colour").value == "alerts"
    assert worst(page) == ["西镇", "东镇"]
    assert "断数1" in drawn(page) and "较轻 2 条" in drawn(page)
    assert table(page).name.tolist() == ["西镇", "东镇"]
    assert table(page).severe.tolist() == [1, 0]


def test_a_row_leads_to_its_grid_and_keeps_what_is_shown(open_page, troubled):
    page = open_page("grid_map", store=troubled, colour="coverage", layers="units", days="7")
    link = html.unescape(re.search(r'<a class="go" href="(/grid_map[^"]*)"><b>西镇', drawn(page))[1])
    assert dict(parse_qsl(urlsplit(link).query)) == {
        "grid": "990101101",
        "colour": "coverage",
        "layers": "units",
        "days": "7",
    }


def test_the_picture_itself_says_that_its_edges_are_derived(open_page):
    assert '<span class="gc-derived">推算边界</span>' in drawn(open_page("grid_map"))
    assert '<span class="gc-derived">Derived edges</span>' in drawn(open_page("grid_map", lang="en"))


def test_severe_alerts_have_the_strongest_colour_and_none_is_no_colour():
    scale = scale_of_alerts(pd.Series([7, 1, 0, 0]), pd.Series([9, 1, 3, 0]), "zh")
    assert len(set(scale.colours)) == 4
    assert [e.count for e in scale.legend] == [1, 1, 1, 1]


def test_what_is_no_grade_has_no_colour_of_grades():
    graded = {c.lower() for c in GRADE.values()}
    assert not graded & {c.lower() for c in (FROM, TO, *RESUMPTION.values(), *SEQUENTIAL, *SEQUENTIAL_DARK)}


def deck(page) -> dict:
    return json.loads(page.get("deck_gl_json_chart")[0].proto.json)


def view_of(page) -> dict:
    return deck(page)["initialViewState"]


def test_only_another_grid_moves_the_view(open_page):
    page = open_page("grid_map")
    first = view_of(page)
    page.session_state["page_width"] = 1300  # measured after the first run
    page.run()
    measured = view_of(page)
    assert measured["zoom"] != first["zoom"]
    page.selectbox(key="control_colour").set_value("coverage").run()
    assert view_of(page) == measured
    page.session_state["page_width"] = 900
    page.run()
    assert view_of(page) == measured
    page.query_params["grid"] = "990101100"
    page.run()
    assert view_of(page) != measured


def test_names_need_no_filter_of_the_front_end(open_page):
    layers = deck(open_page("grid_map"))["layers"]
    assert not any("extensions" in layer for layer in layers)
    names = next(layer for layer in layers if layer["id"] == "names")
    assert {row["name"] for row in names["data"]} == {"东镇", "西镇"}

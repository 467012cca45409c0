"""Grid changes: a change is looked at, carried out, listed and taken back; nobody else opens the page."""

from __future__ import annotations

import pytest

from core.i18n.places import place_name
from core.rollup import roll_up
from tests.county import make_county
from tests.pages.conftest import assert_fine


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_village_goes_into_another_and_back(open_page, lang):
    store = make_county()
    roll_up(store, days=None, actor="test")
    page = open_page("grids", store=store, lang=lang)
    page.multiselect(key="change_sources").set_value(["990101100001"]).run()
    page.selectbox(key="change_into").set_value("990101100002").run()
    page.button(key="change_preview").click().run()
    assert any("20" in m.value and place_name(lang, "东二村") in m.value for m in page.markdown)
    assert store.value("select count(*) from grid where closed_on is not null") == 0
    page.button(key="change_do").click().run()
    assert_fine(page)
    assert store.value("select into_id from grid where grid_id = 3") == 6
    assert len(page.success) == 1 and len(page.dataframe) == 1
    assert page.multiselect(key="change_sources").value == [], "what was carried out is not asked for once more"
    page.button(key="change_undo").click().run()
    assert_fine(page)
    assert store.value("select into_id from grid where grid_id = 3") is None


def test_it_is_the_command_centres(open_page):
    page = open_page("grids", store=make_county(), role="leader")
    assert page.warning and not page.button

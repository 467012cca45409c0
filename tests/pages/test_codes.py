"""Codes of places: made and revoked, gates' keys shown once, and only to whom they concern."""

from __future__ import annotations

import pytest

from core.codes import codes
from core.i18n import t
from core.i18n.places import place_name
from core.intake import count_refused
from core.intake.devices import add_device, devices
from core.intake.refused import write_refused
from tests.county import NOW, WHOLE, make_county
from tests.pages.conftest import assert_fine

TODAY = NOW.date()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_codes_are_made_and_a_gate_gets_its_key(open_page, lang):
    store = make_county()
    count_refused(store, "code_forged", now=NOW)
    write_refused(store, now=NOW)
    page = open_page("codes", store=store, role="admin", lang=lang, grid="990101100")
    assert t(lang, "codes.none") in [i.value for i in page.info]
    page.button(key="code_make").click().run()
    assert_fine(page)
    made = codes(store, WHOLE, grid=1, today=TODAY)
    assert sorted(made.grid_id) == [2, 3, 6, 20] and set(made.kind) == {"fixed"}
    page.text_input(key="device_name").set_value("东门闸机")
    page.multiselect(key="device_grids").set_value(["U001"])
    page.button(key="device_make").click().run()
    key = next(c.value for c in page.code if c.value.startswith("gck_"))
    page.button(key="device_seen").click().run()
    assert_fine(page)
    assert key not in [c.value for c in page.code]
    assert devices(store, WHOLE, today=TODAY).grids.tolist() == ["东镇中学"]


def test_the_gates_grids_stand_there_as_the_reader_calls_places(open_page):
    store = make_county()
    add_device(store, WHOLE, name="g", grids=[1, 2], actor="t", now=NOW)
    page = open_page("codes", store=store, role="admin", lang="en")
    names = store.run("select name from grid where grid_id in (1, 2) order by code").fetchall()
    wanted = " and ".join(place_name("en", name) for (name,) in names)
    assert not any(name in wanted for (name,) in names)
    assert any(wanted in table.value.to_string() for table in page.dataframe)


def test_an_officer_sees_no_keys_of_gates(open_page):
    page = open_page("codes", role="officer", grids=[2])
    assert_fine(page)
    assert not any(b.key == "device_make" for b in page.button)
    assert t("zh", "device.title") not in " ".join(m.value for m in page.markdown)

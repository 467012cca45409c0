"""The form at the gate: in one click he is registered and the sentence to say is there; what is wrong stands at its field."""

from __future__ import annotations

import pytest

from core.i18n import t
from core.report.arrival import advice
from tests.core.ingest.files import id_number
from tests.pages.conftest import assert_fine, prepared_county

G = "990101100001"


@pytest.fixture
def gate(open_page, tmp_path, monkeypatch):
    store = prepared_county()
    monkeypatch.setattr("pages.ui.register.submit.follow_soon", lambda store, actor: None)

    def opened(**options):
        return open_page("register", store=store, **options)

    return store, opened


def fill(page, **fields):
    for name, value in fields.items():
        kind = {"village": page.selectbox, "section": page.selectbox}.get(name, page.text_input)
        kind(key=f"register_{name}").set_value(value)
        page.run()
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_click_registers_and_says_what_to_tell(gate, lang):
    store, opened = gate
    page = opened(lang=lang, role="officer", grids=[3])
    fill(
        page,
        name="韦刚到",
        id_number=id_number(8, "19900101")[:-1] + "?",
        phone="13977110001",
        origin="湖北武汉",
        section=f"{G}001",
    )
    page.button(key="register_submit").click().run()
    assert_fine(page)
    assert t(lang, "register.mend") in [e.value for e in page.error]
    fill(page, id_number=id_number(8, "19900101"))
    page.button(key="register_submit").click().run()
    assert_fine(page)
    said = page.success[0].value
    assert "韦刚到" in said and advice(lang, "inbound")[:8] in said
    assert store.one("select registered, home_grid_id from person where name = '韦刚到'") == (True, 4)
    page.button(key="register_family").click().run()
    assert (
        page.text_input(key="register_name").value == "" and page.text_input(key="register_origin").value == "湖北武汉"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_is_known_is_said_with_the_class_and_another_name_too(gate, lang):
    store, opened = gate
    document, name = store.one(
        "select id_number, name from person where id_number is not null order by person_id limit 1"
    )
    page = fill(opened(lang=lang, role="clerk"), name=name, id_number=document)
    assert_fine(page)
    assert ("系统中已有此人" if lang == "zh" else "known already") in page.info[0].value and not page.warning
    page = fill(page, name="李四光")
    assert "李四光" in page.warning[0].value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_village_it_is_said_that_one_is_chosen(gate, lang):
    page = fill(gate[1](lang=lang, role="clerk"), name="韦刚到", phone="13977110001")
    page.button(key="register_submit").click().run()
    assert_fine(page)
    assert [e.value for e in page.error] == [t(lang, "error.arrival_no_grid")]


def test_leaders_do_not_register(open_page):
    assert open_page("register", role="leader").warning[0].value == t("zh", "login.not_allowed")

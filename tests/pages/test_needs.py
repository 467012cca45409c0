"""The people page opens on those who need something; a person's page says who answers for them, shows the phone to a click, and takes a note."""

from __future__ import annotations

import json

import pytest

from core.classify import classify
from core.i18n import t
from core.policy.needs import needs
from core.rollup import roll_up
from tests.copied import copied
from tests.county import LAST_DAY, county_alone
from tests.pages.conftest import assert_fine
from tests.pages.test_people import listed, texts


@pytest.fixture
def needy(tmp_path, monkeypatch):
    """1 and 2 in quarantine until 2 February and 10 February, 2 and 31 back from 上海, 31 three days ago; 12 asks to leave."""
    store = copied(_needy)
    monkeypatch.setattr(type(store.settings), "folder", property(lambda self: tmp_path))
    return store


def _needy():
    store = county_alone()
    with store.write() as db:
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = '2026-02-02', arrived_on = null where person_id = 1"
        )
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = '2026-02-10', origin = '上海', arrived_on = '2026-01-27' where person_id = 2"
        )
        db.execute("update person set origin = '上海', arrived_on = '2026-01-29' where person_id = 31")
        db.execute(
            "insert into exit_application values (1, 12, '2026-01-30', '2026-02-03', '2026-02-05', '南宁', null, 'pending', null, 1)"
        )
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    return store


def names(store, *people: int) -> list[str]:
    return [store.value("select name from person where person_id = $p", p=p) for p in people]


def pills(page):
    return page.get("button_group")[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_opens_on_the_most_urgent_group_and_another_is_one_click_away(open_page, needy, lang):
    page = open_page("people", lang=lang, store=needy)
    assert_fine(page)
    assert page.session_state["people_need"] == "exit"
    assert listed(page) == names(needy, 12)
    assert needs()["exit"].why(lang) in texts(page)
    labels = [option.content for option in pills(page).proto.options]
    want = [f"{needs()[code].name(lang)} {people}" for code, people in (("exit", 1), ("arrived", 1), ("quarantine", 2))]
    assert labels == [*want, t(lang, "people.everybody")]
    quarantine = open_page("people", lang=lang, store=needy, need="quarantine")
    assert listed(quarantine) == names(needy, 1, 2)
    assert quarantine.dataframe[0].value.left.tolist() == [2, 10]


def test_everybody_is_one_of_the_groups_and_a_search_looks_among_all(open_page, needy):
    everybody = open_page("people", store=needy, need="all")
    assert len(listed(everybody)) == 40
    found = open_page("people", store=needy, need="quarantine", q="0031")
    assert listed(found) == names(needy, 31)
    assert found.session_state["people_need"] == "all"


def test_a_group_is_bounded_by_scope_and_grid(open_page, needy):
    page = open_page("people", role="officer", grids=(8,), store=needy)
    assert_fine(page)
    assert listed(page) == names(needy, 31)
    assert open_page("people", store=needy, grid="990101101").session_state["people_need"] == "arrived"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whoever_is_in_a_class_is_found_whatever_else_they_are(open_page, needy, lang):
    page = open_page("people", lang=lang, store=needy, **{"class": "returnee"})
    assert_fine(page)
    assert sorted(listed(page)) == sorted(names(needy, 2, 31))
    row = page.dataframe[0].value.set_index("phone").loc["139****0002"]
    assert row["class"] == {"zh": "居家隔离、其他地区返乡", "en": "Home quarantine, Returned from elsewhere"}[lang]
    assert (row.origin, row.left) == ("上海", 10)
    assert t(
        lang, "people.leading", name=row["class"].split("、" if lang == "zh" else ", ")[1], leading=1, others=1
    ) in texts(page)


def test_a_phone_is_shown_by_one_click_which_is_kept(open_page, needy):
    page = open_page("people", store=needy, person="7")
    assert "13900000007" not in texts(page)
    page.button(key="show_phone_people_7").click().run()
    assert_fine(page)
    assert 'href="tel:13900000007"' in texts(page)
    page.run()
    kept = needy.run("select actor, fields from audit_entry where event = 'person.phone_shown'").fetchall()
    assert [(actor, json.loads(fields)) for actor, fields in kept] == [("command-0", {"person": 7, "place": "people"})]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_answers_for_a_person_stands_on_the_page_to_be_called(open_page, needy, lang):
    page = open_page("people", lang=lang, store=needy, person="7")
    assert_fine(page)
    assert t(lang, "person.responsible") in texts(page)
    assert "陆一" in texts(page) and 'href="tel:13800000001"' in texts(page)


def test_nobody_registered_as_responsible_is_said(open_page, needy):
    needy.run("delete from duty")
    assert t("zh", "person.no_responsible") in texts(open_page("people", store=needy, person="7"))


def test_a_note_is_kept_and_shown(open_page, needy):
    page = open_page("people", store=needy, person="7")
    assert t("zh", "person.no_notes") in texts(page)
    page.text_area(key="note_text_7").set_value("已联系 <b>")
    note_button(page).click().run()
    assert_fine(page)
    assert "已联系 &lt;b&gt;" in texts(page) and t("zh", "person.no_notes") not in texts(page)
    assert needy.run("select person_id, actor, note from person_note").fetchall() == [(7, "command-0", "已联系 <b>")]


def test_an_empty_note_is_said_to_be_none(open_page, needy):
    page = open_page("people", store=needy, person="7")
    note_button(page).click().run()
    assert page.error[0].value == t("zh", "error.note_empty")


def note_button(page):
    return next(button for button in page.button if button.label == t("zh", "person.note_keep"))

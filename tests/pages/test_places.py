"""Places for people by clicks: added, filled from a list, somebody more, and out again."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.follow import follow
from core.i18n import t
from tests.copied import copied
from tests.pages.conftest import assert_fine, prepared_alone
from tests.pages.test_people import texts


@pytest.fixture
def own():
    return copied(_own)


def _own():
    store = prepared_alone()
    with store.write() as db:
        db.execute(
            "insert into quarantine values (1, 2, '2026-01-25', '2026-02-08', 'central', '东镇酒店 102室', null, null, null, null)"
        )
    follow(store, actor="test", whole=True)
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_added_filled_and_emptied(open_page, own, lang):
    page = open_page("places", store=own, lang=lang)
    assert_fine(page)
    page.text_input(key="place_name").set_value("东镇酒店")
    page.number_input(key="place_rooms").set_value(2)
    page.button(key="place_add").click().run()
    assert_fine(page)
    assert own.run("select name, beds from lodging_room order by 1").fetchall() == [("101", 1), ("102", 1)]
    assert list(page.dataframe[0].value.free) == [2]
    page = open_page("places", store=own, lang=lang, place="1")
    assert_fine(page)
    page.button(key="place_take_all").click().run()
    assert_fine(page)
    assert ("在住 1 人" if lang == "zh" else "1 person in 2 beds") in texts(page)
    page.text_input(key="place_find").set_value("13900000004").run()
    page.datetime_input(key="place_in_at").set_value(datetime(26, 2, 1, 8)).run()
    assert page.button(key="place_in").disabled
    assert any(t(lang, "days.from", day="|", least="|").split("|")[1] in m.value for m in page.caption)
    page.datetime_input(key="place_in_at").set_value(datetime(2026, 1, 31, 8)).run()
    page.button(key="place_in").click().run()
    assert_fine(page)
    assert own.run("select person_id, room_id from lodging_stay where left_at is null order by 1").fetchall() == [
        (2, 2),
        (4, 1),
    ]
    page.text_input(key="place_find").set_value("13900000004").run()
    page.button(key="place_in").click().run()
    assert page.error and "东镇酒店" in page.error[0].value


@pytest.mark.parametrize(("role", "may_write"), [("leader", False), ("officer", True)])
def test_who_may_write(open_page, own, role, may_write):
    page = open_page("places", store=own, role=role, grids=(2,) if role == "officer" else (0,))
    assert_fine(page)
    assert any(box.key == "place_name" for box in page.text_input) is may_write

"""The page of applications to leave: entered, approved many at once, what needs the level above passed on, refusals in words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core.act import moment
from core.classify import classify
from core.exits import apply
from core.exits.rules import LONGEST
from core.i18n import t
from tests.county import LAST_DAY, WHOLE
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts


@pytest.fixture
def own():
    store = prepared_county()
    with store.write() as db:
        db.execute("update person set attention = 'key_attention', attention_until = '2026-03-01' where person_id = 1")
        db.execute(
            "insert into exit_application values (90, 8, '2026-01-15 08:00', '2026-01-16', '2026-01-18', '广州', '务工', 'pending', null, null)"
        )
    classify(store, as_of=LAST_DAY, actor="test")
    at = moment(store)
    for person in (1, 4):
        leave = at.date() + timedelta(days=1)
        apply(
            store,
            WHOLE,
            person_id=person,
            leave_on=leave,
            return_on=None,
            destination="南宁市",
            reason="就医",
            at=at,
            actor="t",
        )
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_entered_and_decided_many_at_once(open_page, own, lang):
    page = open_page("exits", store=own, lang=lang, person="5")
    assert_fine(page)
    assert page.title[0].value == t(lang, "page.exits")
    page.text_input(key="exit_0_destination").set_value("贵港市").run()
    page.text_input(key="exit_0_reason").set_value("探亲").run()
    page.button(key="exit_enter").click().run()
    assert_fine(page)
    assert page.success[0].value == t(lang, "exits.entered") and len(page.dataframe[0].value) == 1

    page = open_page("exits", store=own, lang=lang, state="waiting")
    assert_fine(page)
    listed = page.dataframe[0].value
    assert len(listed) == 4 and listed.due.iloc[0].startswith(t(lang, "exits.late", moment="").strip())
    assert t(lang, "exits.asked.first") in set(listed.asked)
    page.checkbox(key="exits_every").check().run()
    page.button(key="exits_approved").click().run()
    assert page.error[0].value == t(lang, "error.exit_reason", most=LONGEST)
    page.text_input(key="exits_reason_0").set_value("情况属实").run()
    page.button(key="exits_approved").click().run()
    assert_fine(page)
    assert t(lang, "exits.done_forwarded", count=1) in page.success[0].value
    assert t(lang, "error.exit_past") in page.warning[0].value, "what is not decided is said, by name and reason"
    states = dict(
        own.run(
            "select person_id, status from exit_application where application_id >= 90 or person_id in (1, 4, 5)"
        ).fetchall()
    )
    assert states == {1: "pending", 4: "approved", 5: "approved", 8: "pending"}
    assert t(lang, "exits.asked.above") in set(page.dataframe[0].value.asked)

    page.checkbox(key="exits_every").check().run()
    page.text_input(key="exits_reason_1").set_value("再次同意").run()
    page.button(key="exits_approved").click().run()
    assert t(lang, "error.exit_twice") in page.warning[0].value, "nobody agrees for both levels"


@pytest.mark.parametrize(
    ("role", "sees", "enters", "decides"),
    [("leader", False, False, False), ("clerk", True, True, False), ("officer", True, True, True)],
)
def test_who_may_what(open_page, own, role, sees, enters, decides):
    page = open_page("exits", store=own, role=role, grids=(2,) if role == "officer" else (0,))
    assert_fine(page)
    assert bool(page.title) is sees and any(b.key == "exit_enter" for b in page.button) is enters
    assert any(c.key == "exits_every" for c in page.checkbox) is decides
    assert "exits." not in texts(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_applications_are_cards_and_the_one_that_is_touched_is_decided(open_page, own, lang):
    page = open_page("exits", store=own, lang=lang, state="waiting")
    page.session_state["narrow"] = True
    page.run()
    assert_fine(page)
    assert not page.dataframe
    assert len(re.findall(r"taken=\d", cards(page))) == 3 and "state=waiting" in cards(page)
    key_person = own.value("select application_id from exit_application where person_id = 1")
    page.query_params["taken"] = str(key_person)
    page.run()
    assert_fine(page)
    assert cards(page).count("<li>") == 1 and "taken" not in cards(page)
    page.text_input(key="exits_reason_0").set_value("情况属实").run()
    page.button(key="exits_refused").click().run()
    assert_fine(page)
    assert own.value(f"select status from exit_application where application_id = {key_person}") == "refused"
    assert len(re.findall(r"taken=\d", cards(page))) == 2


def cards(page) -> str:
    return next(h.proto.body for h in page.get("html") if 'class="gc-cards"' in h.proto.body)

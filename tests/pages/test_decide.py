"""A class is given and prolonged on the person's page, and its history stands there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.i18n import t
from tests.county import LAST_DAY
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_class_is_given_and_prolonged_by_hand(open_page, lang):
    store = prepared_county()
    page = open_page("people", person="40", store=store, lang=lang)
    assert_fine(page)
    page.selectbox(key="decide_40_class_give").set_value("home_quarantine")
    page.selectbox(key="decide_40_reason_give").set_value("notified")
    _keep(page, lang)
    assert store.value("select act from manual_class") == "give"
    assert store.value("select class from person_class where person_id = 40 and rank = 1") == "home_quarantine"
    assert t(lang, "decision.notified") in texts(page)
    page.session_state["decide_40_act"] = "extend"
    page.run()
    page.date_input(key="decide_40_until_extend").set_value(LAST_DAY + timedelta(days=20))
    _keep(page, lang)
    assert store.value("select until from person_class where person_id = 40 and rank = 1") == LAST_DAY + timedelta(
        days=20
    )
    assert t(lang, "decision_act.extend") in texts(page)


def test_who_may_not_decide_sees_the_history_alone(open_page):
    page = open_page("people", role="clerk", person="1")
    assert_fine(page)
    assert not [s for s in page.selectbox if s.key and s.key.startswith("decide_")]


def _keep(page, lang: str) -> None:
    (button,) = [b for b in page.button if b.label == t(lang, "person.decide_keep")]
    button.click().run()
    assert_fine(page)

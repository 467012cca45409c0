"""A class is given and prolonged on the person's page, and its history stands there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.i18n import t
from core.policy.decisions import DAYS
from core.report.why import class_of
from tests.county import LAST_DAY
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts

DECIDED = "select count(*) from manual_class"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_class_is_given_and_prolonged_by_hand(open_page, lang):
    store = prepared_county()
    page = open_page("people", person="40", store=store, lang=lang)
    assert_fine(page)
    _choose(page, "give", code="home_quarantine", reason="notified", until=LAST_DAY + timedelta(days=7))
    _keep(page, lang)
    assert store.value("select act from manual_class") == "give"
    assert store.value("select class from person_class where person_id = 40 and rank = 1") == "home_quarantine"
    assert t(lang, "decision.notified") in texts(page)
    page.session_state["decide_40_act"] = "extend"
    page.run()
    _choose(page, "extend", code="home_quarantine", reason="ordered", until=LAST_DAY + timedelta(days=20))
    _keep(page, lang)
    assert store.value("select until from person_class where person_id = 40 and rank = 1") == LAST_DAY + timedelta(
        days=20
    )
    assert t(lang, "decision_act.extend") in texts(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_chosen_for_whoever_decides(open_page, lang):
    store = prepared_county()
    page = open_page("people", person="40", store=store, lang=lang)
    chosen = {"code": ("class", None), "reason": ("reason", None), "until": ("until", None)}
    boxes = [page.selectbox(key="decide_40_class_give"), page.selectbox(key="decide_40_reason_give")]
    assert [box.value for box in boxes] == [None, None]
    assert {box.placeholder for box in boxes} == {t(lang, "person.decide_choose")}
    assert page.date_input(key="decide_40_until_give").value is None
    for name, value in (
        ("code", "home_quarantine"),
        ("reason", "notified"),
        ("until", LAST_DAY + timedelta(days=DAYS + 1)),
    ):
        _keep(page, lang)
        labels = [t(lang, f"person.decide_{label}") for label, given in chosen.values() if given is None]
        assert page.error[0].value == t(lang, "person.decide_missing", fields=t(lang, "list.items").join(labels))
        assert store.value(DECIDED) == 0
        chosen[name] = (chosen[name][0], value)
        _choose(page, "give", **{name: value})
    _keep(page, lang)  # with a day that is too far: what was chosen stays, and the field says it
    assert not page.error and store.value(DECIDED) == 0
    assert boxes[0].key and page.selectbox(key="decide_40_class_give").value == "home_quarantine"
    assert any(t(lang, "days.between", day="|", least="|", latest="|").split("|")[1] in c.value for c in page.caption)
    _choose(page, "give", until=LAST_DAY + timedelta(days=DAYS))
    _keep(page, lang)
    assert store.value(DECIDED) == 1
    _keep(page, lang)  # the form is empty again
    assert page.error and store.value(DECIDED) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_class_that_ends_another_decision_is_asked_about(open_page, lang):
    store = prepared_county()
    page = open_page("people", person="40", store=store, lang=lang)
    soon = LAST_DAY + timedelta(days=7)
    _choose(page, "give", code="suspected", reason="ordered", until=soon)
    _keep(page, lang)
    page.session_state["decide_40_act"] = "give"
    page.run()
    _choose(page, "give", code="confirmed", reason="ordered", until=soon)
    _keep(page, lang)
    confirmed, suspected = class_of(lang, "confirmed"), class_of(lang, "suspected")
    assert page.error[0].value == t(lang, "error.decide_aside", code=confirmed, other=suspected)
    assert store.value(DECIDED) == 1
    box = page.checkbox(key="decide_40_instead_confirmed")
    assert box.label == t(lang, "person.decide_instead", name=confirmed, others=suspected)
    box.check()
    _keep(page, lang)
    assert not page.error
    assert store.run("select class from person_class where person_id = 40").fetchall() == [("confirmed",)]


def test_who_may_not_decide_sees_the_history_alone(open_page):
    page = open_page("people", role="clerk", person="1")
    assert_fine(page)
    assert not [s for s in page.selectbox if s.key and s.key.startswith("decide_")]


def _choose(page, act: str, *, code=None, reason=None, until=None) -> None:
    if code:
        page.selectbox(key=f"decide_40_class_{act}").set_value(code)
    if reason:
        page.selectbox(key=f"decide_40_reason_{act}").set_value(reason)
    if until:
        page.date_input(key=f"decide_40_until_{act}").set_value(until)


def _keep(page, lang: str) -> None:
    (button,) = [b for b in page.button if b.label == t(lang, "person.decide_keep")]
    button.click().run()
    assert_fine(page)

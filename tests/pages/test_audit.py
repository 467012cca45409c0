"""The auditor's page: entries found by who, what and about whom; a test of the log; nobody else opens it, and that is an entry too."""

from __future__ import annotations

import json

import pytest

from core.i18n import t
from tests.county import make_county
from tests.pages.conftest import assert_fine


def shown(page) -> list[list]:
    return page.dataframe[0].value.values.tolist()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_log_is_found_by_what_is_asked_and_tested(open_page, lang):
    store = make_county()
    looked = open_page("people", store=store, role="command", lang=lang, person="7")
    assert_fine(looked)
    page = open_page("audit", store=store, role="auditor", lang=lang)
    assert_fine(page)
    assert [e.value for e in page.info] == [t(lang, "audit.never_tested")]
    page.selectbox(key="audit_about").set_value("person").run()
    page.text_input(key="audit_number").set_value("7").run()
    assert_fine(page)
    [row] = shown(page)
    assert t(lang, "audit.event.person_viewed") in row
    page.text_input(key="audit_number").set_value("8").run()
    assert not page.dataframe and page.info[-1].value == t(lang, "audit.none")
    page.selectbox(key="audit_about").set_value("").run()
    page.selectbox(key="audit_event").set_value("person.").run()
    assert len(shown(page)) == 1
    page.button(key="audit_test").click().run()
    assert_fine(page)
    assert len(page.success) == 1 and not page.error
    with store.write() as db:
        db.execute("update audit_entry set actor = 'wang' where event = 'person.viewed'")
    page.button(key="audit_test").click().run()
    number = store.value("select entry_id from audit_entry where event = 'person.viewed'")
    assert len(page.error) == 1 and str(number) in page.error[0].value
    page = open_page("audit", store=store, role="auditor", lang=lang)
    assert len(page.error) == 1, "the next one who looks is told"


def test_nobody_else_opens_it_and_the_try_is_an_entry(open_page):
    store = make_county()
    page = open_page("audit", store=store, role="admin")
    assert page.warning and not page.dataframe
    [(actor, fields)] = store.run("select actor, fields from audit_entry where event = 'access.denied'").fetchall()
    assert actor.startswith("admin") and json.loads(fields) == {"times": 1, "what": "audit.read"}


@pytest.mark.parametrize(("role", "told"), [("command", True), ("officer", False)])
def test_a_persons_page_tells_who_has_looked_to_who_may_see_it(open_page, role, told):
    store = make_county()
    page = open_page("people", store=store, role=role, person="7")
    assert_fine(page)
    titles = [e.label for e in page.expander]
    assert (t("zh", "audit.looks.title") in titles) == told


def test_someone_out_of_reach_is_a_refusal_that_the_log_has(open_page):
    store = make_county()
    open_page("people", store=store, role="officer", grids=(8,), person="7")
    [(fields,)] = store.run("select fields from audit_entry where event = 'scope.denied'").fetchall()
    assert json.loads(fields) == {"times": 1, "what": "person"}
    assert store.value("select count(*) from audit_entry where event = 'person.viewed'") == 0

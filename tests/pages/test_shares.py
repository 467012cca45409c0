"""Sharing by page: a share is made, its token shown once, taken as a file, revoked; a task goes to a department and its answer comes back."""

from __future__ import annotations

import pytest

from core import clock
from core.access.accounts import create_account
from core.i18n import t
from core.share import given, share_of_token, shares
from tests.county import LAST_DAY, WHOLE, county_alone
from tests.pages.conftest import assert_fine, prepared_county


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_share_is_made_and_revoked(open_page, lang):
    store = prepared_county()
    with_department(store)
    page = open_page("shares", store=store, lang=lang)
    assert page.info
    page.text_input(key="share_name").set_value("疾控*名单*")
    page.text_input(key="share_purpose").set_value("流调")
    page.button(key="share_make").click().run()
    assert len(page.error) == 1  # no department, no ground
    page.text_input(key="share_ground").set_value("第十二条")
    page.multiselect(key="share_grids").set_value([2])
    page.selectbox(key="share_department").set_value("卫健局")
    page.button(key="share_make").click().run()
    assert_fine(page)
    assert share_of_token(store, page.code[0].value) == 1
    page.button(key="share_token_kept").click().run()
    assert not page.code  # shown once
    page.button(key="share_revoke_1").click().run()
    assert_fine(page)
    assert shares(store, WHOLE, account=None, today=clock.today()).state[0] == "revoked"


def with_department(store) -> int:
    return create_account(
        store, login="health", name="卫健局", role="department", grids=[], password=None, actor="t", now=clock.now()
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_task_goes_to_a_department_and_its_answer_comes_back(open_page, lang):
    store = county_alone()
    with store.write() as db:
        db.execute("insert into task (task_id, kind, grid_id, person_id, made_for, due_at, status, created_by, created_at) values (1, 'visit', 4, 1, ?, '2030-01-01', 'open', 't', '2026-01-01')", [LAST_DAY])  # fmt: skip
    health = open_page("overview", store=store, role="department", lang=lang)  # its start page is its own
    assert_fine(health)
    assert health.info
    giver = open_page("tasks", store=store, lang=lang)
    giver.multiselect(key="handed_tasks").set_value([1])
    giver.text_input(key="handed_note").set_value("请核实")
    giver.button(key="handed_do").click().run()
    assert_fine(giver)
    health = open_page("handed", store=store, role="department", lang=lang)
    health.text_input(key="handed_words_1").set_value("已核实")
    health.button(key="handed_send_1").click().run()
    assert_fine(health)
    assert health.success
    giver = open_page("tasks", store=store, lang=lang)
    giver.button(key="handed_accept_1").click().run()
    assert_fine(giver)
    assert store.one("select status, outcome from task") == ("done", "已核实")
    assert given(store, WHOLE, on=LAST_DAY).empty


@pytest.mark.parametrize("page", ["tasks", "people", "shares", "accounts"])
def test_a_department_opens_nothing_else(open_page, page):
    opened = open_page(page, store=county_alone(), role="department")
    assert [w.value for w in opened.warning] == [t("zh", "login.not_allowed")] and not opened.button

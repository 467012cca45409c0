"""The administrator at work while others are logged in: a new scope holds from their next click, and who is shut out is out."""

from __future__ import annotations

import re

import pytest

from core.i18n import t
from tests import county
from tests.browser.server import Server, account, store_with_accounts

ROW = 33  # pixels: tables are drawn, their rows are no elements


@pytest.fixture
def desk(tmp_path):
    store = store_with_accounts(tmp_path)
    with store.write() as db:
        county._grids(db)
        county._people(db)
    account(store, "wang", "officer", 2)
    store.close()
    with Server(tmp_path, {}) as server:
        yield server


def find(visitor, login: str) -> None:
    """The account's own part of the page."""
    page = visitor.open(f"accounts?q={login}")
    table = page.locator('[data-testid="stDataFrame"]').first
    table.scroll_into_view_if_needed()
    at = table.bounding_box()
    page.mouse.move(at["x"] + 50, at["y"] + ROW + 10)
    page.mouse.click(at["x"] + 60, at["y"] + ROW + 16)
    page.locator("h3", has_text=login).wait_for()
    visitor.wait()


def test_a_moved_officer_and_a_leaver(desk, visit):
    officer, admin = visit(desk, login="wang"), visit(desk, login="admin")
    officer.open("people")
    assert "东镇" in officer.text() and "西镇" not in officer.text()

    find(admin, "wang")
    scope = admin.page.locator('[class*="st-key-scope_"]')
    scope.locator("input").click()
    admin.page.keyboard.press("Backspace")  # takes the last one away
    scope.locator("input").fill("西镇")
    admin.page.get_by_role("option", name="西镇 · 990101101").click()
    admin.page.keyboard.press("Escape")
    admin.page.get_by_role("button", name=t("zh", "accounts.save")).click()
    admin.wait_for_text(t("zh", "accounts.changed", name="wang"))

    officer.page.locator(".st-key-people_q input").fill("小")
    officer.page.keyboard.press("Enter")
    officer.wait_for_text("西一村1组")  # in the list, which is drawn last
    assert "东镇" not in officer.text()

    admin.page.locator('[data-testid="stPopover"] button').click()
    admin.page.locator('[class*="st-key-disable_"] button').click()
    admin.wait_for_text(t("zh", "accounts.disabled", name="wang"))
    officer.page.locator(".st-key-people_q input").fill("王")
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url(re.compile(r"/login\?next="))
    assert "西镇" not in officer.text()
    assert admin.troubles == []


def test_who_gets_a_link_chooses_a_password_and_is_in(desk, visit):
    find(admin := visit(desk, login="admin"), "wang")
    admin.page.locator('[class*="st-key-link_"] button').click()
    link = admin.page.locator('[data-testid="stCode"]').inner_text().strip()
    admin.open("accounts")
    assert "/setup?token=" not in admin.text()  # shown once
    person = visit(desk, login=None)
    person.page.goto(link)
    for box in ("password", "again"):
        person.page.locator(f"input[name={box}]").fill("a phrase of my own")
    person.page.locator("button[type=submit]").click()
    person.wait()
    assert "东镇" in person.text()
    person.page.goto(link)
    assert t("zh", "error.link_dead") in person.page.locator("body").inner_text()

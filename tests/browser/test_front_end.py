"""Habits of the front end that we take away: a menu over a phone's page, downloads that give raw cells."""

from __future__ import annotations

import re

from core.access.roles import roles
from pages.ui.shared.menu import PAGES

PHONE = {"width": 390, "height": 844}


def test_a_phones_tabs_lead_within_the_page(filled, visit):
    """A tap follows the link without loading the page anew; what lies behind “more” closes with it."""
    phone = visit(filled, **PHONE)
    phone.open("people?days=7")
    phone.page.evaluate("window.stayed = true")
    for title, tab in (("异常", "异常"), ("总览", "总览"), ("趋势", "趋势"), ("单位", "单位")):
        link = phone.page.locator(".gc-tabs a").filter(has_text=tab)
        if not link.is_visible():
            phone.page.locator(".gc-tabs .gc-more summary").click()
        link.click()
        phone.page.locator('.gc-tabs a[aria-current="page"]').filter(has_text=tab).wait_for(state="attached")
        phone.wait()
        if title != "总览":
            assert phone.page.locator("h1").inner_text() == title
        assert phone.page.locator("details.gc-more[open]").count() == 0
        assert "days=7" in phone.page.url
    assert phone.page.evaluate("window.stayed")


def test_a_desks_rail_leads_and_a_held_key_opens_a_new_tab(filled, visit):
    desk = visit(filled)
    desk.open("people")
    link = desk.page.locator(".gc-rail a").filter(has_text="趋势")
    with desk.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    opened.value.locator("h1").filter(has_text="趋势").wait_for()
    assert desk.page.locator("h1").inner_text() == "人员"
    link.click()
    desk.page.locator("h1").filter(has_text="趋势").wait_for()


def test_a_low_screen_shows_the_whole_rail(filled, visit):
    """An administrator's, who has every page, with the way out at its foot."""
    desk = visit(filled, login="admin", width=1366, height=700)
    desk.open("people")
    may = [name for name, permission in PAGES if permission in roles()["admin"].permissions]
    assert desk.page.locator(".gc-rail a.go").count() > len(may)
    assert (
        desk.page.evaluate(
            "() => { const r = document.querySelector('.gc-rail'); return r.scrollHeight - r.clientHeight }"
        )
        <= 0
    )
    desk.page.locator(".gc-rail summary").click()
    for link in desk.page.locator(".gc-rail .gc-more a").all():
        box = link.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 700, link.inner_text()
    desk.page.locator(".gc-rail .gc-more a").filter(has_text=re.compile("^账号$")).click()
    desk.page.locator("h1").filter(has_text="账号").wait_for()
    assert desk.page.locator("details.gc-more[open]").count() == 0
    assert desk.page.locator(".gc-rail .gc-more.here").count() == 1


def test_a_low_phone_shows_every_page_behind_more(filled, visit):
    phone = visit(filled, login="admin", width=360, height=600)
    phone.open("people")
    phone.page.locator(".gc-tabs .gc-more summary").click()
    for link in phone.page.locator(".gc-tabs .gc-more a").all():
        box = link.bounding_box()
        assert box["y"] >= 0 and box["x"] + box["width"] <= 360, link.inner_text()


def test_the_language_changes_where_one_is(filled, visit):
    desk = visit(filled)
    desk.open("trends?days=7")
    desk.page.locator(".gc-rail a").filter(has_text="English").click()
    desk.page.locator("h1").filter(has_text="Trends").wait_for()
    assert "days=7" in desk.page.url and "lang=en" in desk.page.url


def test_no_table_gives_its_raw_cells_away(filled, visit):
    visitor, tables = visit(filled, login="admin"), 0
    for name, *_ in PAGES:
        page = visitor.open("" if name == "overview" else name)
        for table in page.locator('[data-testid="stDataFrame"]').all():
            if not table.is_visible():
                continue
            table.scroll_into_view_if_needed()
            table.hover()
            bar = page.locator('[data-testid="stElementToolbar"]').filter(
                has=page.locator('[aria-label="Fullscreen"]:visible')
            )
            bar.locator('[aria-label="Fullscreen"]').first.wait_for()
            tables += 1
            # There, so that a new name of it would be noticed; but not to be seen, nor reached by the keyboard.
            assert page.locator('[aria-label="Download as CSV"]').count() > 0, name
            assert page.locator('[aria-label="Download as CSV"]:visible').count() == 0, name
    assert tables >= 3


def test_a_second_click_is_not_sent_while_the_server_has_not_begun(filled, visit):
    """A busy server begins late: the button is held until it does, and not for a moment."""
    desk = visit(filled)
    late, waiting = [], []

    def between(wire) -> None:
        server = wire.connect_to_server()
        wire.on_message(lambda message: waiting.append(lambda: server.send(message)) if late else server.send(message))

    desk.page.route_web_socket(re.compile("/_stcore/stream"), between)
    page = desk.open("tasks?state=done")
    button = page.locator(".st-key-tasks_reset button")
    button.wait_for()
    late.append(True)
    for _ in range(3):
        button.click()
        page.wait_for_timeout(600)
    assert len(waiting) == 1
    late.clear()
    waiting.pop()()
    button.wait_for(state="detached")
    assert desk.troubles == []

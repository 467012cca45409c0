"""Habits of the front end that we take away: a menu over a phone's page, downloads that give raw cells."""

from __future__ import annotations

import pytest

from pages.ui.shared.menu import PAGES

PHONE = {"width": 390, "height": 844}
COVERED = "() => Math.max(0, document.querySelector('[data-testid=\"stSidebar\"]')?.getBoundingClientRect().right ?? 0)"
SETTLED = "covered => Math.max(0, document.querySelector('[data-testid=\"stSidebar\"]')?.getBoundingClientRect().right ?? 0) === covered"


@pytest.fixture
def phone(filled, visit):
    return visit(filled, **PHONE)


def open_menu(visitor) -> None:
    visitor.page.locator('[data-testid="stExpandSidebarButton"]').click()
    visitor.page.wait_for_function(
        "() => document.querySelector('[data-testid=\"stSidebar\"]').getBoundingClientRect().left === 0"
    )


def closed(visitor) -> bool:
    visitor.wait()
    visitor.page.wait_for_function(SETTLED, arg=0)
    return visitor.page.evaluate(COVERED) == 0


def test_a_tap_on_a_page_closes_a_phones_menu(phone):
    phone.open("people")
    assert closed(phone)
    for title in ("趋势", "单位", "单位"):  # the last one is open already
        open_menu(phone)
        phone.page.locator('[data-testid="stSidebarNavLink"]').filter(has_text=title).click()
        phone.page.locator("h1").filter(has_text=title).wait_for()
        assert closed(phone)


def test_a_phones_menu_is_closed_after_a_reload_whatever_it_remembers(phone):
    phone.open("people")
    open_menu(phone)
    phone.page.reload()
    assert closed(phone)
    phone.page.evaluate("localStorage.setItem('stSidebarCollapsed-', 'false')")
    phone.open("units")
    assert closed(phone)


def test_a_desks_menu_stays_as_it_was_left(filled, visit):
    desk = visit(filled)
    desk.open("people")
    assert desk.page.evaluate(COVERED) > 200
    desk.page.locator('[data-testid="stSidebarNavLink"]').filter(has_text="趋势").click()
    desk.page.locator("h1").filter(has_text="趋势").wait_for()
    desk.wait()
    assert desk.page.evaluate(COVERED) > 200


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

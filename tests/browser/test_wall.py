"""The large screen: opened by a link without a log-in, walked by keys, of one size for weeks, ended by revoking the link; a phone is told."""

from __future__ import annotations

import re

from core.i18n import t


def test_a_wall_is_opened_walked_and_revoked(filled, visit):
    chief = visit(filled, login="command")
    chief.open("walls")
    chief.page.locator("summary", has_text=t("zh", "walls.new")).click()
    chief.page.get_by_label(t("zh", "walls.name")).fill("会议室")
    chief.page.get_by_label(t("zh", "walls.name")).press("Tab")
    chief.page.get_by_role("button", name=t("zh", "walls.make")).click()
    address = chief.page.locator("code", has_text="/wall/").inner_text()

    wall = visit(filled, login=None, width=1920, height=1080)
    page = wall.page
    page.clock.install()
    page.goto(re.sub(r"^https?://[^/]+", filled.address, address.strip()))
    page.locator(".square").first.wait_for()
    shown = page.locator(".step:visible h2").inner_text()
    page.keyboard.press("ArrowRight")
    assert page.locator(".step").count() == 1 or page.locator(".step:visible h2").inner_text() != shown
    nodes = page.evaluate("document.querySelectorAll('*').length")
    for _ in range(20):  # of an hour: it asks, walks, tells the time
        page.clock.run_for(180_000)
        page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelectorAll('*').length") == nodes
    assert wall.troubles == [] and wall.overflow() <= 0

    chief.page.get_by_role("button", name=t("zh", "walls.revoke")).click()
    chief.page.get_by_text(t("zh", "walls.revoked")).wait_for()
    page.clock.run_for(61_000)
    page.get_by_text(t("zh", "wall.dead")).wait_for()


def test_a_phone_is_told_where_to_look_instead(filled, visit):
    phone = visit(filled, login="leader", width=390, height=844)
    phone.page.goto(f"{filled.address}/wall")
    assert phone.page.get_by_text(t("zh", "wall.small")).is_visible()
    assert not phone.page.locator(".square").first.is_visible()

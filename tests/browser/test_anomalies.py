"""The list of alerts under a mouse: tables draw on a canvas, so only a real browser can click them."""

from __future__ import annotations

import re

FIRST_ROW, SECOND_ROW = 38 + 17, 38 + 35 + 17  # pixels from the table's top


def test_a_click_shows_the_alert_and_a_tick_offers_to_acknowledge(filled, visit):
    visitor = visit(filled)
    page = visitor.open("anomalies")
    table = page.locator('[data-testid="stDataFrame"]').first
    table.click(position={"x": 300, "y": SECOND_ROW})
    page.wait_for_url(re.compile(r"[?&]alert=\d+"))
    chosen = re.search(r"alert=(\d+)", page.url)[1]
    visitor.wait()
    title = page.locator("h5").first.inner_text()

    again = visit(filled)
    again.open(f"anomalies?alert={chosen}")
    assert again.page.locator("h5").first.inner_text() == title  # a link shows the same

    table.click(position={"x": 18, "y": FIRST_ROW})
    page.get_by_role("button", name="确认所选 1 条").wait_for()
    assert visitor.troubles == []


def test_a_leader_gets_no_boxes_to_tick(filled, visit):
    visitor = visit(filled, login="leader")
    page = visitor.open("anomalies")
    assert page.get_by_role("button", name=re.compile("^(确认|办结|排除)")).count() == 0
    assert visitor.troubles == []

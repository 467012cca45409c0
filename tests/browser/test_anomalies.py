"""The page of alerts under a mouse and a thumb."""

from __future__ import annotations

import re

from core.i18n import t

LISTED = ".gc-alert"


def chosen(page) -> int:
    return int(re.search(r"alert=(\d+)", page.url)[1])


def test_a_click_shows_the_alert_beside_the_list_and_its_link_shows_the_same(filled, visit):
    visitor = visit(filled)
    page = visitor.open("anomalies")
    second = page.locator(f"{LISTED} a").nth(1)
    name = second.locator("b").inner_text()
    second.click()
    page.wait_for_url(re.compile(r"[?&]alert=\d+"))
    visitor.wait()
    title = page.locator(".st-key-alert_detail h5")
    title.filter(has_text=name).wait_for()
    assert page.locator(f"{LISTED} [aria-current] b").inner_text() == name

    again = visit(filled, width=1366, height=768)
    again.open(f"anomalies?alert={chosen(page)}")
    assert again.page.locator(".st-key-alert_detail h5").inner_text() == title.inner_text()
    for seen in (".st-key-alert_detail h5", f"{LISTED} [aria-current]"):
        box = again.page.locator(seen).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 768
    assert visitor.troubles == again.troubles == []


def test_an_alert_far_down_the_list_is_brought_into_view(filled, visit):
    visitor = visit(filled)
    page = visitor.open("anomalies?days=60")
    last = page.locator(f"{LISTED} a").last.get_attribute("href")
    page.goto(filled.address + last)
    visitor.wait()
    page.wait_for_function(
        """listed => {
          const [row, list] = [document.querySelector(`${listed} [aria-current]`), document.querySelector(".st-key-alert_list")]
            .map(part => part?.getBoundingClientRect());
          return row && list && list.top <= row.top && row.bottom <= list.bottom;
        }""",
        arg=LISTED,
    )


def test_one_alert_of_each_kind_stands_on_one_screen_in_the_longer_language(filled, visit):
    """With who is told, its playbook, its activity and its map, nothing scrolls but the lists within."""
    visitor = visit(filled, lang="en")
    page = visitor.open("anomalies?days=60")
    kinds = {}
    for link in page.locator(f"{LISTED} a").all()[:60]:
        words = re.sub(r"[\d:.]+", "", link.locator(".gc-sentence").inner_text())
        kinds.setdefault(words[:12], link.get_attribute("href"))
    assert len(kinds) > 2
    for address in kinds.values():
        page.locator(f'{LISTED} a[href="{address}"]').click()
        page.wait_for_url(re.compile(rf"alert={re.search(r'alert=([0-9]+)', address)[1]}\b"))
        visitor.wait()
        over = page.evaluate(
            """() => ['.st-key-alert_detail', '[data-testid="stMain"]'].map(part => document.querySelector(part)).map(part => part.scrollHeight - part.clientHeight)"""
        )
        assert max(over) <= 0, (address, over)


def test_two_quick_clicks_acknowledge_one_alert_which_can_be_taken_back(filled, visit):
    visitor = visit(filled)
    page = visitor.open("anomalies")
    shown = page.locator(".st-key-alert_detail h5").inner_text()
    order = page.locator(f"{LISTED} b").all_inner_texts()
    button = page.get_by_role("button", name="接手", exact=True)
    spot = button.bounding_box()
    page.mouse.dblclick(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2, delay=60)
    undo = page.get_by_role("button", name="撤销")
    undo.wait_for()
    visitor.wait()
    # A slow second click finds no button where the first one was.
    page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    visitor.wait()
    assert page.locator(".st-key-alert_detail h5").inner_text() == shown
    assert page.locator(f"{LISTED} b").all_inner_texts() == order
    assert t("zh", "alert_status.acknowledged") in page.locator(f"{LISTED}.gc-acted").inner_text()  # one, and no other

    undo.click()
    page.get_by_role("button", name="接手", exact=True).wait_for()
    visitor.wait()
    assert page.locator(f"{LISTED}.gc-acted").count() == 0
    assert visitor.troubles == []


def test_ticked_alerts_are_acknowledged_together_and_taken_back_together(filled, visit):
    visitor = visit(filled)
    page = visitor.open("anomalies")
    boxes = page.locator(f"{LISTED} input.gc-tick")
    waiting = boxes.count()
    boxes.nth(0).check()
    boxes.nth(2).check()
    page.get_by_role("button", name="接手所选 2 条").click()
    undo = page.locator(".st-key-undo_many button")
    undo.wait_for()
    visitor.wait()
    assert page.locator(f"{LISTED}.gc-acted").count() == 2
    undo.click()
    page.locator(f"{LISTED}.gc-acted").first.wait_for(state="detached")
    visitor.wait()
    assert boxes.count() == waiting
    assert visitor.troubles == []


def test_on_a_phone_the_list_comes_first_and_a_link_shows_its_alert_first(filled, visit):
    visitor = visit(filled, width=390, height=844)
    page = visitor.open("anomalies")
    assert page.locator(LISTED).first.is_visible()
    assert not page.locator(".st-key-alert_detail").is_visible()
    page.locator(f"{LISTED} a").nth(1).click()
    page.locator(".st-key-alert_detail h5").wait_for(state="visible")
    visitor.wait()
    assert not page.locator(LISTED).first.is_visible()
    assert page.locator(".st-key-alert_detail h5").bounding_box()["y"] < 500
    assert visitor.overflow() <= 0
    page.get_by_role("link", name="返回列表").click()
    page.locator(LISTED).first.wait_for(state="visible")
    assert visitor.troubles == []


def test_a_leader_gets_nothing_to_tick_or_press(filled, visit):
    visitor = visit(filled, login="leader")
    page = visitor.open("anomalies")
    assert page.get_by_role("button", name=re.compile("^(确认|办结|排除)")).count() == 0
    assert page.locator("input.gc-tick").count() == 0
    assert visitor.troubles == []

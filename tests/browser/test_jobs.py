"""What people come for, counted in clicks: nobody needs more than is said here."""

from __future__ import annotations

import re

import pytest

DESK = {"width": 1440, "height": 900}


class Counted:
    """A visitor whose clicks count."""

    def __init__(self, visitor) -> None:
        self.visitor, self.page, self.clicks = visitor, visitor.page, 0

    def click(self, locator, *, to: str) -> None:
        """`to`: what the address then holds."""
        locator.click()
        self.clicks += 1
        self.page.wait_for_url(re.compile(to))
        self.visitor.wait()


@pytest.fixture
def someone(filled, visit):
    def coming(role: str, path: str = "", **options) -> Counted:
        visitor = visit(filled, login=role, **{**DESK, **options})
        visitor.open(path)
        return Counted(visitor)

    return coming


def test_a_leader_sees_which_town_is_worst_and_why_without_a_click(someone):
    leader = someone("leader")
    first = leader.page.locator(".gc-situation p").first
    assert re.search(r"严重预警 \d+ 条", first.inner_text())
    box = leader.page.locator(".gc-squares").bounding_box()
    assert box["y"] + box["height"] < DESK["height"]
    worst = leader.page.locator(".gc-squares > li").first
    assert worst.locator(".gc-why").inner_text().strip()


def test_one_click_leads_from_an_alert_to_why(someone):
    officer = someone("command")
    officer.click(officer.page.locator(".gc-first a.gc-button").first, to="alert=")
    grounds = officer.page.locator("ul.gc-rests").first
    grounds.wait_for()
    assert officer.page.locator(".st-key-alert_detail h5").bounding_box()["y"] < DESK["height"]
    assert officer.clicks == 1


def test_one_click_leads_to_the_silent_feeds(someone):
    officer = someone("command")
    officer.click(officer.page.locator(".gc-situation a[href*=missing_feed]"), to="kind=missing_feed")
    rows = officer.page.locator(".gc-alerts > li")
    rows.first.wait_for()  # the address changes before the page does
    assert officer.clicks == 1


def test_a_resident_is_found_by_the_end_of_the_phone_number(someone, filled):
    name, phone = filled.facts["resident"]
    officer = someone("command", "people")
    box = officer.page.get_by_role("textbox").first
    box.fill(phone[-4:])
    box.press("Enter")
    officer.visitor.wait()
    officer.visitor.wait_for_text(name)
    assert officer.clicks <= 2


def test_which_schools_are_not_open_and_why(someone):
    leader = someone("leader")
    leader.click(leader.page.locator(".gc-rail a").filter(has_text="单位"), to="/units")
    leader.click(leader.page.locator(".gc-squares > li").filter(has_text="学校"), to="kind=school")
    leader.visitor.wait_for_text("未复工原因")
    assert leader.clicks <= 2


def test_who_came_in_the_last_three_days_to_one_town(someone, filled):
    """By the square of the town, and all of them."""
    code, name, count = filled.facts["arrivals"]
    officer = someone("command")
    officer.click(officer.page.locator(".gc-squares > li").filter(has_text=name), to=f"grid={code}")
    officer.click(officer.page.locator(".gc-rail").get_by_role("link", name="人员", exact=True), to="/people")
    officer.page.locator('[data-testid="stButtonGroup"] button').filter(has_text="3天内返乡").click()
    officer.clicks += 1
    officer.visitor.wait_for_text(f"共 {count} 人")
    assert officer.clicks <= 3


def test_a_chart_and_its_table_for_an_email(someone):
    leader = someone("command")
    leader.click(leader.page.locator(".gc-rail a").filter(has_text="趋势"), to="/trends")
    with leader.page.expect_download() as coming:
        leader.page.locator("button").filter(has_text="Excel").click()
    assert coming.value.suggested_filename.endswith(".xlsx")
    assert leader.clicks + 1 <= 3


def test_the_overview_is_one_page_of_paper(someone):
    leader = someone("leader")
    paper = leader.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1

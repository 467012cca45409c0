"""Logging in and out in a real browser, and what happens without a session."""

from __future__ import annotations

import re
import uuid

from tests.browser.server import PASSWORD


def test_a_deep_link_leads_through_the_log_in_and_back(filled, visit):
    visitor = visit(filled, login=None)
    page = visitor.page
    code = filled.facts["own"][1]
    page.goto(f"{filled.address}/people?grid={code}")
    assert "/login" in page.url

    page.fill("input[name=login]", "command")
    page.fill("input[name=password]", "not the password")
    page.click("button[type=submit]")
    assert "密码" in page.inner_text("[role=alert]")

    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(re.compile(r"/people\?"))
    visitor.wait()
    assert f"grid={code}" in page.url
    assert page.locator("h1").first.inner_text() == "人员"


def test_a_leader_has_no_page_of_people(filled, visit):
    visitor = visit(filled, login="leader")
    visitor.open("people")
    assert filled.facts["stranger"][1] not in visitor.text()
    assert visitor.page.locator('[data-testid="stSidebarNav"] a[href$="/people"]').count() == 0


def test_after_log_out_the_next_step_shows_the_way_to_log_in(filled, visit):
    visitor = visit(filled)
    first = visitor.open("anomalies")
    second = visitor.new_page()
    second.goto(f"{filled.address}/logout")
    assert "/login" in second.url

    first.locator('[data-testid="stPills"] button, [data-testid="stButtonGroup"] button').first.click()
    first.wait_for_url(re.compile(r"/login\?next=%2Fanomalies"))
    first.fill("input[name=login]", "command")
    first.fill("input[name=password]", PASSWORD)
    first.click("button[type=submit]")
    visitor.wait(first)
    assert first.locator("h1").first.inner_text() == "异常"


def test_without_a_session_there_are_no_files_and_no_uploads(filled, visit):
    stranger = visit(filled, login=None).context.request
    assert stranger.get(f"{filled.address}/media/{uuid.uuid4().hex}.png").status == 401
    target = f"{filled.address}/_stcore/upload_file/{uuid.uuid4()}/{uuid.uuid4()}"
    assert (
        stranger.put(target, multipart={"file": {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a"}}).status
        == 401
    )

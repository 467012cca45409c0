"""Logging in and out in a real browser, and what happens without a session."""

from __future__ import annotations

import re
import uuid

from websockets.sync.client import connect

from tests.browser.server import PASSWORD
from tests.core.web.messages import rerun, tab_of


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
    assert visitor.page.locator('nav a[href^="/units"]').count() > 0
    assert visitor.page.locator('nav a[href^="/people"]:not([lang])').count() == 0


def test_after_log_out_the_next_step_shows_the_way_to_log_in(filled, visit):
    visitor = visit(filled)
    first = visitor.open("anomalies")
    second = visitor.new_page()
    second.goto(f"{filled.address}/logout")
    assert "/login" in second.url

    first.locator(".gc-alerts a").nth(1).click()
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


def test_a_download_serves_the_account_that_made_it_alone(filled, visit):
    visitor = visit(filled)
    page, seen = visitor.open("people"), []
    page.on("request", lambda request: seen.append(request.url) if "/media/" in request.url else None)
    page.locator('[class*="st-key-export_people"] button').first.click()
    with page.expect_download() as coming:
        page.locator('[class*="st-key-export_people_file"] button').click()
    address = coming.value.url
    assert "/media/" in address and coming.value.failure() is None
    own = visitor.context.request.get(address)
    assert (own.status, own.headers["cache-control"]) == (200, "no-store")
    assert own.body()[:2] == b"PK"
    assert visit(filled, login="clerk").context.request.get(address).status == 404
    assert visit(filled, login=None).context.request.get(address).status == 401


def test_a_tab_is_not_taken_over_by_its_id(filled, visit):
    def tab(visitor, name: str = "") -> str:
        cookies = "; ".join(f"{c['name']}={c['value']}" for c in visitor.context.cookies())
        with connect(
            filled.address.replace("http", "ws") + "/_stcore/stream",
            origin=filled.address,
            additional_headers={"Cookie": cookies},
            subprotocols=["streamlit", "x", *([name] if name else [])],
            max_size=None,
        ) as socket:
            socket.send(rerun())
            return next(found for found in iter(lambda: tab_of(socket.recv(60)), None) if found)

    own, stranger = visit(filled), visit(filled, login="clerk")
    mine = tab(own)
    assert tab(own, mine) == mine
    assert tab(stranger, mine) != mine

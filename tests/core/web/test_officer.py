"""An officer's phone: opened once by a link, its list, what it sends, shut by a click."""

from __future__ import annotations

import json

import pytest

from core import clock
from core.access.accounts import create_account
from core.access.phones import new_phone_link, revoke_phones
from core.i18n import format
from core.intake import Record, take
from core.intake.refused import refused, write_refused
from core.officer.unit import unit_moment
from core.rollup import roll_up
from tests.core.web.client import Client
from tests.county import LAST_DAY, WHOLE


@pytest.fixture
def zhao(store):
    return create_account(
        store, login="wang", name="王", role="officer", grids=[3], password=None, actor="t", now=clock.now()
    )


def opened(store, app, account: int) -> Client:
    client = Client(app)
    token = new_phone_link(store, account, actor="t", now=clock.now())
    assert client.get(f"/officer/enter?token={token}").status == 200  # a look does not use it up
    assert client.post(f"/officer/enter?token={token}").header("location") == "/officer/"
    assert Client(app).post(f"/officer/enter?token={token}").status == 410
    return client


def test_a_phone_is_opened_once_and_shut(store, app, zhao):
    client = opened(store, app, zhao)
    for path in ("/officer/", "/officer/new", "/officer/home/1", "/officer/worker.js", "/officer/unit/U001"):
        answer = client.get(path)
        assert answer.status == 200, path
        assert len(answer.body) < 60_000
        assert "<script>" not in answer.text
    new = client.get("/officer/new").text  # compounds and classes have the same names everywhere
    assert (
        ">东一村<" in new
        and ">东一村 / 东一村1组<" in new
        and ">东镇中学 / 初一1班<" in new
        and "东镇 / 东一村" not in new
    )
    assert client.get("/officer/home/31").status == 422  # another township's
    assert client.get("/officer/?lang=en").text.count("Today") >= 1
    assert revoke_phones(store, zhao, actor="t", now=clock.now()) == 1
    assert client.get("/officer/").status == 401


def test_who_guesses_links_waits_and_holds_nobody_up(store, app, zhao):
    tries = [Client(app).get(f"/officer/enter?token={n}").status for n in range(40)]
    assert tries[0] == 410 and tries[-1] == 429
    write_refused(store, now=clock.now())
    assert refused(store, WHOLE, since=clock.today()).set_index("what").times["officer_link"] == 40
    assert opened(store, app, zhao).get("/officer/").status == 200  # behind the same address


def test_a_unit_has_a_day_of_its_own_from_its_first_scan(store, app, zhao):
    """However old all other data are: whoever scans at the gate stands on the screen of who answers for it."""
    client, now = opened(store, app, zhao), clock.now()
    roll_up(store, days=None, actor="t")
    assert unit_moment(store, 20).date() == LAST_DAY
    take(store, [Record("g1", 20, now, 1, temperature=36.4, source="gate")], actor="t", now=now)
    assert unit_moment(store, 20).date() == now.date()
    told = client.get("/officer/unit/U001?state=present").text
    assert "36.4" in told and format.moment("zh", now)[:-1] in told
    assert "初一" in told and "nan" not in told  # a class stands with its grade
    assert 'data-pages="' in client.get("/officer/?all=1").text and "没有信号" in client.get("/officer/none").text


def test_the_queue_is_answered_one_by_one(store, app, zhao):
    client = opened(store, app, zhao)
    rows = [{"id": "abcdefgh1", "kind": "visit", "person": 1, "ago": 3600}, {"id": "abcdefgh2", "kind": "visit", "person": 31}, {"id": "abcdefgh3", "kind": "temperature", "person": 2, "temperature": "36,6", "ago": -9e9}]  # fmt: skip
    for states in (["stored", "refused", "stored"], ["known", "refused", "known"]):
        answer = client.request("POST", "/officer/entries", body=json.dumps({"entries": rows}).encode(), headers={"origin": "http://desk:8501"})  # fmt: skip
        assert [a["state"] for a in json.loads(answer.text)["answers"]] == states
    for body, status in ((b"[]", 400), (b"{}", 400), (b"x" * 1_000_000, 413)):
        assert client.request("POST", "/officer/entries", body=body, headers={"origin": "http://desk:8501"}).status == status  # fmt: skip
    form = {"id": "abcdefgh4", "kind": "absent", "person": "3", "note": "<script>alert(1)</script>"}
    assert [client.post("/officer/do", form).status for _ in range(5)] == [303] * 5
    assert store.value("select count(*) from field_entry") == 3
    called = client.post("/officer/call", {"person": "1"})
    assert called.status == 200
    assert store.value("select count(*) from audit_entry where event = 'person.phone_shown'") == 1
    assert client.post("/officer/leave").status == 200
    assert client.post("/officer/do", form).status == 401

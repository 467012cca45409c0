"""A department at the door: its token in the header alone, rows as JSON and CSV, a page that says what it gets and why, and no more after the end."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core import clock
from core.share import make_share, revoke, share_uses
from core.share.hand_out import limits
from core.web import share_door
from tests.county import LAST_DAY


@pytest.fixture
def token(store, monkeypatch):
    limits.forget()
    monkeypatch.setattr(share_door, "throttle", share_door.Throttle())
    with store.write() as db:
        db.execute("insert into person_class (person_id, class, rank, since, reason, policy_version) values (1, 'returnee', 1, ?, 'r', 'v')", [LAST_DAY])  # fmt: skip
        db.execute("update person set origin = '=1+1' where person_id = 1")
    return make_share(
        store, by=None, name="疾控", content="people", columns=["person", "class", "since", "origin"], grids=[0], department="疾控中心", purpose="流调<b>", ground="第十二条",
        until=clock.today() + timedelta(days=3), today=clock.today(), now=clock.now(), per_minute=3,
    )[1]  # fmt: skip


def get(client, path, token=None):
    return client.get(f"/api/shares/{path}", **({"authorization": f"Bearer {token}"} if token else {}))


def test_rows_come_by_the_header_alone_and_end_when_revoked(store, client, token):
    given = json.loads(get(client, "data.json", token).text)
    assert (given["purpose"], given["pseudonymised"], given["rows"][0]["class"], given["rows"][0]["since"]) == ("流调<b>", True, "returnee", LAST_DAY.isoformat())  # fmt: skip
    assert len(given["rows"]) == 1 and set(given["rows"][0]) == {"person", "class", "since", "origin"}
    assert "'=1+1" in get(client, "data.csv", token).text
    assert "rows" not in json.loads(get(client, "about.json", token).text)
    assert get(client, f"data.json?token={token}").status == 401
    assert get(client, "data.json", token + "x").status == 401
    assert client.request("POST", "/api/shares/data.json", headers={"authorization": f"Bearer {token}"}).status == 404
    assert get(client, "data.json", token).status == 200
    over = get(client, "data.json", token)
    assert over.status == 429 and int(over.header("retry-after")) > 0 and "每分钟" in json.loads(over.text)["text"]
    revoke(store, None, 1, now=clock.now())
    gone = get(client, "data.json", token)
    assert gone.status == 410 and json.loads(gone.text)["error"] == "share_revoked"
    uses = share_uses(store, 1)
    assert sorted(uses.way) == ["csv", "json", "json", "json", "json"] and set(uses.source) == {"10.0.0.9"}
    assert token not in str(store.run("select * from audit_entry").fetchall())


def test_a_person_types_it_into_a_page(client, token):
    assert 'name="token"' in client.get("/shared").text
    page = client.post("/shared", {"token": token})
    assert (
        page.status == 200
        and "流调&lt;b&gt;" in page.text
        and "第十二条" in page.text
        and "不能与其他共享对照" in page.text
    )
    file = client.post("/shared", {"token": token, "file": "xlsx"})
    assert file.body[:2] == b"PK" and "attachment" in file.header("content-disposition")
    assert "share-1" in file.header("content-disposition") and "Excel" in client.post("/shared", {"token": token}).text
    wrong = client.post("/shared", {"token": "x"})
    assert wrong.status == 401 and "密钥不对" in wrong.text


def test_who_guesses_waits_and_who_has_it_does_not(client, token):
    assert {get(client, "data.json", f"wrong{n}").status for n in range(8)} == {401, 429}
    assert get(client, "data.json", token).status == 200

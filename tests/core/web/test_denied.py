"""Whatever a door refuses is an entry of the audit log, without what was typed or sent."""

from __future__ import annotations

import json

import pytest

from core.access.sessions import COOKIE
from core.audit import verify

SECRET = "a-token-that-somebody-tries"


def refused(store) -> list[tuple[str, str, dict]]:
    rows = store.run(
        "select actor, event, fields from audit_entry where event in ('access.denied', 'token.refused', 'scope.denied') order by entry_id"
    ).fetchall()
    return [(actor, event, json.loads(fields)) for actor, event, fields in rows]


@pytest.mark.parametrize(
    ("method", "path", "given", "said"),
    [
        ("GET", "/people", {"cookie": SECRET}, {"kind": "session", "where": "/people"}),
        ("GET", "/media/x", {"cookie": SECRET}, {"kind": "session", "where": "/media/"}),
        ("GET", f"/no/{SECRET}", {"cookie": SECRET}, {"kind": "session", "where": "other"}),
        ("GET", f"/wall/{SECRET}", {}, {"kind": "wall"}),
        ("GET", f"/setup?token={SECRET}", {}, {"kind": "link"}),
        ("POST", "/command", {"headers": {"authorization": f"Bearer {SECRET}"}}, {"kind": "command"}),
        ("POST", "/api/check-ins", {"headers": {"authorization": f"Bearer {SECRET}"}}, {"kind": "device"}),
        ("GET", "/api/shares/data.json", {"headers": {"authorization": f"Bearer {SECRET}"}}, {"kind": "share"}),
    ],
)
def test_a_token_that_does_not_hold_is_an_entry(client, store, method, path, given, said):
    client.cookies = {COOKIE: given["cookie"]} if "cookie" in given else {}
    answer = client.request(method, path, headers=given.get("headers"))
    assert answer.status >= 300
    assert refused(store) == [("unknown", "token.refused", said | {"times": 1})]
    assert SECRET not in str(store.run("select * from audit_entry").fetchall())
    assert verify(store).whole


def test_another_sites_page_is_an_entry(inside, store):
    assert inside.request("POST", "/people", headers={"origin": "https://evil.example"}).status == 403
    assert refused(store) == [("unknown", "access.denied", {"what": "origin", "times": 1})]


def test_a_role_that_may_not_is_an_entry_once(inside, store):
    store.cursor().execute("update account set role = 'auditor' where login = 'zhao'")
    for _ in range(3):
        assert inside.get("/wall").status == 403
    assert refused(store) == [("zhao", "access.denied", {"what": "overview.read", "where": "/wall", "times": 1})]

from __future__ import annotations

import anyio
import pytest

from core.access.accounts import account_of_login, disable_account
from core.access.sessions import COOKIE
from core.web.guard import session_token
from tests.core.web.client import Client

GUARDED = [
    ("GET", "/media/abc.csv"),
    ("GET", "/_stcore/metrics"),
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/host-config"),
    ("POST", "/_stcore/agent/interact"),
    ("PUT", "/_stcore/upload_file/1/2"),
    ("POST", "/people"),
    ("GET", "/component/x/index.html"),
    ("GET", "/app/static/map.geojson"),
    ("GET", "/login/"),
    ("GET", "//static/x"),
    ("GET", "/api/anything"),
]


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize("cookie", [None, "", "wrong", "a" * 5000])
def test_without_a_session_nothing_is_given(client, method, path, cookie):
    client.cookies = {} if cookie is None else {COOKIE: cookie}
    answer = client.request(method, path)
    assert answer.status == 401
    assert "SECRET" not in answer.text


@pytest.mark.parametrize("path", ["/media/abc.csv", "/_stcore/metrics"])
def test_files_are_no_pages_even_to_a_browser(client, path):
    assert client.get(path).status == 401


@pytest.mark.parametrize("path", ["/", "/people", "/no/such/page", "/login/x", "/index.html"])
def test_a_page_leads_to_the_log_in(client, path):
    answer = client.get(path)
    assert answer.status == 303
    assert answer.header("location").startswith("/login")
    assert answer.header("cache-control") == "no-store"


@pytest.mark.parametrize("path", ["/static/js/index.js", "/favicon.png"])
def test_the_front_ends_own_files_are_open(client, path):
    assert client.request("GET", path).status == 200


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_with_a_session_all_is_reached(inside, method, path):
    assert inside.request(method, path).text == "SECRET"


def test_the_session_cookie_is_found_among_others():
    from starlette.datastructures import Headers

    assert session_token(Headers({"cookie": f"a=1; {COOKIE}=tok-en; b=2"})) == "tok-en"
    assert session_token(Headers({"cookie": "nonsense;;=;"})) is None
    assert session_token(Headers({})) is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://desk:9999"}, 403),
        ({"origin": "http://desk:8501.evil.example"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": "http://desk:8501"}, 200),
        ({"sec_fetch_site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_changes_come_from_our_own_pages(inside, headers, status):
    assert inside.request("POST", "/people", headers=headers).status == status
    assert inside.request("PUT", "/_stcore/upload_file/1/2", headers=headers).status == status


def talk(client: Client, messages: int, *, before=None, **headers: str) -> list[dict]:
    """Open the web socket, send that many messages (calling `before(i)` ahead of each), return what came back."""
    got, sent = [], 0

    async def receive():
        nonlocal sent
        if not any(m["type"].startswith("websocket.") for m in got):
            return {"type": "websocket.connect"}
        if sent == messages:
            return {"type": "websocket.disconnect", "code": 1000}
        if before:
            before(sent)
        sent += 1
        return {"type": "websocket.receive", "text": "rerun"}

    async def send(message):
        got.append(message)

    anyio.run(client.app, client.scope("websocket", "/_stcore/stream", headers) | {"subprotocols": []}, receive, send)
    return got


def test_a_web_socket_needs_a_session_and_our_own_origin(client, inside):
    assert [m["type"] for m in talk(inside, 2, origin="http://desk:8501")] == [
        "websocket.accept", "websocket.send", "websocket.send",
    ]  # fmt: skip
    foreign = talk(inside, 1, origin="https://evil.example")
    assert [(m["type"], m["code"]) for m in foreign] == [("websocket.close", 1008)]
    client.cookies = {}
    assert [(m["type"], m["code"]) for m in talk(client, 1)] == [("websocket.close", 1008)]


def test_an_open_web_socket_does_not_outlive_its_session(store, inside):
    def disable(i):
        if i == 2:
            disable_account(store, account_id=account_of_login(store, "zhao"), actor="t")

    answered = [m for m in talk(inside, 9, before=disable) if m["type"] == "websocket.send"]
    # Two in time, and one more that lets the page show the way to log in.
    assert len(answered) == 3

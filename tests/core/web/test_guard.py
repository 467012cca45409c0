from __future__ import annotations

import pytest

from core.access.owners import owners
from core.access.sessions import COOKIE
from core.web.cookie import session_token

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
    owners.add(["1"], 1)
    assert inside.request("PUT", "/_stcore/upload_file/1/2", headers=headers).status == status

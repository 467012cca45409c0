"""Every door of `core/web/doors.py` has its line here: what a stranger, a leader (who may not import) and a clerk get there."""

from __future__ import annotations

import pytest

from core.access.accounts import create_account
from core.access.owners import owners
from core.access.roles import roles
from core.web.doors import DOORS, door_at
from core.web.pages import PAGES
from tests.core.web.client import Client
from tests.core.web.conftest import PASSWORD
from tests.county import NOW

# door → (method, an address of it), answers to stranger, leader, clerk
LINES = {
    "/login": ("GET", "/login", 200, 200, 200),
    "/factor": ("GET", "/factor", 303, 303, 303),  # without a session that waits for it
    "/oidc": ("GET", "/oidc", 404, 404, 404),  # no provider
    "/oidc/back": ("GET", "/oidc/back?code=x&state=y", 404, 404, 404),
    "/logout": ("POST", "/logout", 303, 303, 303),
    "/setup": ("GET", "/setup?token=x", 410, 410, 410),
    "/enter": ("GET", "/enter", 404, 404, 404),  # no demonstration
    "/healthz": ("GET", "/healthz", 200, 200, 200),
    "/start.js": ("GET", "/start.js", 200, 200, 200),
    "/command": ("POST", "/command", 404, 404, 404),  # without the word
    "/api/check-ins": ("POST", "/api/check-ins", 401, 401, 401),  # without a key
    "/api/readings": ("POST", "/api/readings", 401, 401, 401),
    "/api/openapi.json": ("GET", "/api/openapi.json", 200, 200, 200),
    "/screen/": ("GET", "/screen/x", 404, 404, 404),  # without a screen's token
    "/screen.js": ("GET", "/screen.js", 200, 200, 200),
    "/wall": ("GET", "/wall", 401, 200, 200),
    "/screen": ("GET", "/screen", 401, 307, 307),
    "/wall/": ("GET", "/wall/x", 404, 404, 404),  # nobody's link
    "/wall.js": ("GET", "/wall.js", 200, 200, 200),
    "/s/": ("GET", "/s/x", 404, 404, 404),  # nobody's code
    "/phone/": ("GET", "/phone/", 200, 200, 200),
    "/officer/": ("GET", "/officer/", 401, 401, 401),  # no phone of theirs
    "/shared": ("GET", "/shared", 200, 200, 200),
    "/api/shares/about.json": ("GET", "/api/shares/about.json", 401, 401, 401),  # without a token
    "/api/shares/data.json": ("GET", "/api/shares/data.json", 401, 401, 401),
    "/api/shares/data.csv": ("GET", "/api/shares/data.csv", 401, 401, 401),
    "/uploads": ("GET", "/uploads", 401, 403, 200),
    "/overview": ("GET", "/overview", 401, 307, 307),
    "/static/": ("GET", "/static/js/index.js", 200, 200, 200),
    "/favicon.png": ("GET", "/favicon.png", 200, 200, 200),
    "/manifest.json": ("GET", "/manifest.json", 200, 200, 200),
    "/media/": ("GET", "/media/x.csv", 401, 200, 200),
    "/_stcore/stream": ("GET", "/_stcore/stream", 401, 200, 200),
    "/_stcore/health": ("GET", "/_stcore/health", 401, 200, 200),
    "/_stcore/host-config": ("GET", "/_stcore/host-config", 401, 200, 200),
    "/_stcore/upload_file/": ("PUT", "/_stcore/upload_file/1/2", 401, 200, 200),
}
NOBODYS = [
    ("GET", "/_stcore/metrics"), ("GET", "/_stcore/script-health-check"), ("POST", "/_stcore/agent/interact"), ("GET", "/component/x.html"),
    ("GET", "/app/static/map.geojson"), ("GET", "/login/"), ("GET", "//static/x"), ("GET", "/index.html"), ("POST", "/people"),
    ("DELETE", "/login"), ("POST", "/healthz"), ("GET", "/_stcore/upload_file/1/2"), ("PUT", "/media/x.csv"), ("GET", "/frame"),
]  # fmt: skip


def visitors(store, app) -> list[Client]:
    create_account(store, login="li", name="李", role="leader", grids=[0], password=PASSWORD, actor="t", now=NOW)
    found = [Client(app)]
    for login in ("li", "zhao"):
        found.append(Client(app))
        assert found[-1].post("/login", {"login": login, "password": PASSWORD}).status == 303
    return found


def test_every_door_has_its_line():
    assert list(LINES) == [door.path for door in DOORS]


@pytest.mark.parametrize("path", LINES)
def test_who_gets_what(store, app, path):
    method, address, *expected = LINES[path]
    for account in (1, 2):
        owners.add(["x", "1"], account)  # a file and a tab of each
    assert [v.request(method, address).status for v in visitors(store, app)] == expected


@pytest.mark.parametrize(("method", "path"), NOBODYS)
def test_what_is_no_door_does_not_exist(inside, client, method, path):
    assert inside.request(method, path).status == 404
    client.cookies = {}
    assert client.request(method, path).status in (401, 404)


@pytest.mark.parametrize("path", sorted(PAGES))
def test_every_page_is_reached_with_a_session_only(inside, client, path):
    assert inside.get(path).text == "SECRET"
    client.cookies = {}
    assert client.get(path).status == 303


def test_permissions_of_doors_are_some_roles():
    known = {p for role in roles().values() for p in role.permissions}
    assert {one for door in DOORS for one in door.permissions} <= known


def test_no_door_hides_behind_another():
    for door in DOORS:
        assert door_at(door.path) is door


def test_whoever_has_charts_may_drop_a_table_and_whoever_has_no_uploader_may_not(store, app):
    """A leader's charts begin with a table of their own; an auditor has no page on which a file is dropped."""
    for number, (role, status) in enumerate([("leader", 200), ("officer", 200), ("auditor", 403)]):
        login = f"drop-{number}"
        made = create_account(store, login=login, name="", role=role, grids=[0], password=PASSWORD, actor="t", now=NOW)
        visitor = Client(app)
        assert visitor.post("/login", {"login": login, "password": PASSWORD}).status == 303
        owners.add([f"tab-{number}"], made)
        assert visitor.request("PUT", f"/_stcore/upload_file/tab-{number}/2").status == status, role

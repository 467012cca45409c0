"""The real routes and middleware in front of a stand-in for the pages, on the small test county."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from core.access.accounts import create_account
from core.access.demo import ensure_demo_accounts
from core.store import Store, use_store
from core.web import Wire, login, web_middleware, web_routes
from pages.ui.shared.wire import anew, asked, told
from tests.copied import copied
from tests.core.web.client import Client
from tests.core.web.messages import download, new_session
from tests.county import NOW, county_alone

PASSWORD = "correct horse"


@pytest.fixture
def store(monkeypatch):
    made = copied(_with_a_clerk)
    use_store(made)
    monkeypatch.setattr(login, "throttle", login.Throttle())
    yield made
    use_store(None)


def _with_a_clerk() -> Store:
    made = county_alone()  # a password takes as long to hash as the rest of such a test
    create_account(made, login="zhao", name="赵", role="clerk", grids=[0], password=PASSWORD, actor="t", now=NOW)
    return made


@pytest.fixture
def demo(store):
    return with_settings(store, demo=True)


def with_settings(store, **changes):
    store.settings = dataclasses.replace(store.settings, **changes)
    ensure_demo_accounts(store, NOW)
    return store


@pytest.fixture
def app(store):
    file = uuid.uuid4().hex  # everybody's download: its name is made from its content

    async def secret(request):
        return PlainTextResponse("SECRET")

    async def socket(ws):
        """As Streamlit does: a tab that one names goes on, and every message runs something."""
        await ws.accept()
        _, _, named = (part.strip() for part in f"{ws.headers.get('sec-websocket-protocol', '')},,".split(",")[:3])
        await ws.send_bytes(new_session(named or uuid.uuid4().hex))
        async for _ in ws.iter_bytes():
            await ws.send_bytes(download(file))

    pages = [WebSocketRoute("/_stcore/stream", socket), Route("/{path:path}", secret, methods=["GET", "POST", "PUT"])]
    return Starlette(routes=web_routes() + pages, middleware=web_middleware(Wire(told=told, asked=asked, anew=anew)))


@pytest.fixture
def client(app):
    return Client(app)


@pytest.fixture
def inside(client):
    """A client that has logged in."""
    assert client.post("/login", {"login": "zhao", "password": PASSWORD}).status == 303
    return client

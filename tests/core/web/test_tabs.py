"""Tabs, downloads and uploads belong to an account; a session's end is the end of its tabs."""

from __future__ import annotations

import anyio
import pytest

from core.access.accounts import account_of_login, create_account, load_user
from core.access.manage import change_account, disable_account
from core.access.owners import Owners, owners
from core.access.sessions import COOKIE, end_session
from pages.ui.shared.wire import asked, told
from tests.core.web import messages
from tests.core.web.client import Client
from tests.core.web.conftest import PASSWORD
from tests.county import NOW, WHOLE

OURS = {"origin": "http://desk:8501"}


def talk(client: Client, said: list[bytes], *, before=None, tab: str = "", **headers: str) -> list[dict]:
    """Open the web socket, say that (calling `before(i)` ahead of each), return what came back. `tab`: the id one comes with."""
    got, sent = [], 0
    if tab:
        headers["sec_websocket_protocol"] = f"streamlit, xsrf, {tab}"

    async def receive():
        nonlocal sent
        if not any(m["type"].startswith("websocket.") for m in got):
            return {"type": "websocket.connect"}
        if sent == len(said):
            return {"type": "websocket.disconnect", "code": 1000}
        if before:
            before(sent)
        sent += 1
        return {"type": "websocket.receive", "bytes": said[sent - 1]}

    async def send(message):
        got.append(message)

    anyio.run(client.app, client.scope("websocket", "/_stcore/stream", headers) | {"subprotocols": []}, receive, send)
    return got


def kinds(got: list[dict]) -> list[str]:
    return [m["type"].removeprefix("websocket.") for m in got]


def tab(got: list[dict]) -> str:
    return messages.tab_of(got[1]["bytes"])


def another(store, app, login: str = "li", role: str = "command") -> Client:
    create_account(store, login=login, name=login, role=role, grids=[0], password=PASSWORD, actor="t", now=NOW)
    client = Client(app)
    assert client.post("/login", {"login": login, "password": PASSWORD}).status == 303
    return client


def test_a_web_socket_needs_a_session_and_our_own_origin(client, inside):
    assert kinds(talk(inside, [messages.rerun()] * 2, **OURS)) == ["accept", "send", "send", "send"]
    foreign = talk(inside, [messages.rerun()], origin="https://evil.example")
    assert [(m["type"], m["code"]) for m in foreign] == [("websocket.close", 1008)]
    client.cookies = {}
    assert [(m["type"], m["code"]) for m in talk(client, [])] == [("websocket.close", 1008)]


@pytest.mark.parametrize("how", ["logged out", "disabled"])
def test_the_first_message_after_the_sessions_end_runs_nothing(store, inside, how):
    def end(i):
        if i == 2 and how == "disabled":
            disable_account(store, WHOLE, account_id=account_of_login(store, "zhao"), actor="t", now=NOW)
        elif i == 2:
            end_session(store, inside.cookies[COOKIE], actor="t")

    got = talk(inside, [messages.rerun()] * 9, before=end)
    assert kinds(got) == ["accept", "send", "send", "send", "close"]  # its tab's id, and two answers in time
    assert got[-1]["code"] == 1008


def test_a_tab_goes_on_for_its_own_account_alone(store, app, inside):
    mine = tab(talk(inside, []))
    assert tab(talk(inside, [], tab=mine)) == mine
    stranger = another(store, app)
    assert tab(talk(stranger, [], tab=mine)) != mine
    assert tab(talk(stranger, [], tab=f"{mine} ")) != mine
    assert tab(talk(inside, [], tab="0" * 32)) != "0" * 32  # known to nobody
    inside.cookies = {}
    assert kinds(talk(inside, [], tab=mine)) == ["close"]


def test_a_download_is_its_accounts_and_stays_in_no_cache(store, app, inside):
    stranger = another(store, app)
    assert inside.get("/media/untold.xlsx").status == 404
    (name,) = told(talk(inside, [messages.rerun()])[-1]["bytes"])
    answer = inside.get(f"/media/{name}.xlsx")
    assert (answer.status, answer.text, answer.header("cache-control")) == (200, "SECRET", "no-store")
    for path in (f"/media/{name}.xlsx", f"/media/{name}", f"/media/{name}.csv?x=1"):
        assert stranger.get(path).status == 404
    talk(stranger, [messages.rerun()])  # told the same content himself
    assert stranger.get(f"/media/{name}.xlsx").status == 200


def test_an_upload_goes_into_ones_own_tab(store, app, inside):
    mine = tab(talk(inside, []))
    assert inside.request("PUT", f"/_stcore/upload_file/{mine}/1").status == 200
    stranger = another(store, app)
    for method in ("PUT", "DELETE"):
        assert stranger.request(method, f"/_stcore/upload_file/{mine}/1").status == 404


def test_an_upload_that_is_not_allowed_is_refused_before_its_body(store, app):
    auditor = another(store, app, role="auditor")
    mine = tab(talk(auditor, []))
    answered = []

    async def receive():
        raise AssertionError("nobody reads it")

    async def send(message):
        answered.append(message)

    scope = auditor.scope("http", f"/_stcore/upload_file/{mine}/1", {"content-length": "7000000"})
    anyio.run(app, scope | {"method": "PUT"}, receive, send)
    assert answered[0]["status"] == 403


def test_a_file_made_when_asked_for_is_made_for_its_own_account(store, app, inside):
    stranger = another(store, app)
    mine = load_user(store, account_of_login(store, "zhao"))
    owners.add(told(messages.deferred("later")), mine)
    assert kinds(talk(inside, [messages.ask_for("later")])) == ["accept", "send", "send"]
    assert kinds(talk(stranger, [messages.ask_for("later")])) == ["accept", "send", "close"]
    # What makes it reads with the rights of when the page was drawn: with others now it is nobody's.
    change_account(store, WHOLE, account_id=mine.account_id, actor="t", grids=[2])
    assert kinds(talk(inside, [messages.ask_for("later")])) == ["accept", "send", "close"]
    denied = "select actor, fields ->> 'what' from audit_entry where event = 'access.denied' order by entry_id"
    assert store.run(denied).fetchall() == [("li", "file"), ("zhao", "file")]


def test_what_a_part_of_a_page_offers_has_the_rights_of_the_whole(store, inside):
    zhao, known = account_of_login(store, "zhao"), []

    def before(i):
        if i == 1:
            change_account(store, WHOLE, account_id=zhao, actor="t", grids=[2])
        known.append([name for name in owners._of if owners.owns(name, load_user(store, zhao))])

    said = [messages.rerun(), messages.fragment("menu"), messages.rerun(), messages.rerun()]
    file = told(talk(inside, said, before=before, **OURS)[-1]["bytes"])
    assert [file <= set(names) for names in known] == [False, False, False, True]


@pytest.mark.parametrize("message", [messages.clear_cache(), b"\xff\xff", b""])
def test_what_no_page_of_ours_sends_closes_the_tab(inside, message):
    assert kinds(talk(inside, [message])) == ["accept", "send", "close"]


def test_names_come_from_the_front_ends_own_fields_alone():
    assert told(messages.new_session("t")) == {"t"}
    assert told(messages.download("a")) == told(messages.made("a")) == {"a"}
    assert told(messages.deferred("d")) == {"d"}
    assert told(messages.text("![](/media/stolen.xlsx)")) == set()
    assert asked(messages.rerun()) == set() and asked(messages.ask_for("d")) == {"d"}


def test_the_oldest_names_are_forgotten():
    few = Owners(most=2)
    few.add(["a", "b"], 1)
    few.add(["a"], 2)
    few.add(["c"], 1)
    assert [few.owns(name, 1) for name in "abc"] == [True, False, True]
    assert few.owns("a", 2) and not few.owns("c", 2)

"""Large uploads: to disk piece by piece, whole or not at all, for the session that sent them."""

from __future__ import annotations

import dataclasses
import errno
import json
import shutil
import stat
from collections import defaultdict, deque

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core.access.accounts import create_account
from core.access.owners import owners
from core.access.sessions import COOKIE, token_hash
from core.files import arrivals
from core.files.arrivals import fetch, forget, is_ticket
from core.i18n import t
from core.web import Wire, upload, web_middleware, web_routes
from core.web.upload_file import UploadFile
from pages.ui.shared.wire import anew, asked, told
from tests.core.web.client import Client
from tests.core.web.conftest import PASSWORD
from tests.county import NOW

BOUNDARY = "----x7"
TO = "/_stcore/upload_file/session/file-1"
KIND = {"content_type": f"multipart/form-data; boundary={BOUNDARY}", "origin": "http://desk:8501"}
LARGE = b"\xe7\x94\xb2,1\r\n" * (2 << 20)  # 14 MB
CODES = ("upload_too_large", "upload_no_room", "upload_broken")


def body(content: bytes, name: str = "打卡.csv") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="打"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.fixture
def folder(store, tmp_path, monkeypatch):
    monkeypatch.setattr(type(store.settings), "folder", property(lambda self: tmp_path))
    owners.add(["session", "gone"], 1)  # tabs of the clerk's
    yield tmp_path / "uploads"
    arrivals._kept.clear()
    arrivals._under_way.clear()


@pytest.fixture
def seen() -> list:
    """What the front end's own upload address was given: (file name, content)."""
    return []


@pytest.fixture
def app(store, folder, seen):
    async def take(request: Request) -> Response:
        async with request.form() as form:
            (file,) = form.values()
            seen.append((file.filename, await file.read()))
        return Response(status_code=400 if request.path_params["session"] == "gone" else 204)

    async def page(request: Request) -> Response:
        return PlainTextResponse("page")

    pages = [Route("/_stcore/upload_file/{session}/{file}", take, methods=["PUT"]), Route("/{p:path}", page)]
    return Starlette(routes=web_routes() + pages, middleware=web_middleware(Wire(told=told, asked=asked, anew=anew)))


def put(client: Client, sent: bytes, url: str = TO, **headers: str):
    given = {"content-length": str(len(sent))} | KIND | headers
    return client.request("PUT", url, body=sent, headers={k.replace("_", "-"): v for k, v in given.items()})


def owner(client: Client) -> str:
    return token_hash(client.cookies[COOKIE])


def test_a_large_file_lies_on_disk_and_the_page_gets_a_ticket(inside, folder, seen):
    assert put(inside, body(LARGE)).status == 204
    ((name, ticket),) = seen
    assert name == "打卡.csv" and is_ticket(ticket) and len(ticket) < 100
    path = fetch(ticket, owner(inside))
    assert path.read_bytes() == LARGE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert fetch(ticket, token_hash("another session")) is None
    forget(ticket)
    assert fetch(ticket, owner(inside)) is None and list(folder.iterdir()) == []


def test_a_small_file_goes_the_usual_way(inside, folder, seen):
    assert put(inside, body(b"a,b")).status == 204
    assert seen == [("打卡.csv", b"a,b")]
    assert not folder.exists()


def test_small_files_without_end_fill_no_memory(inside, seen, monkeypatch):
    monkeypatch.setattr(upload, "HELD", 700)
    monkeypatch.setattr(upload, "_held", defaultdict(deque))
    for _ in range(4):
        assert put(inside, body(b"a" * 200)).status == 204
    assert [is_ticket(content) for _, content in seen] == [False, False, True, True]


def test_without_a_length_it_goes_to_disk_too(inside, folder, seen):
    headers = KIND | {"transfer-encoding": "chunked"}
    sent = {k.replace("_", "-"): v for k, v in headers.items()}
    assert inside.request("PUT", TO, body=body(LARGE), headers=sent).status == 204
    assert is_ticket(seen[0][1])


def test_content_that_looks_like_a_ticket_is_none(inside, seen):
    put(inside, body(LARGE))
    forged = arrivals.MARK + b"0" * 32
    put(inside, body(forged))
    assert fetch(seen[1][1], owner(inside)) is None


def test_nobody_without_permission(client, store, folder, seen):
    create_account(store, login="li", name="李", role="auditor", grids=[], password=PASSWORD, actor="t", now=NOW)
    assert put(client, body(LARGE)).status == 401
    assert client.post("/login", {"login": "li", "password": PASSWORD}).status == 303
    assert put(client, body(LARGE)).status == 403
    assert put(client, body(LARGE), origin="https://evil.example").status == 403
    assert seen == [] and not folder.exists()


@pytest.mark.parametrize("told", [True, False])
def test_too_large_a_file_leaves_nothing(inside, store, folder, seen, told):
    store.settings = dataclasses.replace(store.settings, upload_megabytes=10)
    how = {} if told else {"content_length": "9000000"}  # a length that lies
    answer = put(inside, body(LARGE), **how)
    assert answer.status == 413 and "文件太大" in answer.text
    assert seen == [] and (not folder.exists() or list(folder.iterdir()) == [])


@pytest.mark.parametrize("when", ["before", "midway", "at the end"])
def test_a_full_disk_is_said_and_leaves_nothing(inside, folder, seen, monkeypatch, when):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    if when == "before":
        monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 1000))
    else:
        monkeypatch.setattr(UploadFile, "write" if when == "midway" else "finish", full)
    answer = put(inside, body(LARGE))
    assert answer.status == 507 and "磁盘" in answer.text
    assert seen == [] and list(folder.iterdir()) == []
    (told,) = json.loads(inside.request("GET", "/uploads").text)
    assert told["failed"] == "upload_no_room"


@pytest.mark.parametrize(
    "sent",
    [
        body(LARGE)[:-30],
        LARGE,
        body(LARGE)[:-4] + b"\r\n" + body(b"second").split(b"\r\n", 1)[1],
        b"--" + BOUNDARY.encode() + b"\r\n" + b"x" * (9 << 20),
    ],
)
def test_a_broken_body_leaves_nothing(inside, folder, seen, sent):
    assert put(inside, sent).status == 400
    assert seen == [] and list(folder.iterdir()) == []


def test_a_browser_that_gives_up_leaves_nothing(inside, app, folder, seen):
    messages = iter([{"type": "http.request", "body": body(LARGE)[: 5 << 20], "more_body": True}])
    answered = []

    async def receive():
        return next(messages, {"type": "http.disconnect"})

    async def send(message):
        answered.append(message)

    headers = {"content-type": KIND["content_type"], "content-length": str(len(LARGE) + 300)}
    anyio.run(app, inside.scope("http", TO, headers) | {"method": "PUT"}, receive, send)
    assert seen == [] and list(folder.iterdir()) == []
    assert json.loads(inside.request("GET", "/uploads").text) == []


def test_a_page_that_is_gone_keeps_no_file(inside, folder, seen):
    assert put(inside, body(LARGE), TO.replace("session", "gone")).status == 400
    assert len(seen) == 1 and list(folder.iterdir()) == []


def test_progress_is_told_to_its_own_session_alone(inside, client, folder, app):
    mine = arrivals.arriving(owner(inside), 1000)
    mine.received, mine.name = 250, "打卡.csv"
    arrivals.arriving(token_hash("another"), 5)
    (told,) = json.loads(inside.request("GET", "/uploads").text)
    assert (told["name"], told["received"], told["size"], told["failed"]) == ("打卡.csv", 250, 1000, "")
    assert Client(app).request("GET", "/uploads").status == 401


def test_what_nobody_fetched_goes_after_a_day(tmp_path, monkeypatch):
    (tmp_path / "old").write_bytes(b"x")
    arrivals.sweep(tmp_path)
    assert (tmp_path / "old").exists()
    monkeypatch.setattr(arrivals, "FORGOTTEN", -1)
    arrivals.sweep(tmp_path)
    assert not (tmp_path / "old").exists()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_refusal_has_its_sentence(code, lang):
    refusals = {why.code for why in vars(upload).values() if isinstance(why, upload.Refused)}
    assert refusals == set(CODES)
    assert "a.csv" in t(lang, f"error.{code}", file="a.csv")

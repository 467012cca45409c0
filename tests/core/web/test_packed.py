"""The front end's own files go out packed, once packed and word for word the same."""

from __future__ import annotations

import gzip

import anyio
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from core.web.packed import PackedFiles
from tests.core.web.client import Client

SCRIPT = "const 网格 = 'grid';\n" * 5_000
PACKED = {"accept-encoding": "gzip, deflate, br"}


@pytest.fixture
def client(tmp_path):
    (tmp_path / "app.abc.js").write_text(SCRIPT, "utf-8")
    (tmp_path / "few.js").write_text("1", "utf-8")
    (tmp_path / "face.woff2").write_bytes(bytes(range(256)) * 50)
    routes = [
        Mount("/static", StaticFiles(directory=tmp_path)),
        Route("/page", lambda request: PlainTextResponse("x" * 5_000)),
    ]
    return Client(Starlette(routes=routes, middleware=[Middleware(PackedFiles)]))


def test_a_script_comes_packed_and_is_the_same(client):
    for _ in range(2):  # the second time out of memory
        answer = client.get("/static/app.abc.js", **PACKED)
        assert gzip.decompress(answer.body).decode() == SCRIPT
        assert answer.header("content-encoding") == "gzip" and answer.header("vary") == "Accept-Encoding"
        assert int(answer.header("content-length")) == len(answer.body) < len(SCRIPT) / 10
        assert answer.header("etag") is None  # the plain file's


def test_who_takes_no_packed_files_or_wants_a_part_gets_them_plain(client):
    plain = client.get("/static/app.abc.js")
    assert plain.text == SCRIPT and plain.header("content-encoding") is None
    part = client.get("/static/app.abc.js", **PACKED, range="bytes=0-9")
    assert part.status == 206 and len(part.body) == 10


def test_what_is_small_packed_already_absent_or_no_file_of_the_front_end_passes(client):
    for path in ("/static/few.js", "/static/face.woff2", "/page"):
        answer = client.get(path, **PACKED)
        assert answer.status == 200 and answer.header("content-encoding") is None, path
    assert client.get("/static/none.js", **PACKED).status == 404


def test_a_browser_that_has_the_plain_file_gets_an_answer_with_a_body(client):
    etag = client.get("/static/app.abc.js").header("etag")
    again = client.get("/static/app.abc.js", **PACKED, **{"if-none-match": etag})
    assert gzip.decompress(again.body).decode() == SCRIPT


def test_who_leaves_while_a_file_loads_leaves_no_half_of_it_to_others(tmp_path):
    """Middlewares stop the answer to somebody who has gone."""
    (tmp_path / "app.abc.js").write_text(SCRIPT, "utf-8")
    served = Starlette(routes=[Mount("/static", StaticFiles(directory=tmp_path))])

    async def stops(scope, receive, send):
        await receive()
        gone = []

        async def listen():
            gone.append(await receive())

        async def sending(message):
            await anyio.sleep(0)
            if not gone:
                await send(message)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(listen)
            await served(scope, receive, sending)
            tasks.cancel_scope.cancel()

    packed = PackedFiles(stops)
    scope = {"type": "http", "method": "GET", "path": "/static/app.abc.js", "root_path": "", "query_string": b"", "headers": [(b"accept-encoding", b"gzip")]}  # fmt: skip

    async def visit(*messages: dict) -> bytes:
        """What somebody gets of whom the server is told these messages, one after the other."""
        coming, body = iter(messages), []

        async def receive():
            return next(coming, None) or await anyio.sleep_forever()

        async def send(message):
            body.append(message.get("body", b""))

        await packed(scope, receive, send)
        return b"".join(body)

    asks = {"type": "http.request", "body": b"", "more_body": False}
    anyio.run(visit, asks, {"type": "http.disconnect"})
    assert gzip.decompress(anyio.run(visit, asks)).decode() == SCRIPT


def test_half_a_file_is_not_kept(tmp_path):
    broken = [True]

    async def sometimes(scope, receive, send):
        body = SCRIPT.encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/javascript"), (b"content-length", str(len(body)).encode())]})  # fmt: skip
        await send({"type": "http.response.body", "body": body[: 64 * 1024], "more_body": True})
        if not broken:
            await send({"type": "http.response.body", "body": body[64 * 1024 :]})

    client = Client(PackedFiles(sometimes))
    client.get("/static/app.abc.js", **PACKED)
    broken.clear()
    assert gzip.decompress(client.get("/static/app.abc.js", **PACKED).body).decode() == SCRIPT

"""The front end's own files go out packed, once packed and word for word the same."""

from __future__ import annotations

import gzip

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

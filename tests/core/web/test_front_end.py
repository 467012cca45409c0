"""What the front end's start page is changed by touches no page of ours: those come packed, to a browser too."""

from __future__ import annotations

import gzip

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from core.web.front_end import FrontEnd
from tests.core.web.client import Client

PAGE = "<option>东镇 / 东一村</option>" * 300


def test_a_page_for_phones_comes_packed():
    routes = [Route("/phone/clue", lambda request: HTMLResponse(PAGE))]
    client = Client(Starlette(routes=routes, middleware=[Middleware(FrontEnd), Middleware(GZipMiddleware)]))
    answer = client.get("/phone/clue", **{"accept-encoding": "gzip, deflate, br"})
    assert answer.header("content-encoding") == "gzip" and gzip.decompress(answer.body).decode() == PAGE
    assert client.get("/phone/clue").text == PAGE

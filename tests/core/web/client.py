"""A browser's side of the conversation, without a browser: one ASGI call per request, cookies kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import anyio
from starlette.types import ASGIApp

HTML = {"accept": "text/html,application/xhtml+xml"}


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str | None:
        return next((v for k, v in self.headers if k == name.lower()), None)


@dataclass
class Client:
    app: ASGIApp
    address: str = "10.0.0.9"
    language: str = "zh-CN"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str, **headers: str) -> Answer:
        return self.request("GET", url, headers=HTML | headers)

    def post(self, url: str, form: dict[str, str | list[str]] | None = None, **headers: str) -> Answer:
        body = urlencode(form or {}, doseq=True).encode()
        sent = HTML | {"origin": "http://desk:8501", "content-type": "application/x-www-form-urlencoded"} | headers
        return self.request("POST", url, body=body, headers=sent)

    def request(self, method: str, url: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        start, chunks = {}, []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                chunks.append(message.get("body", b""))

        anyio.run(self.app, self.scope("http", url, headers or {}) | {"method": method}, receive, send)
        answered = [(k.decode().lower(), v.decode("latin-1")) for k, v in start["headers"]]
        for name, value in answered:
            if name == "set-cookie":
                self._keep(value)
        return Answer(start["status"], answered, b"".join(chunks))

    def scope(self, kind: str, url: str, headers: dict[str, str]) -> dict:
        parts = urlsplit(url)
        sent = {"host": "desk:8501", "accept-language": self.language} | headers
        if self.cookies:
            sent["cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        return {
            "type": kind,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in sent.items()],
            "client": (self.address, 40000),
            "server": ("desk", 8501),
            "scheme": "http",
            "root_path": "",
            "http_version": "1.1",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
        }

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value

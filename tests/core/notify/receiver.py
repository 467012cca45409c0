"""A receiver that listens on this machine and answers as it is told."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listening(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str, dict, bytes]] = []
        self.answers: list[tuple[int, bytes] | str] = []  # in turn; the last one goes on
        self.released = threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def said(self, number: int = -1) -> dict:
        return json.loads(self.taken[number][2])


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.taken.append((self.path, dict(self.headers), body))
        answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
        if answer == "hang":
            server.released.wait(30)
            return
        if answer == "drip":  # always a little, never all of it
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not server.released.wait(0.05):
                self.wfile.write(b"x")
            return
        status, content = (200, b"x" * 1_000_000) if answer == "flood" else answer
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", f"http://{server.host}/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening(*answers):
    server = Listening()
    server.answers = list(answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()


__all__ = ["listening"]

"""How the server reads HTTP: by httptools, which leaves the size of a request's head to whoever uses it."""

from __future__ import annotations

import uvicorn.protocols.http.auto
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64 * 1024  # bytes of a request's first line and headers; browsers and proxies stay far below


class BoundedProtocol(HttpToolsProtocol):
    """A head that doesn't end is refused and its connection closed, before it fills the memory."""

    in_head = True  # what comes next belongs to a head
    ended = False  # a request ended within what came last
    head = 0  # bytes of a head that goes on

    def data_received(self, data: bytes) -> None:
        self.ended = False
        super().data_received(data)
        if not self.in_head or self.ended:
            self.head = 0
            return
        self.head += len(data)
        if self.head > LARGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("Request head too large.")

    def on_headers_complete(self) -> None:
        self.in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self.in_head = self.ended = True
        super().on_message_complete()


def answer_by_it() -> None:
    """Before the server starts: it takes what this name holds, and there is no setting for it."""
    uvicorn.protocols.http.auto.AutoHTTPProtocol = BoundedProtocol

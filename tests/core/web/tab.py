"""A tab without a browser: the web socket of a running server, spoken to as the front end does, or as somebody who does not keep to it."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from core.access.sessions import COOKIE
from tests.patience import PATIENCE


class Tab:
    """Of whoever the cookie belongs to. `told`: each message of the last run as it came over the wire."""

    def __init__(self, address: str, cookie: str, *, tab: str = "") -> None:
        self.address, self.cookie, self.told, self.name = address, cookie, [], tab
        self._line = connect(
            address.replace("http", "ws", 1) + "/_stcore/stream",
            origin=address,
            additional_headers={"Cookie": f"{COOKIE}={cookie}"},
            subprotocols=["streamlit", "x", *([tab] if tab else [])],
            max_size=None,
            proxy=None,
            open_timeout=PATIENCE,
        )

    def __enter__(self) -> Tab:
        self._socket = self._line.__enter__()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._line.__exit__(kind, error, trace)

    def page(self, name: str, query: str = "") -> bytes:
        """All that the server tells of a page, drawn anew."""
        message = BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_name = query, name
        return self.say(message)

    def say(self, message: BackMsg) -> bytes:
        """What it answers up to the end of the run."""
        self.told = []
        self._socket.send(message.SerializeToString())
        while True:
            self.told.append(self._socket.recv(PATIENCE))
            answer = ForwardMsg.FromString(self.told[-1])
            if answer.WhichOneof("type") == "new_session":
                self.name = answer.new_session.initialize.session_id
            elif answer.WhichOneof("type") == "script_finished":
                return b"".join(self.told)

    def files(self) -> list[str]:
        """Ids of the last run's downloads that are made when they are asked for."""
        elements = (ForwardMsg.FromString(told).delta.new_element for told in self.told)
        found = (e.download_button.deferred_file_id for e in elements if e.WhichOneof("type") == "download_button")
        return [made for made in found if made]

    def file(self, made: str, *, before: Callable[[], object] = lambda: None) -> bytes:
        """One of `files`, made now and fetched; `before` it is fetched."""
        message = BackMsg()
        message.backend_operation_request.request_id, message.backend_operation_request.session_id = "1", self.name
        message.backend_operation_request.deferred_file.file_id = made
        self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(PATIENCE))
            if answer.WhichOneof("type") == "backend_operation_response":
                url = answer.backend_operation_response.deferred_file.url
                before()
                got = requests.get(self.address + url, cookies={COOKIE: self.cookie}, timeout=PATIENCE)
                got.raise_for_status()
                return got.content

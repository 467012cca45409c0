"""The line between desk and cluster: it carries, breaks off once, goes dumb, or is gone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Wire:
    """Carries to `target` (sc://host:port) what arrives at `address`."""

    def __init__(self, target: str) -> None:
        host, _, port = target.removeprefix("sc://").rpartition(":")
        self._target = (host, int(port))
        self._ends: list[socket.socket] = []
        self._dumb = False
        self._lock = threading.Lock()
        self._then: tuple[int, Callable[[], None]] | None = None
        self.back = 0  # bytes that came back
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"sc://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def after(self, more: int, action: Callable[[], None]) -> None:
        """Do something, once, when so many more bytes have come back; those that complete them are not carried."""
        self._then = (self.back + more, action)

    def breaks(self) -> None:
        """What is connected is cut off; who connects anew is carried."""
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def goes_dumb(self) -> None:
        """Nothing is carried any more, and nothing is closed."""
        self._dumb = True

    def goes(self) -> None:
        """Nobody listens any more."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.breaks()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listening.accept()
                there = socket.create_connection(self._target)
                self._ends += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(one, other, one is there), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if back:
                    self._count(len(data))
                if self._dumb:
                    return
                other.sendall(data)
        if not self._dumb:
            for end in (one, other):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _count(self, more: int) -> None:
        with self._lock:
            self.back += more
            due = self._then if self._then and self.back >= self._then[0] else None
            if due:
                self._then = None
        if due:
            due[1]()

"""Limited children forked from one process that has loaded the readers already: 10 ms instead of 200. Linux only.

That process (`warm_server.py`) is begun at first use. It never opens a file of others, has one thread, and holds nothing of this one
but a socket: neither the store's file nor its lock. It ends with this process, however that ends, and its children with it.
Windows and macOS can't fork safely: there `run` and `start` say None, and each child is a process of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress

from core.settings import PROJECT

POSSIBLE = sys.platform == "linux"
GRACE = 5  # seconds for the process to end by itself
TRIES = 3  # that many failed in a row: it can't even begin here, and each child is started anew

_lock = threading.Lock()
_server: _Server | None = None
_ready = False  # whether one child is always ready for the next file
_failed = 0  # processes in a row that were lost before any child of theirs had ended


def environment() -> dict[str, str]:
    """Of children and of the process they are forked from."""
    return {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        # A child needs no thread pool, and under its memory limit an arena for each thread would count.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # another asks for a gigabyte of addresses at once, which would count as well
    }


def run(module: str, arguments: list[str], seconds: float) -> int | None:
    """The exit code of `module.main(arguments)`, negative as the signal that ended it; None where nothing can be forked.

    Raises subprocess.TimeoutExpired; the child has ended then, too.
    """
    child = start(module, arguments)
    if child is None:
        return None
    try:
        code = child.wait(seconds)
    except BaseException:
        child.kill()
        child.wait()
        raise
    return None if child.lost else code


def start(module: str, arguments: list[str], *, piped: bool = False) -> Forked | None:
    """The same, begun only. `piped`: its standard output is read here."""
    global _server  # noqa: PLW0603 - the process has exactly one
    if not POSSIBLE:
        return None
    with _lock:
        for _ in range(2):  # one that was ended is begun anew
            if _failed >= TRIES:
                break
            _server = _server or _Server()
            try:
                return _server.fork(module, arguments, piped)
            except OSError:
                _forget(_server)
    return None


def warm_up(*, ready: bool = False) -> None:
    """Begin the process, so that the first file need not wait for it. `ready`: of a server, to which files come one by one, neither for a
    child."""
    global _server, _ready  # noqa: PLW0603
    _ready = _ready or ready
    if POSSIBLE and _failed < TRIES:
        with _lock:
            _server = _server or _Server()


def server_pid() -> int | None:
    return _server.process.pid if _server else None


def stop() -> None:
    """End the process and what it forked; the next file begins it anew."""
    global _ready  # noqa: PLW0603
    with _lock:
        _ready = False
        if _server:
            _forget(_server)


def _forget(server: _Server) -> None:
    global _server, _failed  # noqa: PLW0603
    if _server is server:
        _server = None
    server.control.close()
    with suppress(subprocess.TimeoutExpired):
        server.process.wait(GRACE)
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()
    _failed = _failed + server.failed if not server.forked else 0


class _Server:
    """This side of the process."""

    def __init__(self) -> None:
        self.forked = self.failed = False  # whether a child of it ever ended; whether it was lost
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "core.files.warm_server", str(theirs.fileno()), *(["ready"] if _ready else [])],
                cwd=PROJECT,
                env=environment(),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def fork(self, module: str, arguments: list[str], piped: bool) -> Forked:
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe() if piped else (None, None)
        try:
            asked = json.dumps([module, *arguments]).encode()
            socket.send_fds(self.control, [asked], [theirs.fileno(), *([writing] if piped else [])])
        except OSError:
            self.failed = True
            ours.close()
            if piped:
                os.close(reading)
            raise
        finally:
            theirs.close()
            if piped:
                os.close(writing)
        return Forked(self, ours, reading)


class Forked:
    """A child, with what is needed of `subprocess.Popen`. It ends when nobody holds this any more."""

    def __init__(self, server: _Server, status: socket.socket, reading: int | None) -> None:
        self.stdout = None if reading is None else os.fdopen(reading, "rb", 1 << 20)
        self.returncode: int | None = None
        self.lost = False  # the process it was forked from ended before it did
        self._server, self._status = server, status
        self._lock = threading.RLock()

    def wait(self, timeout: float | None = None) -> int:
        with self._lock:
            if self.returncode is None:
                ready = select.poll()
                ready.register(self._status, select.POLLIN)
                if not ready.poll(None if timeout is None else timeout * 1000):
                    raise subprocess.TimeoutExpired("a limited child", timeout)
                self._ended(self._status.recv(4, socket.MSG_WAITALL))
            return self.returncode

    def _ended(self, told: bytes) -> None:
        self._status.close()
        self.lost = len(told) < 4
        self.returncode = -signal.SIGKILL if self.lost else int.from_bytes(told, "little", signed=True)
        if not self.lost:
            self._server.forked = True
            return
        self._server.failed = True
        with _lock:
            _forget(self._server)

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def kill(self) -> None:
        with suppress(OSError):
            self._status.send(b"k")


def _forked_too() -> None:
    """A fork of this very process must not keep the socket: the readers' process would outlive it."""
    global _server  # noqa: PLW0603
    if _server:
        _server.control.close()
        _server = None


atexit.register(stop)
if POSSIBLE:
    os.register_at_fork(after_in_child=_forked_too)

"""The process that limited children are forked from: `python -m core.files.warm_server SOCKET [ready]`. Begun by `warm.py`, ends with its
socket.

A request is `[module, argument …]` with one or two file descriptors: a socket, to which the exit code goes, and the child's standard
output. A byte on that socket, or its end, kills the child. Modules are loaded here, files are opened in children only; what they do to
their memory stays theirs. `ready`: one child is always forked beforehand and has rehearsed; it takes one request, and ends.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from core.files import decode
from core.files.child import without_pandas
from core.files.rehearsal import rehearse

ALWAYS = ("core.files.decode", "core.files.stream")
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
LONGEST = 1 << 18  # bytes of a request


def main(argv: list[str]) -> int:
    control = socket.socket(fileno=int(argv[0]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is for the process that asks, which kills its children
    without_pandas()
    for module in ALWAYS:
        load(module)
    rehearse(decode.decoded)
    _Serving(control, ready="ready" in argv[1:]).serve()
    return 0


def load(module: str) -> None:
    """The module, and those it names in WARM: what it would load under its limit each time."""
    for name in getattr(importlib.import_module(module), "WARM", ()):
        importlib.import_module(name)


@dataclass
class _Ready:
    """A child that waits for its one request."""

    pid: int
    line: socket.socket


class _Serving:
    def __init__(self, control: socket.socket, *, ready: bool) -> None:
        self.control = control
        self.keeps_ready = ready
        self.ready: _Ready | None = None
        self.modules = set(ALWAYS)
        self.woken, waking = socket.socketpair()
        self.woken.setblocking(False)
        waking.setblocking(False)
        self.waking = waking
        self.children: dict[int, socket.socket] = {}
        self.libc = ctypes.CDLL(None)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)

    def serve(self) -> None:
        while True:
            if self.keeps_ready and self.ready is None:
                self.ready = self._make_ready()
            watched = select.poll()
            for one in (self.control, self.woken, *self.children.values()):
                watched.register(one, select.POLLIN)
            ready = {fd for fd, _ in watched.poll()}
            for pid, status in self.children.items():
                if status.fileno() in ready:  # told to, or nobody waits any more
                    os.kill(pid, signal.SIGKILL)
            if self.woken.fileno() in ready:
                self.woken.recv(4096)
            self._reap()
            if self.control.fileno() in ready and not self._answer():
                break
        for pid in self.children:
            os.kill(pid, signal.SIGKILL)
        self._let_go()

    def _reap(self) -> None:
        """Only here does a child's number become free again: until then it can be killed by it."""
        for pid in list(self.children):
            done, how = os.waitpid(pid, os.WNOHANG)
            if done:
                with self.children.pop(pid) as status, suppress(OSError):
                    status.send(os.waitstatus_to_exitcode(how).to_bytes(4, "little", signed=True))
        self._still_there()

    def _answer(self) -> bool:
        asked, fds, _, _ = socket.recv_fds(self.control, LONGEST, 2)
        if not asked:
            return False
        status, *out = fds
        pid = self._handed_over(asked, out) or self._fork(lambda: _work(asked, out), status)
        if pid is None:
            return False
        for fd in out:
            os.close(fd)
        self.children[pid] = socket.socket(fileno=status)
        self.children[pid].setblocking(False)
        return True

    def _handed_over(self, asked: bytes, out: list[int]) -> int | None:
        """The child that was ready; none where it lacks the module, which is loaded for those that follow."""
        module = json.loads(asked)[0]
        if module not in self.modules:
            with suppress(Exception):  # the child will fail of it, too
                load(module)
            self.modules.add(module)
            self._let_go()
        self._still_there()
        if self.ready is None:
            return None
        ready, self.ready = self.ready, None
        with ready.line:
            socket.send_fds(ready.line, [asked], out)
        return ready.pid

    def _still_there(self) -> None:
        if self.ready and os.waitpid(self.ready.pid, os.WNOHANG)[0]:  # killed by somebody while it waited
            self.ready.line.close()
            self.ready = None

    def _let_go(self) -> None:
        if self.ready:
            os.kill(self.ready.pid, signal.SIGKILL)
            os.waitpid(self.ready.pid, 0)
            self.ready.line.close()
            self.ready = None

    def _make_ready(self) -> _Ready | None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = None
        with theirs, suppress(OSError):  # a machine that has no process to spare
            pid = self._fork(lambda: _wait(theirs), ours.fileno())
        if pid is None:
            ours.close()
            self.keeps_ready = False
            return None
        return _Ready(pid, ours)

    def _fork(self, work: Callable[[], int], not_theirs: int) -> int | None:
        if len(os.listdir("/proc/self/task")) > 1:
            return None  # a lock that another thread holds would be held in the child for ever
        gc.collect()
        gc.freeze()
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                self._become_child(server, not_theirs)
                code = work()
                sys.stdout.flush()
            finally:
                os._exit(code)
        return pid

    def _become_child(self, server: int, not_theirs: int) -> None:
        """Nothing of the server's but its memory: no socket, no child of others; and an end when it ends."""
        self.libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != server:
            os._exit(1)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.close(not_theirs)
        for one in (self.control, self.woken, self.waking, *self.children.values()):
            one.close()
        if self.ready:
            self.ready.line.close()


def _work(asked: bytes, out: list[int]) -> int:
    module, *arguments = json.loads(asked)
    for fd in out:
        os.dup2(fd, 1)
        os.close(fd)
    return importlib.import_module(module).main(arguments)


def _wait(line: socket.socket) -> int:
    """What a child writes to of the memory that it shares is its own before it is needed: two thirds of the time that one row takes."""
    with suppress(Exception):  # whatever ails it ails the request, too
        rehearse(decode.decoded)
    with line:
        asked, out, _, _ = socket.recv_fds(line, LONGEST, 1)
    return _work(asked, out) if asked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The process that limited children are forked from: `python -m core.files.warm_server SOCKET`. Begun by `warm.py`, ends with its socket.

A request is `[module, argument …]` with one or two file descriptors: a socket, to which the exit code goes, and the child's standard
output. A byte on that socket, or its end, kills the child. Modules are loaded here, files are opened in children only; what they do to
their memory stays theirs.
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
from contextlib import suppress

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
    _Serving(control).serve()
    return 0


def load(module: str) -> None:
    """The module, and those it names in WARM: what it would load under its limit each time."""
    for name in getattr(importlib.import_module(module), "WARM", ()):
        importlib.import_module(name)


class _Serving:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
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

    def _reap(self) -> None:
        """Only here does a child's number become free again: until then it can be killed by it."""
        for pid in list(self.children):
            done, how = os.waitpid(pid, os.WNOHANG)
            if done:
                with self.children.pop(pid) as status, suppress(OSError):
                    status.send(os.waitstatus_to_exitcode(how).to_bytes(4, "little", signed=True))

    def _answer(self) -> bool:
        asked, fds, _, _ = socket.recv_fds(self.control, LONGEST, 2)
        if not asked:
            return False
        module, *arguments = json.loads(asked)
        with suppress(Exception):  # the child will fail of it, too
            load(module)
        if len(os.listdir("/proc/self/task")) > 1:
            return False  # a lock that another thread holds would be held in the child for ever
        gc.collect()
        gc.freeze()
        server, status, *out = os.getpid(), *fds
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                self._become_child(server, status, out)
                code = importlib.import_module(module).main(arguments)
                sys.stdout.flush()
            finally:
                os._exit(code)
        for fd in out:
            os.close(fd)
        self.children[pid] = socket.socket(fileno=status)
        self.children[pid].setblocking(False)
        return True

    def _become_child(self, server: int, status: int, out: list[int]) -> None:
        """Nothing of the server's but its memory: no socket, no child of others; and an end when it ends."""
        self.libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != server:
            os._exit(1)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.close(status)
        for one in (self.control, self.woken, self.waking, *self.children.values()):
            one.close()
        for fd in out:
            os.dup2(fd, 1)
            os.close(fd)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

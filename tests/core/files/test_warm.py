"""Children forked from a warm process are as well shut in as those started anew, and nothing of it outlives its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import UserError
from core.files import child, warm
from core.settings import PROJECT, load_settings
from core.store import open_store

pytestmark = pytest.mark.skipif(not warm.POSSIBLE, reason="this system can't fork: each child is started anew")
HARM = "tests.core.files.harm"


@pytest.fixture(params=[False, True], ids=["forked when asked", "one ready"])
def fresh(request):
    """No process yet, and none left behind; or one that keeps a child ready, which has been asked before."""
    warm.stop()
    if request.param:
        warm.warm_up(ready=True)
        assert run("seven") == 7  # what HARM is it knows now
    yield
    warm.stop()


def run(what: str, **settings: object) -> int:
    return child.run_limited(HARM, [what], "a.xlsx", load_settings(db=":memory:", **settings))


def waiting() -> tuple[warm.Forked, int]:
    """A child that never ends by itself, and its number."""
    begun = child.start_limited(HARM, ["wait"], load_settings(db=":memory:"))
    return begun, int(begun.stdout.readline())


def open_files(pid: int) -> list[str]:
    return [os.readlink(fd) for fd in Path(f"/proc/{pid}/fd").iterdir()]


def gone(pid: int) -> bool:
    """No longer there, or ended and not yet asked for by whoever inherited it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def until_gone(pid: int) -> None:
    while not gone(pid):  # the runner's own time limit ends it
        time.sleep(0.01)


def test_the_rehearsal_decodes_and_leaves_neither_thread_nor_addresses():
    """Else nothing could be forked, or nothing of a child's memory would be left to it."""
    code = f"import os, sys; sys.path.insert(0, {str(PROJECT)!r}); from core.files import decode, rehearsal; "
    code += "print(rehearsal.rehearse(decode.decoded), len(os.listdir('/proc/self/task')), open('/proc/self/statm').read().split()[0])"
    told = subprocess.run([sys.executable, "-c", code], env=warm.environment(), check=True, capture_output=True).stdout
    failed, threads, pages = map(int, told.split())
    assert (failed, threads) == (0, 1)
    assert (
        pages * os.sysconf("SC_PAGE_SIZE") < 512 << 20
    )  # addresses taken before the fork count against a child's limit


def test_harm_ends_the_child_alone(fresh):
    assert run("seven") == 7
    server = warm.server_pid()
    assert run("abort") == -signal.SIGABRT
    assert run("grow") == 1
    assert run("seven") == 7
    assert warm.server_pid() == server


def test_who_takes_too_long_is_ended(fresh):
    with pytest.raises(UserError, match="file_slow"):
        run("wait", decode_seconds=0)
    begun, pid = waiting()
    with pytest.raises(subprocess.TimeoutExpired):
        begun.wait(0)
    assert begun.poll() is None
    begun.kill()
    assert begun.wait() == -signal.SIGKILL and begun.poll() == -signal.SIGKILL
    assert gone(pid)


def test_a_child_that_nobody_waits_for_ends(fresh):
    begun, pid = waiting()
    begun.stdout.close()
    del begun
    until_gone(pid)


def test_it_holds_nothing_of_the_store_and_forks_from_one_thread(fresh, tmp_path):
    store = open_store(load_settings(db=str(tmp_path / "command.duckdb")))
    begun, pid = waiting()
    server = warm.server_pid()
    assert len(os.listdir(f"/proc/{server}/task")) == 1
    for held in open_files(server) + open_files(pid):
        assert held == "/dev/null" or held.startswith(("socket:", "pipe:")), held
    store.close()
    again = "from core.store import open_store; from core.settings import load_settings; open_store(load_settings())"
    environment = os.environ | {"GRID_COMMAND_DB": str(tmp_path / "command.duckdb")}
    assert subprocess.run([sys.executable, "-c", again], cwd=PROJECT, env=environment, check=False).returncode == 0
    begun.kill()
    begun.wait()


def test_a_child_has_no_way_to_the_server_or_to_others(fresh):
    other, _ = waiting()
    begun = child.start_limited(HARM, ["tell"], load_settings(db=":memory:"))
    held = dict(line.split(maxsplit=1) for line in begun.stdout.read().decode().splitlines())
    assert begun.wait() == 0
    assert held["0"] == held["2"] == "/dev/null" and held["1"].startswith("pipe:")
    assert all(what.startswith("/proc/") for fd, what in held.items() if fd not in "012"), held
    other.kill()
    other.wait()


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 9)", "sys.exit()"])
def test_it_ends_with_its_owner(end):
    code = (
        "import os, sys; from tests.core.files.test_warm import waiting, warm;"
        f"begun, pid = waiting(); print(pid, warm.server_pid(), flush=True); {end}"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, check=False)
    for pid in map(int, done.stdout.split()):
        until_gone(pid)


def test_a_lost_one_is_begun_anew(fresh):
    begun, pid = waiting()
    first = warm.server_pid()
    os.kill(first, signal.SIGKILL)
    assert begun.wait() == -signal.SIGKILL and begun.lost
    until_gone(pid)
    assert run("seven") == 7 and warm.server_pid() not in (None, first)
    os.kill(warm.server_pid(), signal.SIGKILL)
    assert run("seven") == 7


def test_who_was_ready_takes_what_is_asked_and_another_gets_ready():
    warm.stop()
    warm.warm_up(ready=True)
    assert run("seven") == 7
    first = who_is_ready()
    begun, pid = waiting()
    assert pid == first
    lost = who_is_ready(pid)
    os.kill(lost, signal.SIGKILL)  # while it waits: no file's fault
    until_gone(lost)
    assert run("seven") == 7
    begun.kill()
    begun.wait()
    last = who_is_ready()
    warm.stop()
    until_gone(last)


def who_is_ready(*others: int) -> int:
    """The server's only child but others, once those of earlier requests have ended."""
    server = warm.server_pid()
    while True:
        there = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        left = {int(pid) for pid in there} - set(others)
        if len(left) == 1 and not gone(min(left)):
            return left.pop()
        time.sleep(0.01)


def test_without_it_each_child_is_started_anew(fresh, monkeypatch):
    server = warm.server_pid()
    monkeypatch.setattr(warm, "POSSIBLE", False)
    assert run("seven") == 7 and run("abort") == -signal.SIGABRT and run("grow") == 1
    assert warm.server_pid() == server

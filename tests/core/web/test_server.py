"""The real server, started as a clerk of the county's computer room starts it, on an empty store."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from core.__main__ import main
from core.access.sessions import COOKIE
from core.i18n import t
from core.settings import PROJECT
from tests.core.web.messages import rerun
from tests.core.web.tab import Tab
from tests.patience import PATIENCE

PASSWORD = "correct horse"
WAIT = PATIENCE


@dataclass
class Server:
    address: str
    process: subprocess.Popen
    lines: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    reader: threading.Thread | None = None  # of what it prints

    def get(self, path: str, *, cookies: dict | None = None, **headers: str) -> requests.Response:
        return requests.get(self.address + path, cookies=cookies, headers=headers, allow_redirects=False, timeout=WAIT)

    def post(self, path: str, form: dict, **headers: str) -> requests.Response:
        return requests.post(self.address + path, data=form, headers=headers, allow_redirects=False, timeout=WAIT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder) -> Server:
    """`python -m core serve`, up when it answers; its output is collected."""
    port = free_port()
    command = [sys.executable, "-m", "core", "--db", str(folder / "command.duckdb"), "serve", "--port", str(port)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "GRID_COMMAND_DEMO": "0"}
    process = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )  # fmt: skip
    server = Server(f"http://127.0.0.1:{port}", process)
    server.reader = threading.Thread(target=lambda: server.lines.extend(process.stdout), daemon=True)
    server.reader.start()
    try:
        wait_until_up(server)
    except BaseException:
        process.kill()
        raise
    return server


def wait_until_up(server: Server) -> None:
    while server.process.poll() is None:
        try:
            if server.get("/healthz").ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError("".join(server.lines) or "no answer")


def said(server: Server, pattern: str) -> re.Match[str]:
    """What the server prints may come after it answers: read by another thread."""
    while server.process.poll() is None:
        if match := re.search(pattern, "".join(server.lines)):
            return match
        time.sleep(0.05)
    raise AssertionError("".join(server.lines))


def stop(server: Server) -> int:
    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(WAIT)
    server.reader.join(WAIT)
    return code


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(folder):
    started = start(folder)
    link = said(started, r"(/setup\?token=\S+)\n").group(1)
    given = {"token": link.split("=")[1], "login": "chen", "name": "陈", "password": PASSWORD, "again": PASSWORD}
    assert started.get(link).status_code == 200
    answer = started.post("/setup", given)
    assert answer.status_code == 303, answer.text
    started.cookies = {COOKIE: answer.cookies[COOKIE]}
    yield started
    stop(started)


def test_it_says_where_it_is_in_both_languages(server):
    said(server, "Grid Command is running at .*\n")
    shown = "".join(server.lines)
    port = server.address.rsplit(":", 1)[1]
    assert f"智慧指挥中台已启动：http://localhost:{port}" in shown
    assert f"Grid Command is running at http://localhost:{port}" in shown
    assert "Streamlit" not in shown


def test_it_is_healthy(server):
    assert server.get("/healthz").json() == {"status": "ok"}


def test_pages_are_reached_with_the_cookie_only(server):
    turned = server.get("/people?grid=1", accept="text/html")
    assert (turned.status_code, turned.headers["location"]) == (303, "/login?next=/people%3Fgrid%3D1")
    inside = server.get("/people?grid=1", cookies=server.cookies, accept="text/html")
    assert inside.status_code == 200 and 'id="root"' in inside.text
    assert "frame-ancestors 'none'" in inside.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/media/x.csv", "/_stcore/metrics", "/_stcore/host-config", "/_stcore/agent/openapi.json"]
)
def test_the_front_ends_inner_addresses_are_guarded(server, path):
    assert server.get(path).status_code == 401
    assert server.get(path, cookies=server.cookies).status_code != 401


def test_an_upload_needs_a_session(server):
    url = server.address + "/_stcore/upload_file/a/b"
    assert requests.put(url, files={"file": b"x" * 1000}, timeout=WAIT).status_code == 401


def test_the_scripts_of_the_front_end_are_open(server):
    page = server.get("/", cookies=server.cookies, accept="text/html").text
    script = re.search(r'src="\.(/static/js/[^"]+)"', page).group(1)
    assert server.get(script).status_code == 200


def test_the_web_socket_needs_a_session(server):
    url = server.address.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(InvalidStatus) as refused:
        connect(url, origin=server.address, subprotocols=["streamlit"])
    assert refused.value.response.status_code == 403
    headers = {"Cookie": f"{COOKIE}={server.cookies[COOKIE]}"}
    with pytest.raises(InvalidStatus):
        connect(url, origin="http://evil.example", additional_headers=headers, subprotocols=["streamlit"])
    with connect(url, origin=server.address, additional_headers=headers, subprotocols=["streamlit"]) as socket_:
        assert socket_.protocol.state.name == "OPEN"


def test_the_first_message_after_log_out_runs_nothing(server):
    cookie = server.post("/login", {"login": "chen", "password": PASSWORD}).cookies[COOKIE]
    with tab(server, cookie) as socket_:
        socket_.send(rerun())
        assert socket_.recv(WAIT)
    with tab(server, cookie) as socket_:
        left = requests.post(server.address + "/logout", cookies={COOKIE: cookie}, allow_redirects=False, timeout=WAIT)
        assert left.status_code == 303
        socket_.send(rerun())
        with pytest.raises(ConnectionClosed):  # and not a word before
            socket_.recv(WAIT)


def test_no_other_name_leads_here(server):
    for headers in ({"Host": "evil.example"}, {"Host": "evil.example", "Origin": "http://evil.example"}):
        answer = requests.get(server.address + "/", headers=headers, cookies=server.cookies, timeout=WAIT)
        assert answer.status_code == 421
    cookie = server.cookies[COOKIE]
    with pytest.raises(InvalidStatus):
        tab(server, cookie, origin="http://evil.example", host="evil.example")


def tab(server, cookie: str, *, origin: str = "", **more: str):
    """The web socket of a tab, as the front end opens it."""
    url = server.address.replace("http", "ws") + "/_stcore/stream"
    headers = {"Cookie": f"{COOKIE}={cookie}"} | more
    return connect(url, origin=origin or server.address, additional_headers=headers, subprotocols=["streamlit"])


def test_paths_with_tricks_do_not_pass_the_guard(server):
    for path in (
        "/static/../media/x",
        "/static/%2e%2e/media/x",
        "/static/..%2fmedia/x",
        "//media/x",
        "/STATIC/x",
        "/static\\..\\media",
    ):
        raw = requests.Request("GET", server.address + "/").prepare()
        raw.url = server.address + path
        answer = requests.Session().send(raw, allow_redirects=False, timeout=WAIT)
        # Refused, or the front end's empty shell; never a file of somebody's.
        assert answer.status_code in (400, 401, 404) or 'id="root"' in answer.text, path


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/login",
        "/people",
        "/media/x.csv",
        "/_stcore/health",
        "/api/readings",
        "/factor",
        "/static/none.js",
        "/no/such",
    ],
)
def test_every_answer_of_the_running_server_is_guarded_by_its_headers(server, path):
    for cookies in (None, server.cookies):
        answer = server.get(path, cookies=cookies, accept="text/html")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy.replace("'wasm-unsafe-eval'", "")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "*" not in answer.headers.get("access-control-allow-origin", "")
        assert answer.headers.get("server", "") in ("", "uvicorn") and "x-powered-by" not in answer.headers
        assert answer.status_code < 500


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/check-ins", b"{"), ("POST", "/api/readings", b"\xff" * 100), ("POST", "/login", b"login=\xff&password=%"), ("POST", "/factor", b"a" * 20_000),
        ("POST", "/login", b"&".join(b"a=1" for _ in range(100))), ("PUT", "/_stcore/upload_file/x/y", b"x"), ("TRACE", "/", b""), ("DELETE", "/people", b""),
        ("POST", "/setup", b"token=%00"), ("POST", "/command", b"{}"), ("OPTIONS", "/uploads", b""),
    ],
)  # fmt: skip
def test_whatever_is_sent_is_answered_plainly_without_a_trace(server, method, path, body):
    answer = requests.request(method, server.address + path, data=body, timeout=WAIT, allow_redirects=False)
    assert 300 <= answer.status_code < 500
    assert not re.search(r"Traceback|File \"|site-packages|duckdb|\.py\b", answer.text)
    assert not any("Traceback" in line for line in server.lines)


@pytest.mark.parametrize("part", [b"a" * 8_192, b"A: b\r\n" * 1_000], ids=["one header", "many headers"])
def test_a_head_without_an_end_is_cut_off(server, part):
    with socket.create_connection(("127.0.0.1", int(server.address.rsplit(":", 1)[1])), timeout=WAIT) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        sent = 0
        with suppress(ConnectionError):
            while sent < 50_000_000:
                line.sendall(part)
                sent += len(part)
    assert sent < 50_000_000, "read on and on"


def test_a_line_that_is_kept_takes_many_requests_and_a_large_one(server):
    with requests.Session() as kept:
        for _ in range(100):  # together more than one head may be
            assert kept.get(f"{server.address}/enter", headers={"X": "x" * 1_000}, timeout=WAIT).status_code < 500
        assert kept.post(f"{server.address}/login", data=b"a" * 200_000, timeout=WAIT).status_code in range(401, 500)
        assert kept.get(f"{server.address}/enter", timeout=WAIT).status_code < 500


def test_a_thousand_forged_cookies_and_a_hundred_sockets_leave_the_server_well(server):
    """Each of one guesser; a word of it in the log, and the desk goes on."""

    def forged(n: int) -> set[int]:
        with requests.Session() as line:
            said = [
                line.get(server.address + path, cookies={COOKIE: f"{n}-{i}-{'x' * 40}"}, timeout=WAIT, allow_redirects=False).status_code
                for i in range(25) for path in ("/media/x.xlsx", "/_stcore/host-config", "/uploads", "/people")
            ]  # fmt: skip
        for i in range(10):
            with pytest.raises(InvalidStatus):
                tab(server, f"{n}-{i}").__enter__()
        return set(said)

    with ThreadPoolExecutor(10) as pool:
        assert set().union(*pool.map(forged, range(10))) == {401}
    assert server.get("/healthz").json() == {"status": "ok"}
    assert server.get("/", cookies=server.cookies, accept="text/html").status_code == 200
    assert not any("Traceback" in line for line in server.lines)


@pytest.mark.parametrize("kind", ["clear_cache", "set_run_on_save", "debug_disconnect_websocket", "debug_shutdown_runtime"])  # fmt: skip
def test_nobody_debugs_or_shuts_down_the_running_server(server, kind):
    message = BackMsg(**{kind: True})
    with Tab(server.address, server.cookies[COOKIE]) as own, pytest.raises(ConnectionClosed):
        own.say(message)
    assert server.get("/healthz").json() == {"status": "ok"}


def test_a_page_that_is_named_past_the_menu_is_none(server):
    """By a message rather than by an address, which the front end would never send."""
    with Tab(server.address, server.cookies[COOKIE]) as own:
        for name in ("../app", "frame", "ui/people/listing", "people.py", "/etc/passwd", "\x00", "a" * 5_000):
            own.page(name)
            kinds = {ForwardMsg.FromString(told).WhichOneof("type") for told in own.told}
            assert "page_not_found" in kinds, name
        own.page("audit")  # a page that an administrator has not
        assert any(t(lang, "login.not_allowed").encode() in b"".join(own.told) for lang in ("zh", "en"))
    assert not any("Traceback" in line for line in server.lines)


def test_nobody_without_the_word_commands(server, folder):
    file = folder / "serving" / "command.json"
    assert [f.stat().st_mode & 0o077 for f in (file, file.parent)] == [0, 0]
    body = {"command": "user list", "typed": {"lang": "en"}}
    for word in (None, "Bearer ", "Bearer guessed"):
        headers = {"Authorization": word} if word else {}
        answer = requests.post(
            server.address + "/command", json=body, headers=headers, cookies=server.cookies, timeout=WAIT
        )
        assert answer.status_code == 404


def test_a_second_start_keeps_the_account_and_prints_no_link(server, folder):
    assert stop(server) in (0, -signal.SIGTERM)
    # Closed in good order: everything is in the file itself.
    assert [p.name for p in folder.iterdir() if p.suffix == ".wal"] == []
    again = start(folder)
    try:
        assert again.post("/login", {"login": "chen", "password": PASSWORD}).status_code == 303
        # The session outlives the restart: it is in the store.
        assert again.get("/", cookies=server.cookies, accept="text/html").status_code == 200
    finally:
        stop(again)
    assert "running at" in "".join(again.lines) and "setup" not in "".join(again.lines)


@dataclass
class Typed:
    code: int
    out: str
    err: str


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    """typed("user", "list") → what the command line says. In this process, which has all loaded; for the server it is another."""
    for name, value in {"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}.items():
        monkeypatch.setenv(name, value)

    def typing(*arguments: str, given: str = "") -> Typed:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        code = main(["--db", str(tmp_path / "command.duckdb"), *arguments])
        return Typed(code, *capsys.readouterr())

    return typing


def test_commands_reach_the_running_server(tmp_path, typed, monkeypatch):
    server = start(tmp_path)
    try:
        assert typed("user", "add", "qian", "--role", "admin", "--password-stdin", given=f"{PASSWORD}\n").code == 0
        cookies = {COOKIE: server.post("/login", {"login": "qian", "password": PASSWORD}).cookies[COOKIE]}
        # As it is typed in earnest; an office's proxy would be told the word, and does not know this machine.
        nowhere = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "all_proxy")} | {"no_proxy": ""}
        listed = subprocess.run(
            [sys.executable, "-m", "core", "--db", str(tmp_path / "command.duckdb"), "user", "list"],
            cwd=PROJECT, env=os.environ | nowhere, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "qian" in listed.stdout
        assert "people" in typed("status").out
        refused = typed("user", "disable", "qian")
        assert (refused.code, "last administrator" in refused.err) == (2, True)
        # A link to the very server, whatever port its settings name.
        link = typed("user", "add", "sun", "--role", "clerk", "--link").out
        address, path = re.search(r"(http://[^/]+)(/setup\?token=\S+)", link).groups()
        assert (address, server.get(path).status_code) == (server.address, 200)
        typed("user", "add", "li", "--role", "admin", "--password-stdin", given=f"{PASSWORD}\n")
        assert "(1)" in typed("user", "logout", "qian").out
        assert server.get("/", cookies=cookies, accept="text/html").status_code == 303
        assert typed("user", "disable", "qian").code == 0
        assert server.post("/login", {"login": "qian", "password": PASSWORD}).status_code == 401
        assert typed("user", "enable", "qian").code == 0
        # A folder as it is written where the command is typed.
        monkeypatch.chdir(tmp_path)
        copied = typed("backup", "usb")
        assert copied.code == 0, copied.err
        made = next((tmp_path / "usb").iterdir())
        assert str(made) in copied.out
        assert sorted(f.name for f in made.iterdir()) == ["command.duckdb", "manifest.json", "originals"]
        for other in (["rollup"], ["undo", "1"]):
            stopped = typed(*other)
            assert (stopped.code, "a store has one server" in stopped.err + stopped.out) == (2, True)
        # A word that is no longer the server's.
        file = tmp_path / "serving" / "command.json"
        file.write_text(file.read_text().replace('"word": "', '"word": "x'))
        assert "does not know this word" in typed("status").err
        file.write_text(json.dumps({"address": f"http://127.0.0.1:{free_port()}", "word": "x"}))
        assert "does not answer" in typed("status").err
    finally:
        stop(server)
    assert not (tmp_path / "serving").exists()
    assert "li" in typed("user", "list").out

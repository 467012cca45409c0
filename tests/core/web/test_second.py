"""The second factor over the real routes: taken up, asked for, refused, never good twice, lost and reset."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest

from core import clock
from core.access.accounts import account_of_login
from core.access.manage import reset_second
from core.access.second import STEP
from core.web import second
from tests.core.web.client import Client
from tests.core.web.conftest import PASSWORD, with_settings
from tests.county import WHOLE


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(second, "throttle", second.Throttle())


@pytest.fixture
def moved(monkeypatch):
    """moved(steps): the clock goes on by half minutes."""
    now = clock.now()
    at = {"now": now}
    monkeypatch.setattr(clock, "now", lambda: at["now"])

    def move(steps: int = 1) -> None:
        at["now"] += timedelta(seconds=STEP * steps)

    return move


def begun(client: Client, path: str = "/people?grid=1") -> str:
    answer = client.post("/login", {"login": "zhao", "password": PASSWORD, "next": path})
    assert "grid_command_session" not in client.cookies
    assert answer.header("location").startswith("/login/second")
    return answer.header("location")


def code(secret: str) -> str:
    return pyotp.TOTP(secret).generate_otp(int(clock.epoch(clock.now())) // STEP)


def enrolled(store, app) -> tuple[Client, str, list[str]]:
    """(logged in, the phone's secret, recovery codes) of a clerk whose role must have one."""
    with_settings(store, second_factor="clerk, admin")
    client = Client(app)
    page = client.get(begun(client))
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    assert 'class="qr"' in page.text and "otpauth" not in page.text
    assert client.get("/people").status == 303  # the password alone opens nothing
    wrong = client.post("/login/second", {"code": "000000"})
    assert wrong.status == 401 and "验证码不对" in wrong.text
    answer = client.post(
        "/login/second", {"code": f" {code(secret)[:3]} {code(secret)[3:]} ", "next": "/people?grid=1"}
    )
    codes = re.findall(r"<code>([A-Z0-9-]{14})</code>", answer.text)
    assert len(set(codes)) == 10 and 'href="/people?grid=1"' in answer.text
    assert client.get("/people").text == "SECRET"
    return client, secret, codes


def test_taken_up_and_then_asked_for(store, app, moved):
    _, secret, codes = enrolled(store, app)
    kept = str(store.run("select * from recovery_code").fetchall())
    assert not any(c in kept or c.replace("-", "") in kept for c in codes)
    client = Client(app)
    address = begun(client)
    assert 'class="qr"' not in client.get(address).text
    assert client.post(address, {"code": code(secret)}).status == 401  # the one that was used to take it up
    moved()
    assert client.post(address, {"code": code(secret), "next": "/people?grid=1"}).header("location") == "/people?grid=1"
    assert client.get("/people").text == "SECRET"
    other = Client(app)
    begun(other)
    assert other.post("/login/second", {"code": code(secret)}).status == 401  # looked at over the shoulder
    assert other.post("/login/second", {"code": codes[0].lower().replace("-", " ")}).status == 303
    assert other.get("/people").text == "SECRET"
    third = Client(app)
    begun(third)
    assert third.post("/login/second", {"code": codes[0]}).status == 401  # each once
    events = [
        e
        for (e,) in store.run("select event from audit_entry where event like 'second.%' order by entry_id").fetchall()
    ]
    assert events == [
        "second.denied",
        "second.confirmed",
        "second.denied",
        "second.passed",
        "second.denied",
        "second.passed",
        "second.denied",
    ]
    assert secret not in str(store.run("select fields from audit_entry").fetchall())


def test_a_phones_clock_may_be_off_by_half_a_minute_and_no_more(store, app, moved):
    _, secret, _ = enrolled(store, app)
    moved(10)
    now = int(clock.epoch(clock.now())) // STEP
    for off, status in ((-2, 401), (2, 401), (-1, 303)):
        client = Client(app)
        begun(client)
        assert client.post("/login/second", {"code": pyotp.TOTP(secret).generate_otp(now + off)}).status == status, off


def test_guessing_is_throttled_and_the_half_log_in_ends(store, app, moved):
    enrolled(store, app)
    moved(3)
    client = Client(app)
    begun(client)
    assert [client.post("/login/second", {"code": f"{n:06}"}).status for n in range(7)][-1] == 429
    moved(2 * 10 + 1)
    assert client.get("/login/second").header("location") == "/login"
    for stranger in (Client(app), Client(app, cookies={second.HALF: "x" * 43})):
        assert stranger.get("/login/second").header("location") == "/login"
        assert stranger.post("/login/second", {"code": "000000"}).header("location") == "/login"


def test_who_wants_one_may_have_one_and_end_it(store, client, moved):
    client.post("/login", {"login": "zhao", "password": PASSWORD})
    assert "开启" in client.get("/account/second").text
    page = client.get(client.post("/account/second", {}).header("location"))
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    client.post("/login/second", {"code": code(secret)})
    assert "关闭" in client.get("/account/second").text
    assert client.post("/account/second", {"code": "123456"}).status == 401
    moved()
    assert client.post("/account/second", {"code": code(secret)}).header("location") == "/login?out=1"
    assert client.get("/people").status == 303
    assert client.post("/login", {"login": "zhao", "password": PASSWORD}).header("location") == "/"


def test_reset_by_an_administrator_ends_the_sessions(store, app, moved):
    client, secret, _ = enrolled(store, app)
    assert "必须" in client.get("/account/second").text
    assert client.post("/account/second", {"code": "1"}).status == 200  # a role that must have one can't end it
    reset_second(store, WHOLE, account_id=account_of_login(store, "zhao"), actor="chen")
    assert client.get("/people").status == 303
    again = Client(app)
    assert 'class="qr"' in again.get(begun(again)).text
    assert secret not in again.get("/login/second").text.replace(" ", "")

"""The second factor after the password, by HTTP: no page before it, throttled, another token afterwards."""

from __future__ import annotations

import dataclasses
import re

import pyotp

from core import clock
from core.access import factor
from core.access.factor import begin_factor, confirm_factor
from core.access.sessions import COOKIE, account_of_token
from tests.core.web.conftest import PASSWORD

GIVEN = {"login": "zhao", "password": PASSWORD, "next": "/people?grid=1"}


def code(secret, steps=0):
    return pyotp.TOTP(secret).at(clock.seconds(clock.now()) + 30 * steps)


def test_who_must_have_one_makes_it_before_the_first_page(store, client, monkeypatch):
    monkeypatch.setattr(factor.throttle, "_tries", {})
    store.settings = dataclasses.replace(store.settings, factor_roles="clerk")
    answer = client.post("/login", GIVEN)
    assert answer.header("location") == "/factor?next=%2Fpeople%3Fgrid%3D1"
    waiting = client.cookies[COOKIE]
    assert client.get("/people").status == 303 and client.get("/media/x").status == 401
    form = client.get(answer.header("location"))
    secret = re.search(r"<code>(\w{32})</code>", form.text).group(1)
    assert "data:image/svg+xml" in form.text
    wrong = client.post("/factor", {"code": "000000", "next": "/people?grid=1"})
    assert wrong.status == 401 and "验证码不对" in wrong.text
    done = client.post("/factor", {"code": code(secret), "next": "/people?grid=1"})
    assert len(re.findall(r"<code>\w{5}-\w{5}</code>", done.text)) == 10 and 'href="/people?grid=1"' in done.text
    assert client.cookies[COOKIE] != waiting and account_of_token(store, waiting, now=clock.now()) is None
    assert client.get("/people").text == "SECRET"
    assert secret not in str(store.run("from audit_entry").fetchall())


def test_after_the_password_the_code_is_asked_and_guesses_are_throttled(store, client, monkeypatch):
    monkeypatch.setattr(factor.throttle, "_tries", {})
    secret = begin_factor(store, 1, now=clock.now())
    codes = confirm_factor(store, 1, code(secret), actor="t", now=clock.now())
    client.post("/login", GIVEN)
    statuses = [client.post("/factor", {"code": f"{n:06}"}).status for n in range(100)]
    assert statuses.count(401) <= 6 and statuses[-1] == 429
    assert client.post("/factor", {"code": codes[0]}).status == 429  # the right one waits as well
    assert client.get("/people").status == 303
    monkeypatch.setattr(factor.throttle, "_tries", {})
    done = client.post("/factor?lang=en", {"code": codes[0], "next": "https://evil.example"})
    assert (done.status, done.header("location")) == (303, "/?lang=en")
    assert client.get("/people").text == "SECRET"


def test_without_a_session_that_waits_there_is_nothing_to_ask(client, inside):
    for answer in (inside.get("/factor"), inside.post("/factor", {"code": "1"})):
        assert (answer.status, answer.header("location")) == (303, "/login")

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core import clock
from core.access.accounts import account_of_login
from core.access.manage import disable_account
from core.access.sessions import COOKIE
from core.audit import verify
from core.web.ask import local_path
from tests.core.web.client import Client
from tests.core.web.conftest import PASSWORD, with_settings
from tests.county import NOW, WHOLE


def test_log_in_leads_where_one_wanted_to_go(client):
    door = client.get("/people?grid=990101100&q=%E5%BC%A0")
    assert door.status == 303
    form = client.get(door.header("location"))
    assert form.status == 200
    wanted = re.search(r'name="next" value="([^"]+)"', form.text).group(1).replace("&amp;", "&")
    answer = client.post("/login", {"login": "zhao", "password": PASSWORD, "next": wanted})
    assert (answer.status, answer.header("location")) == (303, "/people?grid=990101100&q=%E5%BC%A0")
    assert client.get("/people").text == "SECRET"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(store, client):
    cookie = client.post("/login", {"login": "zhao", "password": PASSWORD}).header("set-cookie").lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert "secure" not in cookie
    with_settings(store, secure_cookie=True)
    again = client.post("/login", {"login": "zhao", "password": PASSWORD})
    assert "secure" in again.header("set-cookie").lower()
    assert "max-age" in again.header("strict-transport-security")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh-CN,zh;q=0.9", "账号或密码不对"), ("en-US,en;q=0.9,zh;q=0.5", "Login or password is wrong")],
)
def test_a_wrong_password_is_a_plain_sentence_in_the_readers_language(app, language, sentence):
    client = Client(app, language=language)
    for login in ("zhao", "nobody", '"><script>alert(1)</script>'):
        answer = client.post("/login", {"login": login, "password": "wrong wrong", "next": "/people"})
        assert answer.status == 401
        assert sentence in answer.text
        assert "<script" not in answer.text
        assert 'value="/people"' in answer.text
    assert client.cookies == {}


def test_the_language_can_be_switched_and_goes_along(client):
    page = client.get("/login?next=/people&lang=en")
    assert "Log in" in page.text and 'lang="en"' in page.text
    assert 'href="?next=%2Fpeople&amp;lang=zh"' in page.text
    answer = client.post("/login?lang=en", {"login": "zhao", "password": PASSWORD, "next": "/people?grid=1"})
    assert answer.header("location") == "/people?grid=1&lang=en"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/%0d\n//x", " /x",
        "/\t/evil.example", "evil.example", "/login?next=/login", "/logout", "/media/x", "/_stcore/health", "http:/evil", "///evil.example",
    ],
)  # fmt: skip
def test_no_link_leads_elsewhere_after_log_in(client, wanted):
    answer = client.post("/login", {"login": "zhao", "password": PASSWORD, "next": wanted})
    assert answer.header("location") == "/"


def test_a_page_with_a_query_is_local():
    assert local_path("/people?grid=1&x=//y") == "/people?grid=1&x=//y"


def test_a_thousand_wrong_tries_are_throttled_and_do_not_flood_the_audit(store, client):
    statuses = [client.post("/login", {"login": "zhao", "password": f"guess {i}"}).status for i in range(1000)]
    assert statuses[:5] == [401] * 5
    assert set(statuses[5:]) <= {401, 429}
    assert statuses.count(401) <= 12  # a few more looks come free while the test itself takes its time
    waiting = client.post("/login", {"login": "zhao", "password": PASSWORD})
    assert waiting.status == 429 and int(waiting.header("retry-after")) >= 1
    assert "秒后再试" in waiting.text
    assert store.value("select count(*) from audit_entry where event = 'login.denied'") == statuses.count(401)


def test_denied_log_ins_are_audited_without_what_was_typed(store, client):
    client.post("/login", {"login": "zhao", "password": "wrong wrong"})
    client.post("/login", {"login": "my-password-in-the-wrong-box", "password": "x"})
    client.post("/login", {"login": "zhao", "password": PASSWORD})
    entries = store.df("select actor, event, fields from audit_entry order by entry_id desc limit 3")
    assert entries.event.tolist() == ["session.started", "login.denied", "login.denied"]
    assert entries.actor.tolist() == ["1", "unknown", "1"]
    assert "wrong" not in entries.to_csv()
    assert verify(store).whole


def test_log_out_kills_the_session_not_only_the_cookie(inside):
    kept = dict(inside.cookies)
    answer = inside.get("/logout", sec_fetch_site="same-origin")
    assert answer.header("location") == "/login?out=1"
    assert inside.cookies == {}
    assert "您已退出" in inside.get("/login?out=1").text
    inside.cookies = kept
    assert inside.get("/people").status == 303
    assert inside.get("/media/x").status == 401


def test_another_sites_link_does_not_log_anyone_out(inside):
    page = inside.get("/logout", sec_fetch_site="cross-site")
    assert page.status == 200 and '<form method="post"' in page.text
    assert inside.get("/people").text == "SECRET"
    assert inside.post("/logout").status == 303
    assert inside.get("/people").status == 303


def test_logging_in_anew_ends_the_old_session(store, inside):
    old = inside.cookies[COOKIE]
    inside.post("/login", {"login": "zhao", "password": PASSWORD})
    assert inside.cookies[COOKIE] != old
    assert store.value("select count(*) from session") == 1


def test_a_disabled_account_is_out(store, inside):
    disable_account(store, WHOLE, account_id=account_of_login(store, "zhao"), actor="t", now=NOW)
    assert inside.get("/people").status == 303
    assert inside.post("/login", {"login": "zhao", "password": PASSWORD}).status == 401


def test_an_expired_session_is_out(store, inside):
    with store.write() as db:
        db.execute("update session set expires_at = ?", [clock.now() - timedelta(seconds=1)])
    assert inside.get("/people").status == 303


@pytest.mark.parametrize(
    ("body", "status"), [(b"x" * 20_000, 413), (b"\xff\xfe\x00", 400), (b"", 401), (b"&".join([b"a=1"] * 50), 400)]
)
def test_what_is_no_log_in_form_is_refused(client, body, status):
    answer = client.request("POST", "/login", body=body)
    assert answer.status == status
    assert "Traceback" not in answer.text

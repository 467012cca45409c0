"""Set-up link, demonstration, health, and what the terminal shows at the start."""

from __future__ import annotations

import json
import re

import pytest

from core import clock
from core.access.accounts import create_account, load_user
from core.access.links import new_password_link, new_setup_link
from core.access.sessions import COOKIE, user_of_token
from core.store import use_store
from core.web.lifespan import welcome
from tests.core.web.conftest import PASSWORD
from tests.county import NOW, empty_store


@pytest.fixture
def fresh(app):
    made = empty_store()
    use_store(made)
    return made


def test_the_first_start_shows_a_link_that_makes_the_administrator(fresh, client):
    shown = welcome(fresh, "http://localhost:8501", now=clock.now())
    path = re.search(r"http://localhost:8501(/setup\?token=\S+)", shown).group(1)
    token = path.split("=")[1]
    assert "第一位管理员" in client.get(path).text
    given = {"token": token, "login": "Chen", "name": "陈<b>", "password": "correct horse", "again": "correct hors"}
    wrong = client.post("/setup", given)
    assert wrong.status == 400 and "两次输入的密码不同" in wrong.text
    assert "陈&lt;b&gt;" in wrong.text and "correct hors" not in wrong.text
    weak = client.post("/setup", given | {"password": "12345678", "again": "12345678"})
    assert weak.status == 400 and "太常见" in weak.text
    done = client.post("/setup", given | {"again": "correct horse"})
    assert (done.status, done.header("location")) == (303, "/")
    user = user_of_token(fresh, client.cookies[COOKIE], now=clock.now())
    assert (user.login, user.role, user.scope.grids) == ("chen", "admin", (0,))
    again = client.get(path)
    assert again.status == 410 and "已用过" in again.text
    assert client.post("/setup", given | {"login": "second", "again": "correct horse"}).status == 410
    assert "setup" not in welcome(fresh, "http://localhost:8501", now=clock.now())


def test_an_invited_person_sets_their_own_password(fresh, client):
    now = clock.now()
    account = create_account(fresh, login="zhao", name="", role="clerk", grids=[0], password=None, actor="t", now=now)
    token = new_password_link(fresh, account, actor="t", now=now)
    page = client.get(f"/setup?token={token}&lang=en")
    assert "Set your password" in page.text and 'name="login"' not in page.text
    given = {"token": token, "password": "correct horse", "again": "correct horse", "login": "other"}
    assert client.post("/setup", given).status == 303
    assert client.post("/login", {"login": "zhao", "password": "correct horse"}).status == 303


@pytest.mark.parametrize("token", ["", "x", "x" * 3000, "%00", "' or 1=1 --"])
def test_an_unknown_link_is_a_sentence(fresh, client, token):
    new_setup_link(fresh, now=clock.now())
    answer = client.get("/setup", cookie="")
    assert answer.status == 410
    answer = client.post(
        "/setup", {"token": token, "login": "a", "password": "correct horse", "again": "correct horse"}
    )
    assert answer.status == 410 and "一次性链接" in answer.text
    assert fresh.value("select count(*) from account") == 0


def test_without_the_setting_there_is_no_demonstration(store, client):
    assert client.get("/enter").status == 404
    assert client.post("/enter", {"role": "admin"}).status == 404
    assert client.cookies == {}


def test_the_demonstration_is_entered_by_a_button(demo, client):
    page = client.get("/enter?next=/people%3Fgrid%3D1")
    assert "均为虚构" in page.text
    assert re.findall(r'name="role" value="(\w+)"', page.text) == [
        "leader",
        "command",
        "clerk",
        "officer",
        "admin",
        "auditor",
        "department",
        "security",
    ]
    answer = client.post("/enter", {"role": "officer", "next": "/people?grid=1"})
    assert (answer.status, answer.header("location")) == (303, "/people?grid=1")
    user = user_of_token(demo, client.cookies[COOKIE], now=clock.now())
    assert (user.role, user.scope.grids) == ("officer", (2,))


def test_in_the_demonstration_a_real_account_is_not_entered_by_a_button(demo, client):
    create_account(demo, login="mayor", name="", role="leader", grids=[0], password=None, actor="t", now=NOW)
    client.post("/enter", {"role": "leader"})
    assert user_of_token(demo, client.cookies[COOKIE], now=clock.now()).login == "demo-leader"
    assert client.post("/enter", {"role": "mayor"}).status == 404
    assert client.post("/enter", {}, origin="https://evil.example").status == 403
    assert load_user(demo, 1).login == "zhao"


def test_health(client, store):
    answer = client.request("GET", "/healthz")
    assert (answer.status, json.loads(answer.text)) == (200, {"status": "ok"})
    store.close()
    assert client.request("GET", "/healthz").status == 503


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "没有这个页面"), ("en-US", "no such page")])
def test_an_address_that_leads_nowhere_is_said_in_words(client, language, words):
    client.post("/login", {"login": "zhao", "password": PASSWORD})
    client.language = language
    answer = client.get("/nonsense")
    assert answer.status == 404
    assert words in answer.text
    assert client.get("/people?grid=1").text == "SECRET"


def test_the_start_page_is_found_by_its_name_too(client):
    client.post("/login", {"login": "zhao", "password": PASSWORD})
    answer = client.get("/overview?grid=990101")
    assert (answer.status, answer.header("location")) == (307, "/?grid=990101")

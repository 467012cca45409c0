"""What is new reaches receivers once, in words that name nobody; a receiver that fails, hangs or lies is told apart and tried again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from argparse import Namespace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.audit.record import record
from core.commands import notify
from core.errors import UserError
from core.notify import add, channels, gather, messages, send_due, send_try, switch
from core.notify import post as wire
from core.notify.post import Receiver, judged, request_of
from core.settings import load_settings
from core.store import open_store
from tests.core.notify.receiver import listening
from tests.county import make_county

NOW = datetime(2026, 2, 1, 8, 0)
OK = (200, b'{"errcode": 0, "code": 0}')


@pytest.fixture
def store(monkeypatch):
    return make_county()


def opened(store, *alerts) -> None:
    """(detector, grid, person, severity) …"""
    with store.write() as db:
        for detector, grid, person, severity in alerts:
            db.execute(
                "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, policy_version,"
                " opened_at) select coalesce(max(alert_id), 0) + 1, ?, ?, ?, 'open', ?, 1, ?, ?, 'x', 'v', ? from alert",
                [detector, grid, person, severity, NOW.date(), NOW.date(), NOW],
            )


def to(store, server, monkeypatch, **more):
    monkeypatch.setattr(
        store, "settings", load_settings(db=":memory:", notify_hosts=server.host, address="https://desk.county")
    )
    given = {"name": "值班群", "kind": "wecom", "url": f"http://{server.host}/send?key=K", "actor": "t", "now": NOW}
    return add(store, **(given | more))


def test_what_is_new_is_told_once_and_names_nobody(store, monkeypatch):
    opened(store, ("fever", 4, 1, "high"))  # before the receiver: not told
    with listening(OK) as server:
        to(store, server, monkeypatch)
        opened(
            store,
            ("fever", 4, 1, "high"),
            ("fever", 5, 11, "high"),
            ("rate_rise", 9, None, "medium"),
            ("fever", 4, 2, "low"),
        )
        with store.write() as db:
            record(db, "system", "tasks.kept", raised=2)
            record(db, "system", "tasks.kept", raised=0)
            record(db, "system", "alert.escalated", grids=[4, 10])
        assert gather(store, now=NOW) == 1
        assert gather(store, now=NOW) == 0, "nothing is told twice"
        assert send_due(store, now=NOW) == {"sent": 1, "failed": 0, "given_up": 0}
        assert send_due(store, now=NOW)["sent"] == 0
        text = server.said()["text"]["content"]
    assert (
        "新增预警 3 条，其中严重 2 条" in text and "东镇" in text and "西镇" in text and "https://desk.county" in text
    )
    names = {name for (name,) in store.run("select name from person").fetchall()}
    assert not any(name in text for name in names)
    assert not any(name in store.value("select told from message") for name in names)


WRONG = [
    ((500, b"no"), "status", "500"),
    ((200, b'{"errcode": 45009}'), "said_no", "45009"),
    ((200, b"<html>"), "unreadable", None),
    ((302, b""), "redirected", "302"),
    ("flood", "too_much", None),
    ("hang", "slow", None),
]


@pytest.mark.parametrize(("answer", "error", "detail"), WRONG, ids=[error for _, error, _ in WRONG])
def test_a_receiver_that_fails_is_tried_again_until_it_takes_it(store, monkeypatch, answer, error, detail):
    monkeypatch.setattr(wire, "READ", 0.3)
    with listening(answer, OK) as server:
        channel = to(store, server, monkeypatch)
        opened(store, ("fever", 4, 1, "high"))
        gather(store, now=NOW)
        assert send_due(store, now=NOW)["failed"] == 1
        last = messages(store, channel_id=channel).iloc[0]
        assert (last.status, last.error, last.detail, last.tries) == ("waiting", error, detail, 1)
        assert send_due(store, now=NOW)["failed"] == 0, "not before its time"
        server.released.set()
        assert send_due(store, now=NOW + timedelta(minutes=1))["sent"] == 1
        assert len(server.taken) == 2 and server.taken[0][0] == server.taken[1][0] == "/send?key=K"
    assert messages(store).iloc[0].status == "sent"


def test_one_that_lets_its_answers_drip_holds_up_nobody(monkeypatch):
    monkeypatch.setattr(wire, "WHOLE", 0.3)
    with listening("drip") as slow, listening(OK) as other:
        for number in range(6):
            assert send(slow, number) == wire.Answer("slow")
        monkeypatch.setattr(wire, "WHOLE", 15)
        assert send(other, 7).taken


def send(server, number: int) -> wire.Answer:
    return wire.post(wire.Receiver("json", f"http://{server.host}/"), message_id=number, text="", told=[])


def test_it_is_given_up_after_half_a_day_and_nobody_listening_is_refused(store, monkeypatch):
    with listening(OK) as server:
        channel = to(store, server, monkeypatch)
    opened(store, ("fever", 4, 1, "high"))
    gather(store, now=NOW)
    at, told = NOW, []
    for _ in range(20):
        told.append(send_due(store, now=at))
        at += timedelta(hours=1)
    assert sum(t["failed"] for t in told) == 11 and sum(t["given_up"] for t in told) == 1
    assert channels(store).set_index("channel_id").loc[channel, "error"] == "refused"


@pytest.mark.parametrize(("answer", "code", "status"), [(OK, 0, "sent"), ((500, b"x"), 1, "waiting")])
def test_the_command_that_tries_a_receiver_says_by_its_end_whether_it_took_it(store, monkeypatch, answer, code, status):
    with listening(answer) as server:
        channel = to(store, server, monkeypatch)
        ended, told = notify.test_one(store, Namespace(number=channel, json=True, lang="zh"))
    assert (ended, json.loads(told)["status"]) == (code, status)


def test_quiet_hours_limits_and_switching_off(store, monkeypatch):
    with listening(OK) as server:
        channel = to(store, server, monkeypatch, severity="low", quiet=(22, 7))
        night, later = datetime(2026, 2, 1, 23, 0), NOW + timedelta(days=2)
        opened(store, ("fever", 4, 1, "low"))
        gather(store, now=night)
        assert send_due(store, now=night)["sent"] == 0
        opened(store, ("fever", 4, 2, "high"))
        gather(store, now=night)
        assert send_due(store, now=night)["sent"] == 1, "what is severe is told at night"
        assert send_due(store, now=night + timedelta(hours=9))["sent"] == 1
        with store.write() as db:
            db.execute("update channel set per_minute = 1")
        for person in (3, 4):
            opened(store, ("fever", 4, person, "high"))
            gather(store, now=later)
        assert send_due(store, now=later)["sent"] == 2, "what waits goes as one"
        opened(store, ("fever", 4, 5, "high"))
        gather(store, now=later)
        assert send_due(store, now=later + timedelta(seconds=30))["sent"] == 0
        switch(store, channel, active=False, actor="t")
        opened(store, ("fever", 4, 6, "high"))
        assert gather(store, now=NOW) == 0
        switch(store, channel, active=True, actor="t")
        assert gather(store, now=NOW) == 0, "told of what is new from then on"
    assert set(messages(store).status) == {"sent", "dropped"}


def test_signatures_are_those_that_receivers_reckon():
    url, _, _ = request_of(
        Receiver("dingtalk", "https://x/send?access_token=A", "S"), message_id=1, text="文", told=[], at=1700000000.5
    )
    query = parse_qs(urlsplit(url).query)
    wanted = base64.b64encode(hmac.new(b"S", b"1700000000500\nS", hashlib.sha256).digest()).decode()
    assert (query["timestamp"], query["sign"]) == (["1700000000500"], [wanted])
    _, _, body = request_of(Receiver("feishu", "https://x", "S"), message_id=1, text="文", told=[], at=1700000000)
    assert (
        json.loads(body)["sign"] == base64.b64encode(hmac.new(b"1700000000\nS", b"", hashlib.sha256).digest()).decode()
    )
    _, headers, body = request_of(
        Receiver("json", "https://x", "S"), message_id=7, text="文", told=[{"count": 1}], at=1700000000
    )
    signed = hmac.new(b"S", b"1700000000." + body, hashlib.sha256).hexdigest()
    assert (headers["X-Grid-Command-Signature"], headers["X-Grid-Command-Id"]) == (f"sha256={signed}", "7")
    _, _, body = request_of(Receiver("wecom", "https://x"), message_id=1, text="预" * 3000, told=[], at=0)
    assert len(json.loads(body)["text"]["content"].encode()) <= 2048
    sms = Receiver("sms", "http://x", body='{"to": "", "content": "{text}"}', expects="success")
    _, _, body = request_of(sms, message_id=1, text='他说"好"', told=[], at=0)
    assert json.loads(body)["content"] == '他说"好"'
    assert judged(sms, 200, b"success").taken and judged(sms, 200, b"failure").error == "said_no"


REFUSED = [
    ("channel_host", {"url": "http://169.254.169.254/latest"}),
    ("channel_host", {"url": "http://localhost/"}),
    ("channel_host", {"url": "http://qyapi.weixin.qq.com/x"}),  # a public robot without TLS
    ("channel_host", {"url": "https://open.feishu.cn/x"}),  # of another kind
    ("channel_url", {"url": "file:///etc/passwd"}),
    ("channel_url", {"url": "https://qyapi.weixin.qq.com@evil/x"}),
    ("channel_url", {"url": "https://x:99999/"}),
    ("channel_name", {"name": " "}),
    ("channel_kind", {"kind": "mail"}),
    ("channel_body", {"kind": "sms", "url": "http://gate:8080/", "body": "hello"}),
    ("channel_quiet", {"quiet": (22, 25)}),
]


@pytest.mark.parametrize(("code", "given"), REFUSED, ids=[f"{code}{n}" for n, (code, _) in enumerate(REFUSED)])
def test_what_can_not_be_a_receiver(code, given):
    store = open_store(load_settings(db=":memory:", notify_hosts="gate:8080"))
    rest = {
        "name": "群",
        "kind": "wecom",
        "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K",
        "actor": "t",
        "now": NOW,
    }
    with pytest.raises(UserError) as refused:
        add(store, **(rest | given))
    assert refused.value.code == code
    assert channels(store).empty


def test_its_key_and_secret_are_never_read_out(store, monkeypatch):
    with listening(OK) as server:
        channel = to(store, server, monkeypatch, kind="dingtalk", secret="SECRET")
        number = send_try(store, channel, actor="t", now=NOW)
        assert send_due(store, now=NOW, only=number)["sent"] == 1
        assert "测试" in server.said()["text"]["content"]
    shown = (
        channels(store).to_json()
        + messages(store).to_json()
        + str(store.run("select fields from audit_entry").fetchall())
    )
    assert "SECRET" not in shown and "key=K" not in shown

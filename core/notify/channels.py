"""Receivers: made, switched off and on, looked at. Their secrets are written and never read out again."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import urlsplit

import pandas as pd

from core.audit.record import record
from core.domain import EVERYTHING
from core.errors import UserError
from core.settings import Settings
from core.store import Store, load_sql, run

KINDS = ("json", "wecom", "dingtalk", "feishu", "sms")
SEVERITIES = ("low", "medium", "high")
# Where the public robots live; private editions of government networks have hosts of their own, which a setting names.
PUBLIC = {"wecom": "qyapi.weixin.qq.com", "dingtalk": "oapi.dingtalk.com", "feishu": "open.feishu.cn"}
PER_MINUTE = {"wecom": 20, "dingtalk": 20, "feishu": 100, "json": 60, "sms": 60}
LONGEST = 2000


def add(
    store: Store,
    *,
    name: str,
    kind: str,
    url: str,
    secret: str = "",
    body: str = "",
    expects: str = "",
    language: str = "zh",
    grid_id: int = EVERYTHING,
    severity: str = "medium",
    quiet: tuple[int, int] | None = None,
    actor: str,
    now: datetime,
) -> int:
    """A receiver; from now on it is told of what is new. Returns its number; audited (name and kind only).

    Raises UserError: channel_name, channel_kind, channel_url, channel_host (not among those that the settings allow), channel_body (an SMS
    template without {text}), channel_quiet.
    """
    name, url = name.strip(), url.strip()
    if not name or len(name) > 60:
        raise UserError("channel_name")
    if kind not in KINDS or severity not in SEVERITIES:
        raise UserError("channel_kind", kind=kind)
    check_address(store.settings, kind, url)
    if kind == "sms" and "{text}" not in body:
        raise UserError("channel_body")
    if quiet and not all(0 <= hour < 24 for hour in quiet):
        raise UserError("channel_quiet")
    with store.write() as db:
        number = db.execute("select coalesce(max(channel_id), 0) + 1 from channel").fetchone()[0]
        run(
            db,
            load_sql(__file__, "add.sql"),
            number=number, name=name, kind=kind, url=url, secret=secret.strip() or None, body=body.strip()[:LONGEST] or None,
            expects=expects.strip()[:200] or None, language=language, grid=grid_id, severity=severity, per_minute=PER_MINUTE[kind],
            quiet_from=quiet[0] if quiet else None, quiet_until=quiet[1] if quiet else None, actor=actor, now=now,
        )  # fmt: skip
        record(db, actor, "channel.added", channel=number, kind=kind, severity=severity, grid=grid_id)
    return number


def check_address(settings: Settings, kind: str, url: str) -> None:
    """Nothing is sent to an address that nobody allowed: a page must not reach into the network by a typed address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UserError("channel_url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or len(url) > LONGEST:
        raise UserError("channel_url")
    allowed = {host.strip().lower() for host in settings.notify_hosts.split(",") if host.strip()}
    own = parts.hostname.lower() if port is None else f"{parts.hostname.lower()}:{port}"
    if own in allowed or (parts.scheme == "https" and own == PUBLIC.get(kind)):
        return
    raise UserError("channel_host", host=own)


def switch(store: Store, channel_id: int, *, active: bool, actor: str) -> None:
    """Off: what waits is dropped, and nothing is told. On again: told of what is new from then on. Raises UserError channel_unknown."""
    with store.write() as db:
        rows = run(db, load_sql(__file__, "switch.sql"), channel=channel_id, active=active).fetchall()
        if not rows:
            raise UserError("channel_unknown", number=channel_id)
        if not active:
            run(db, "update message set status = 'dropped' where channel_id = $channel and status = 'waiting'", channel=channel_id)  # fmt: skip
        record(db, actor, "channel.switched", channel=channel_id, active=active)


def send_try(store: Store, channel_id: int, *, actor: str, now: datetime) -> int:
    """A message that says that it is a try, to be sent at once. Returns its number. Raises UserError channel_unknown."""
    with store.write() as db:
        if not run(db, "select 1 from channel where channel_id = $channel", channel=channel_id).fetchone():
            raise UserError("channel_unknown", number=channel_id)
        number = new_message(db, channel_id, [{"what": "test"}], severity="high", now=now)
        record(db, actor, "channel.tested", channel=channel_id, message=number)
    return number


def new_message(db, channel_id: int, told: list[dict], *, severity: str, now: datetime) -> int:
    number = db.execute("select coalesce(max(message_id), 0) + 1 from message").fetchone()[0]
    run(
        db,
        "insert into message (message_id, channel_id, made_at, severity, told, status, next_at)"
        " values ($number, $channel, $now, $severity, $told, 'waiting', $now)",
        number=number, channel=channel_id, now=now, severity=severity, told=json.dumps(told, ensure_ascii=False),
    )  # fmt: skip
    return number


def channels(store: Store) -> pd.DataFrame:
    """One row per receiver: channel_id, name, kind, host, language, grid_id, grid_name, severity, quiet_from, quiet_until, active, made_by,
    made_at, waiting, sent_at (last), error (of the last try, none after a success). Without address, key and secret."""
    return store.df(load_sql(__file__, "channels.sql"))


def messages(store: Store, *, channel_id: int | None = None, limit: int = 50) -> pd.DataFrame:
    """The last messages, newest first: message_id, channel_id, channel, made_at, severity, told (list of dict), status, tries, next_at, sent_at,
    error, detail."""
    found = store.df(
        "select m.message_id, m.channel_id, c.name as channel, m.made_at, m.severity, m.told, m.status, m.tries, m.next_at, m.sent_at, m.error, m.detail"
        " from message m join channel c on c.channel_id = m.channel_id where $channel is null or m.channel_id = $channel"
        " order by m.message_id desc limit $limit",
        channel=channel_id,
        limit=limit,
    )
    found["told"] = [json.loads(text) for text in found["told"]]
    return found

"""Messages that wait are sent: in their turn, not in quiet hours, no more a minute than the receiver takes, again after a failure."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from core.audit.record import record
from core.errors import UserError
from core.notify.channels import check_address
from core.notify.post import Answer, Receiver, post
from core.report.notices import notice_text
from core.store import Store, load_sql, run

TRIES = 12  # 1, 2, 4 … 60 minutes apart: half a day
LONGEST_WAIT = timedelta(minutes=60)
JOINED = 20  # messages to one receiver that are sent as one


def send_due(store: Store, *, now: datetime, only: int | None = None) -> dict[str, int]:
    """Send what is due; several for one receiver go as one. `only`: this message alone, whatever the hour. Returns sent, failed, given_up.

    The store is not held while the wire is used: a receiver that hangs stops nobody.
    """
    counts = {"sent": 0, "failed": 0, "given_up": 0}
    due = store.run(load_sql(__file__, "due.sql"), now=now, only=only).fetchall()
    by_channel: dict[int, list[tuple]] = {}
    for channel, *message in due:
        by_channel.setdefault(channel, []).append(tuple(message))
    for channel, waiting in by_channel.items():
        ids = [number for number, _, _ in waiting[:JOINED]]
        told = [item for _, said, _ in waiting[:JOINED] for item in json.loads(said)]
        tries = max(tried for _, _, tried in waiting[:JOINED])
        answer = _posted(store, channel, ids[0], told)
        outcome = _written(store, channel, ids, answer, tries=tries + 1, now=now)
        counts[outcome] += len(ids)
    return counts


def _posted(store: Store, channel: int, number: int, told: list[dict]) -> Answer:
    kind, url, secret, body, expects, language = store.one(
        "select kind, url, secret, body, expects, language from channel where channel_id = $channel", channel=channel
    )
    try:
        check_address(store.settings, kind, url)  # the settings may have changed since it was made
    except UserError as error:
        return Answer(error.code)
    text = notice_text(language, told, address=store.settings.address)
    return post(Receiver(kind, url, secret, body, expects), message_id=number, text=text, told=told)


def _written(store: Store, channel: int, ids: list[int], answer: Answer, *, tries: int, now: datetime) -> str:
    outcome = "sent" if answer.taken else "given_up" if tries >= TRIES else "failed"
    wait = min(timedelta(minutes=2 ** (tries - 1)), LONGEST_WAIT)
    with store.write() as db:
        run(
            db,
            "update message set status = $status, tries = $tries, sent_at = $sent_at, next_at = $next_at, error = $error, detail = $detail"
            " where message_id in (select unnest($ids)) and status = 'waiting'",
            status="waiting" if outcome == "failed" else outcome, tries=tries, sent_at=now if answer.taken else None, next_at=now + wait,
            error=answer.error, detail=answer.detail, ids=ids,
        )  # fmt: skip
        if outcome != "failed":
            record(db, "system", f"message.{outcome}", channel=channel, messages=ids, error=answer.error)
    return outcome

"""What is new, as one message to each receiver that has not been told. The message and the mark up to which the receiver has been told
are written together, so that nothing is told twice and nothing forgotten, whatever happens in between."""

from __future__ import annotations

from datetime import datetime

import duckdb

from core.notify.channels import new_message
from core.store import Store, load_sql, run

BEHIND = 20_000  # entries without news, after which the mark moves on: a write makes every page read anew
NEWS = "select seen_entry + $behind < (select coalesce(max(entry_id), 0) from audit_entry) from channel where channel_id = $channel"


def gather(store: Store, *, now: datetime) -> int:
    """Returns the number of messages made."""
    made = 0
    for (number,) in store.run("select channel_id from channel where active").fetchall():
        if not _news(store.cursor(), number) and not store.value(NEWS, channel=number, behind=BEHIND):
            continue
        with store.write() as db:
            told = _news(db, number)
            if told:
                new_message(db, number, told, severity=told[0]["severity"], now=now)
                made += 1
            run(
                db,
                "update channel set seen_alert = (select coalesce(max(alert_id), 0) from alert),"
                " seen_entry = (select coalesce(max(entry_id), 0) from audit_entry) where channel_id = $channel",
                channel=number,
            )
    return made


def _news(db: duckdb.DuckDBPyConnection, number: int) -> list[dict]:
    rows = run(db, load_sql(__file__, "news.sql"), channel=number).fetchall()
    return [
        {"what": what, "code": code, "severity": severity, "grid": grid, "place": place, "count": count}
        for what, code, severity, grid, place, count in rows
    ]

"""Whether anything changed that the rollups of some days say."""

from __future__ import annotations

from datetime import date

from core.store import Store, load_sql


def days_stamp(store: Store, *, since: date, until: date) -> tuple:
    """Other as soon as a figure of these days, a class count of them, a movement of the last week or a grid is another. No figure by itself, so it needs no scope."""
    return store.one(load_sql(__file__, "days_stamp.sql"), since=since, until=until)

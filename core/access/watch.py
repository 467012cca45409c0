"""What the security officer watches: who is logged in from where, and who has a second factor. No figure of anybody's work."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from core.access.factor import needs_factor
from core.access.roles import roles
from core.access.sessions import HANDLE
from core.store import Store


def open_sessions(store: Store, *, now: datetime) -> pd.DataFrame:
    """All living sessions, the newest first. Grain: one session. Columns: handle, account_id, login, name, role, created_at, seen_at, source."""
    return store.df(
        "select s.token_hash[:$handle] as handle, a.account_id, a.login, a.name, a.role, s.created_at, s.seen_at, s.source from session s"
        " join account a on a.account_id = s.account_id where s.waits is null and s.expires_at > $now and s.seen_at > $idle order by s.created_at desc",
        handle=HANDLE,
        now=now,
        idle=now - timedelta(minutes=store.settings.idle_minutes),
    )


def without_factor(store: Store) -> pd.DataFrame:
    """Active accounts whose role must have a second factor and that have none yet. Grain: one account. Columns: account_id, login, name, role."""
    must = [code for code in roles() if needs_factor(store.settings, code)]
    return store.df(
        "select a.account_id, a.login, a.name, a.role from account a where a.active and list_contains($must, a.role) and a.account_id not in"
        " (select account_id from second_factor where confirmed_at is not null) order by a.account_id",
        must=must,
    )

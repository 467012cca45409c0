"""Accounts of the demonstration: entered by a button, without a password, and only where the setting `demo` is on."""

from __future__ import annotations

from datetime import datetime

from core.access.accounts import create_account
from core.access.links import PASSWORD
from core.access.phones import revoke_phones
from core.access.roles import roles
from core.audit import record
from core.domain import EVERYTHING
from core.store import Store

ACTOR = "demo"
NAMES = {
    "leader": "张县长",
    "command": "李值班",
    "clerk": "王数据",
    "officer": "赵网格",
    "admin": "陈管理",
    "auditor": "周审计",
    "department": "卫生健康局",
    "security": "吴安全",
}


def ensure_demo_accounts(store: Store, now: datetime) -> list[int]:
    """One account without a password per role, login `demo-<role>`; the officer sees one township only.

    Makes those that are missing (the officer once there is a township) and returns the ids of the ones made now.
    """
    made = []
    for role, name in NAMES.items():
        login = f"demo-{role}"
        grids = _one_township(store) if role == "officer" else [] if roles()[role].no_scope else [EVERYTHING]
        if (grids or role != "officer") and store.one(
            "select 1 from account where login = $login", login=login
        ) is None:
            made.append(
                create_account(
                    store, login=login, name=name, role=role, grids=grids, password=None, actor=ACTOR, now=now
                )
            )
    return made


def end_demo(store: Store, now: datetime) -> int:
    """The setting is off: whoever still is in by a button is out, on phones too, and no link of that time opens an account. How many accounts
    were open."""
    ended = 0
    for account_id in demo_accounts(store).values():
        with store.write(shown=False) as db:
            revoke_phones(store, account_id, actor=ACTOR, now=now)
            db.execute("delete from one_time_link where purpose = ? and used_at is null", [f"{PASSWORD}{account_id}"])
            gone = db.execute("delete from session where account_id = ? returning 1", [account_id]).fetchall()
            if gone:
                record(db, ACTOR, "account.sessions_ended", account=account_id, sessions=len(gone))
                ended += 1
    return ended


def _one_township(store: Store) -> list[int]:
    row = store.one("select grid_id from grid where axis = 'area' and level = 'township' order by code limit 1")
    return [row[0]] if row else []


def demo_accounts(store: Store) -> dict[str, int]:
    """The accounts that may be entered by a button: role → account id. Only the demonstration's own, active and without a
    password; an invited person's account has none either, but not such a login."""
    rows = store.run(
        "select role, account_id, login from account where active and password_hash is null order by account_id"
    ).fetchall()
    found = {role: account_id for role, account_id, login in rows if login == f"demo-{role}"}
    return {role: found[role] for role in NAMES if role in found}

"""Accounts in and out by spreadsheet: officers by the thousand. A sheet is taken whole or not at all; every fault names its row and column.

Who is new gets an account and a one-time link; who is known by the login gets the sheet's name, role and grids; whose state says so is shut.
Administrators, security officers and auditors are made one by one.
"""

from __future__ import annotations

import io
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from core.access.accounts import MAX_LOGIN, plain_login
from core.access.links import PASSWORD, PASSWORD_HOURS
from core.access.manage import change_account, disable_account
from core.access.roles import APART, roles
from core.access.sessions import token_hash
from core.access.subjects import Subjects, put_subject
from core.audit import record
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.store import Store, load_sql

MOST = 20_000  # rows
HEADS = {
    "login": ("账号", "登录名", "用户名", "login", "account", "user"),
    "name": ("姓名", "name"),
    "role": ("角色", "role"),
    "grids": ("管辖网格", "管辖范围", "网格编码", "网格", "grids", "scope", "grid"),
    "state": ("状态", "state"),
    "subject": ("认证标识", "统一认证标识", "name at the provider", "subject"),
}
NEEDED = ("login", "name", "role")
SHUT = ("停用", "已停用", "离岗", "disabled", "shut")
WHOLE = ("*", "全部", "全县", "everything")
NEW, CHANGED, DISABLED, SAME = "new", "changed", "disabled", "same"


@dataclass(frozen=True)
class Sheet:
    """`rows`: row, login, name, role, grids (list of ids), what (NEW …), account_id (null of a new one), subject
    (what the provider calls them; null: as it is, "": nothing). `faults`: row, column, code, value."""

    rows: pd.DataFrame
    faults: pd.DataFrame


def read_accounts(content: bytes, name: str) -> pd.DataFrame:
    """As written: row (as the spreadsheet counts), and a text for each of HEADS, empty where there is none. Raises UserError (accounts_file,
    accounts_columns, accounts_many)."""
    try:
        if name.lower().endswith(".csv"):
            table = pd.read_csv(io.BytesIO(content), dtype=str, nrows=MOST + 1, encoding_errors="replace")
        else:
            table = pd.read_excel(io.BytesIO(content), dtype=str, nrows=MOST + 1, engine="calamine")
    except Exception as error:
        raise UserError("accounts_file") from error
    if len(table) > MOST:
        raise UserError("accounts_many", most=MOST)
    heads = [unicodedata.normalize("NFKC", str(head)).strip().lower() for head in table.columns]
    of = {key: next((heads.index(n) for n in known if n in heads), None) for key, known in HEADS.items()}
    missing = [HEADS[key][0] for key in NEEDED if of[key] is None]
    if missing:
        raise UserError("accounts_columns", columns=missing)
    texts = {
        key: "" if at is None else table.iloc[:, at].fillna("").str.strip().str.lstrip("'") for key, at in of.items()
    }
    read = pd.DataFrame(texts, index=table.index).assign(row=range(2, len(table) + 2))
    return read[(read.login != "") | (read.name != "")].reset_index(drop=True)


def check_accounts(store: Store, scope: Scope, read: pd.DataFrame, names: Mapping[str, str]) -> Sheet:
    """What storing would do, and everything that forbids it. `names`: how roles are written → code."""
    faults: list[tuple[int, str, str, str]] = []
    grids = _grids(store, scope, read)
    known = {
        login: (number, name, role, held, active)
        for number, login, name, role, held, active in store.run(load_sql(__file__, "sheet_known.sql"), scope=scope.roots).fetchall()
    }  # fmt: skip
    taken = {login for (login,) in store.run("select login from account").fetchall()}
    named = Subjects(store)
    seen, rows = set(), []
    for each in read.itertuples():
        login, role = plain_login(each.login), names.get(each.role.lower(), each.role.lower())
        shut, wrong = each.state.lower() in SHUT, len(faults)
        if not 0 < len(login) <= MAX_LOGIN or any(unicodedata.category(c).startswith("C") for c in login):
            faults.append((each.row, "login", "login", each.login))
        elif login in seen:
            faults.append((each.row, "login", "twice", each.login))
        elif login in taken and login not in known:
            faults.append((each.row, "login", "outside", each.login))
        seen.add(login)
        if shut and login not in known:
            faults.append((each.row, "state", "unknown", each.login))
        if role not in roles():
            faults.append((each.row, "role", "role", each.role))
        elif role in APART or (login in known and known[login][2] in APART):
            faults.append((each.row, "role", "apart", each.role))
        elif not shut:
            faults += _scope_faults(each, role, scope, grids)
        number = known[login][0] if login in known else None
        faults += [(each.row, "subject", code, each.subject) for code in named.faults(each.subject, number)]
        if len(faults) == wrong:
            held = (
                sorted({grids[part] for part in _parts(each.grids)}) if not roles()[role].no_scope and not shut else []
            )
            what, number = _what(known.get(login), each.name or login, role, held, shut=shut)
            subject = named.given(each.subject, number)
            what = CHANGED if what == SAME and subject is not None and not shut else what
            rows.append((each.row, login, each.name or login, role, held, what, number, subject))
    return Sheet(
        pd.DataFrame(rows, columns=["row", "login", "name", "role", "grids", "what", "account_id", "subject"]),
        pd.DataFrame(faults, columns=["row", "column", "code", "value"]),
    )


def store_accounts(store: Store, scope: Scope, sheet: Sheet, *, actor: str, now: datetime) -> pd.DataFrame:
    """All of it or nothing; the new accounts' one-time links: login, name, role, token, until. Raises UserError (accounts_faults, and those of
    `change_account` and `disable_account`)."""
    if len(sheet.faults):
        raise UserError("accounts_faults", count=len(sheet.faults))
    new = sheet.rows[sheet.rows.what == NEW].reset_index(drop=True)
    until = now + timedelta(hours=PASSWORD_HOURS)
    tokens = [secrets.token_urlsafe(32) for _ in range(len(new))]
    with store.write(shown=False) as db:
        first = db.execute("select coalesce(max(account_id), 0) + 1 from account").fetchone()[0]
        ids = list(range(first, first + len(new)))
        if ids:
            if db.execute("select 1 from account where list_contains(?, login)", [list(new.login)]).fetchone():
                raise UserError("accounts_meanwhile")
            db.execute(
                "insert into account (account_id, login, name, role, created_at) select unnest($1), unnest($2), unnest($3), unnest($4), $5",
                [ids, list(new.login), list(new.name), list(new.role), now],
            )
            pairs = [(i, g) for i, held in zip(ids, new.grids, strict=True) for g in held]
            if pairs:
                db.execute(
                    "insert into account_scope select unnest($1), unnest($2)",
                    [list(p) for p in zip(*pairs, strict=True)],
                )
            db.execute(
                "insert into one_time_link select unnest($1), unnest($2), $3, null",
                [[token_hash(t) for t in tokens], [f"{PASSWORD}{i}" for i in ids], until],
            )
        for row in sheet.rows[sheet.rows.what == CHANGED].itertuples():
            change_account(  # the same name, role and grids leave no trace
                store, scope, account_id=int(row.account_id), actor=actor, name=row.name, role=row.role, grids=row.grids
            )
        number_of = dict(zip(new.login, ids, strict=True))
        for row in sheet.rows[sheet.rows.subject.notna() & (sheet.rows.what != DISABLED)].itertuples():
            number = number_of.get(row.login) or int(row.account_id)
            put_subject(db, store.settings, number, row.subject)
            record(db, actor, "account.subject_set", account=number, given=bool(row.subject))
        for row in sheet.rows[sheet.rows.what == DISABLED].itertuples():
            disable_account(store, scope, account_id=int(row.account_id), actor=actor, now=now)
        counts = sheet.rows.what.value_counts()
        record(
            db,
            actor,
            "accounts.loaded",
            accounts=ids,
            made=len(ids),
            changed=int(counts.get(CHANGED, 0)),
            disabled=int(counts.get(DISABLED, 0)),
        )
    return new[["login", "name", "role"]].assign(token=tokens, until=until)


def _scope_faults(
    row: object, role: str, scope: Scope, grids: Mapping[str, int | None]
) -> list[tuple[int, str, str, str]]:
    parts, rights = _parts(row.grids), roles()[role]
    if rights.no_scope:
        return [] if EVERYTHING in scope.grids else [(row.row, "role", "outside", row.role)]
    if not parts:
        return [(row.row, "grids", "scope", "")]
    wrong = [(row.row, "grids", "grid", part) for part in parts if grids.get(part) is None]
    if rights.needs_scope and any(grids.get(part) == EVERYTHING for part in parts):
        wrong.append((row.row, "grids", "scope", row.grids))
    return wrong


def _grids(store: Store, scope: Scope, read: pd.DataFrame) -> dict[str, int | None]:
    """Of every code or name that the sheet writes the grid; None where none or several within the scope are called so."""
    said = sorted({part for text in read.grids.unique() for part in _parts(text)})
    found = dict(store.run(load_sql(__file__, "sheet_grids.sql"), said=said, scope=scope.roots).fetchall())
    whole = EVERYTHING if EVERYTHING in scope.grids else None
    return {part: whole if part.lower() in WHOLE else found.get(part) for part in said}


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,，、;；]+", text) if part]


def _what(known: tuple | None, name: str, role: str, held: list[int], *, shut: bool) -> tuple[str, int | None]:
    if known is None:
        return NEW, None
    number, old_name, old_role, old_grids, active = known
    if shut:
        return (DISABLED if active else SAME), number
    return (SAME if (name, role, held) == (old_name, old_role, sorted(old_grids or [])) else CHANGED), number

"""What the county's provider calls whom: an account's `subject`. Only who stands in this list gets in by the provider, with the account's own role and grids."""

from __future__ import annotations

import unicodedata

import duckdb

from core.access.oidc import MOST_SUBJECT
from core.errors import UserError
from core.settings import Settings
from core.store import Store

NONE = "---"  # as in other lists: takes away what is stored


def plain_subject(subject: str) -> str:
    """As it is kept; capitals matter. Raises UserError subject_invalid."""
    plain = subject.strip()
    if len(plain) > MOST_SUBJECT or any(unicodedata.category(c).startswith("C") for c in plain):
        raise UserError("subject_invalid", most=MOST_SUBJECT)
    return plain


def account_of_subject(store: Store, subject: str) -> tuple[int, bool] | None:
    """(account_id, active) of whom the provider of the settings calls so."""
    return store.one(
        "select a.account_id, a.active from account_subject s join account a on a.account_id = s.account_id"
        " where s.issuer = $issuer and s.subject = $subject",
        issuer=store.settings.oidc_issuer,
        subject=subject,
    )


def subjects(store: Store) -> dict[int, str]:
    """account_id → what the provider of the settings calls it. No scope narrows it: the caller looks up accounts of its own."""
    rows = store.run("select account_id, subject from account_subject where issuer = $i", i=store.settings.oidc_issuer)
    return dict(rows.fetchall())


def put_subject(db: duckdb.DuckDBPyConnection, settings: Settings, account_id: int, subject: str) -> None:
    """Within a write: this name from now on, or none (""); whoever was in by the former one is out. Raises UserError subject_taken."""
    if not settings.oidc_issuer:
        raise UserError("provider_none")
    taken = db.execute(
        "select 1 from account_subject where issuer = ? and subject = ? and account_id <> ?",
        [settings.oidc_issuer, subject, account_id],
    ).fetchone()
    if taken:
        raise UserError("subject_taken")
    db.execute("delete from account_subject where account_id = ? and issuer = ?", [account_id, settings.oidc_issuer])
    db.execute("delete from session where account_id = ?", [account_id])
    if subject:
        db.execute("insert into account_subject values (?, ?, ?)", [settings.oidc_issuer, subject, account_id])


class Subjects:
    """Of a sheet of accounts: what is wrong with a row's name at the provider, and what it changes."""

    def __init__(self, store: Store) -> None:
        self._offered = bool(store.settings.oidc_issuer)
        self._of = subjects(store)
        self._whose = {subject: number for number, subject in self._of.items()}
        self._seen: set[str] = set()

    def faults(self, written: str, account_id: int | None) -> list[str]:
        """Codes. An empty cell has none, and neither has one that takes a name away."""
        if written in ("", NONE):
            return []
        if not self._offered:
            return ["provider"]
        try:
            subject = plain_subject(written)
        except UserError:
            return ["subject"]
        twice, self._seen = subject in self._seen, self._seen | {subject}
        if twice:
            return ["subject_twice"]
        return ["subject_taken"] if self._whose.get(subject, account_id) != account_id else []

    def given(self, written: str, account_id: int | None) -> str | None:
        """The name from now on, "" for none; None where it stays as it is."""
        if written == "":
            return None
        subject = "" if written == NONE else plain_subject(written)
        return None if subject == self._of.get(account_id, "") else subject

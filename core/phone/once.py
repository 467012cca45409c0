"""A form that is sent again (the same tap five times, a bad line) is known by the number that it was made with."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

import duckdb

from core.errors import UserError
from core.store import run

PLAIN = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # what nobody mistakes on the telephone


def form_number(text: str) -> UUID:
    """Raises UserError phone_form."""
    try:
        return UUID(text)
    except ValueError as error:
        raise UserError("phone_form") from error


def known(db: duckdb.DuckDBPyConnection, form_id: str) -> tuple[str | None] | None:
    """(receipt,) of a form that was stored before, else None."""
    return run(db, "select receipt from phone_form where form_id = $form", form=form_number(form_id)).fetchone()


def note(
    db: duckdb.DuckDBPyConnection, form_id: str, phone_id: int, kind: str, now: datetime, receipt: str | None = None
) -> None:
    run(
        db,
        "insert into phone_form values ($form, $phone, $kind, $receipt, $now)",
        form=form_number(form_id), phone=phone_id, kind=kind, receipt=receipt, now=now,
    )  # fmt: skip


def new_receipt(prefix: str, number: int, now: datetime) -> str:
    return f"{prefix}{now:%Y%m%d}-{number:04d}-{''.join(secrets.choice(PLAIN) for _ in range(4))}"

"""A piece of duty information is signed off by name: from then on it has its number and never changes."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

import duckdb

from core.audit.denied import not_allowed
from core.audit.record import record
from core.domain import User
from core.duty.drafting import unsigned
from core.duty.numbering import next_number
from core.duty.parts import LINE, NEEDED, SIGN
from core.errors import UserError, Word
from core.store import Store, run


def sign(store: Store, user: User, number: int, *, name: str, now: datetime, version: int | None = None) -> str:
    """Returns its number as printed. `version`: of the text that was read; another's change in between must be read first. Audited, with a digest of the text, so that a
    later change in the store would show.

    Raises NotAllowed duty_sign_not_allowed; UserError duty_unknown, duty_withdrawn, duty_signed (somebody was quicker: who, at), duty_changed, duty_empty (the first part that must
    say something and does not), duty_name.
    """
    if not user.may(SIGN):
        raise not_allowed(store, user.login, "duty_sign_not_allowed")
    name = name.strip()
    if not name or len(name) > LINE:
        raise UserError("duty_name")
    with store.write() as db:
        there = unsigned(db, user.scope, number)
        if version is not None and version != there:
            raise UserError("duty_changed", number=number)
        texts = dict(
            run(db, "select part, trim(body) from duty_part where report_id = $number", number=int(number)).fetchall()
        )
        empty = [part for part in NEEDED if not texts.get(part)]
        if empty:
            raise UserError("duty_empty", number=number, part=Word(f"duty_info.part.{empty[0]}"))
        kind, language = run(
            db, "select kind, language from duty_report where report_id = $number", number=int(number)
        ).fetchone()
        nth, file_no = next_number(db, store.settings, kind, now.year)
        run(
            db,
            "update duty_report set year = $year, number = $nth, file_no = $file_no, signed_by = $actor, signed_name = $name, signed_at = $now,"
            " template_id = (select max(template_id) from paper_template where kind = 'duty' and language = $language and withdrawn_at is null)"
            " where report_id = $report",
            year=now.year, nth=nth, file_no=file_no, actor=user.login, name=name, now=now, language=language, report=int(number),
        )  # fmt: skip
        record(
            db,
            user.login,
            "duty.signed",
            report=int(number),
            kind=kind,
            number=nth,
            year=now.year,
            digest=digest(db, int(number)),
        )
    return file_no


def digest(db: duckdb.DuckDBPyConnection, number: int) -> str:
    """Of all that was signed."""
    head = run(
        db,
        "select kind, title, addressee, file_no, signed_name from duty_report where report_id = $number",
        number=number,
    ).fetchone()
    parts = run(
        db, "select part, body from duty_part where report_id = $number order by part", number=number
    ).fetchall()
    return hashlib.sha256(json.dumps([head, parts], ensure_ascii=False).encode()).hexdigest()

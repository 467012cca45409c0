"""Short notes of the staff on a person: written once, never changed, the newest first."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from core.audit.denied import not_allowed
from core.audit.record import record
from core.domain import Scope, User
from core.errors import UserError
from core.registry.reach import reached
from core.store import Store, run

NOTE = "people.note"
LONGEST = 300  # characters


def notes(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """noted_at, who (the name of the account, or the login of one that is no more), note; the newest first. One row per note."""
    within = bool(reached(store.cursor(), scope, [person_id], as_of or date.max))
    return store.df(
        """select n.noted_at, coalesce(a.name, n.actor) as who, n.note
        from person_note n left join account a on a.login = n.actor
        where n.person_id = $person_id and $within order by n.noted_at desc, n.note_id desc""",
        person_id=person_id,
        within=within,
    )


def add_note(store: Store, user: User, *, person_id: int, note: str, now: datetime, as_of: date | None = None) -> None:
    """Keep a note on a person; audited (the words stay in the note alone).

    Raises NotAllowed note_not_allowed; UserError note_empty, note_long, person_unknown (there is none, or out of reach).
    """
    if not user.may(NOTE):
        raise not_allowed(store, user.login, "note_not_allowed")
    text = note.strip()
    if not text:
        raise UserError("note_empty")
    if len(text) > LONGEST:
        raise UserError("note_long", most=LONGEST)
    with store.write(shown=False) as db:
        if not reached(db, user.scope, [person_id], as_of or date.max):
            raise UserError("person_unknown")
        number = db.execute("select coalesce(max(note_id), 0) + 1 from person_note").fetchone()[0]
        run(
            db, "insert into person_note values ($number, $person_id, $now, $actor, $text)",
            number=number, person_id=person_id, now=now, actor=user.login, text=text,
        )  # fmt: skip
        record(db, user.login, "person.noted", person=person_id, note=number)

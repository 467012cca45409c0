"""Templates of the county's own: a Word document with the blanks' names in double braces. Nothing broken is taken; what was in use is kept for its papers."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from core.audit.record import record
from core.papers.checked import checked
from core.papers.make import paper_kind
from core.papers.prepare import Prepared
from core.papers.shipped import shipped
from core.store import Store, run

# What is no paper of a pack's and has blanks of its own: those that its templates must have.
NEEDS = {"duty": ("number", "title", "place", "course", "issuer", "issued_on")}


def check_template(content: bytes, kind: str, language: str, file_name: str, store: Store) -> Prepared:
    """Looked at in a child process, as core/papers/checked.py says and raises."""
    needs = NEEDS[kind] if kind in NEEDS else paper_kind(kind).needs
    found = checked(store, content, "docx", family=family_of(kind), needs=needs, language=language, file_name=file_name)
    return Prepared(found.ready["docx"], found.ready["html"].decode("utf-8"), found.names, ())


def place_template(
    store: Store, content: bytes, *, kind: str, language: str, file_name: str, actor: str, at: datetime
) -> int:
    """Checked, and in use from the next paper on; returns its number; audited. Raises what `check_template` does."""
    ready = check_template(content, kind, language, file_name, store)
    with store.write() as db:
        number = db.execute("select coalesce(max(template_id), 0) + 1 from paper_template").fetchone()[0]
        _withdraw(db, kind, language, actor, at)
        db.execute(
            "insert into paper_template values (?, ?, ?, ?, ?, ?, ?, ?, null, null)",
            [number, kind, language, file_name, ready.docx, ready.html, actor, at],
        )
        record(db, actor, "papers.template", kind=kind, language=language, template=number)
    return number


def withdraw_template(store: Store, *, kind: str, language: str, actor: str, at: datetime) -> None:
    """The shipped one is in use again; audited."""
    with store.write() as db:
        if _withdraw(db, kind, language, actor, at):
            record(db, actor, "papers.template_withdrawn", kind=kind, language=language)


def _withdraw(db: object, kind: str, language: str, actor: str, at: datetime) -> bool:
    sql = """update paper_template set withdrawn_by = $actor, withdrawn_at = $at
    where kind = $kind and language = $language and withdrawn_at is null returning template_id"""
    return bool(run(db, sql, kind=kind, language=language, actor=actor, at=at).fetchall())


def family_of(kind: str) -> str:
    """Which blanks a template of this kind may have."""
    return kind if kind in NEEDS else "paper"


def own_templates(store: Store) -> pd.DataFrame:
    """Those in use. Grain: one row per kind and language: template_id, kind, language, file_name, placed_by, placed_at."""
    return store.df(
        "select template_id, kind, language, file_name, placed_by, placed_at from paper_template where withdrawn_at is null order by kind, language"
    )


def template_of(store: Store, kind: str, language: str, template_id: int | None) -> Prepared:
    """The template of a paper: the county's own by its number, else the shipped one."""
    if template_id is None:
        return shipped(kind, language, family_of(kind))
    row = store.one("select docx, html from paper_template where template_id = $number", number=template_id)
    return Prepared(bytes(row[0]), row[1], (), ())

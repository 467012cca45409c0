"""The county's own documents for briefs: docx or pptx with blanks in double braces. Nothing broken is taken; unknown and missing blanks are named."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from core.audit.record import record
from core.errors import UserError
from core.papers.checked import checked
from core.store import Store, run

FAMILY, FORMS = "brief", ("docx", "pptx")
NEEDS = ("title", "period", "situation")


def place_template(store: Store, content: bytes, *, language: str, file_name: str, actor: str, at: datetime) -> str:
    """Checked in a child process, and in use from now on; returns its form; audited. Raises UserError: brief_template_form (neither docx nor pptx), and
    what core/papers/checked.py raises."""
    form = Path(file_name).suffix.lower().lstrip(".")
    if form not in FORMS:
        raise UserError("brief_template_form", file=file_name)
    found = checked(store, content, form, family=FAMILY, needs=NEEDS, language=language, file_name=file_name)
    with store.write(shown=False) as db:
        number = db.execute("select coalesce(max(template_id), 0) + 1 from brief_template").fetchone()[0]
        _withdraw(db, form, language, actor, at)
        run(
            db, "insert into brief_template (template_id, form, language, file_name, content, placed_by, placed_at) values ($number, $form, $lang, $file, $content, $actor, $at)",
            number=number, form=form, lang=language, file=file_name, content=found.ready[form], actor=actor, at=at,
        )  # fmt: skip
        record(db, actor, "brief.template", form=form, language=language, template=number)
    return form


def withdraw_template(store: Store, *, form: str, language: str, actor: str, at: datetime) -> None:
    """The shipped form is in use again; audited."""
    with store.write(shown=False) as db:
        if _withdraw(db, form, language, actor, at):
            record(db, actor, "brief.template_withdrawn", form=form, language=language)


def own_templates(store: Store) -> pd.DataFrame:
    """Those in use. Grain: one row per form and language: template_id, form, language, file_name, placed_by, placed_at."""
    return store.df(
        "select template_id, form, language, file_name, placed_by, placed_at from brief_template where withdrawn_at is null order by form, language"
    )


def template_of(store: Store, form: str, language: str) -> bytes | None:
    row = store.one(
        "select content from brief_template where form = $form and language = $lang and withdrawn_at is null order by template_id desc limit 1", form=form, lang=language
    )  # fmt: skip
    return bytes(row[0]) if row else None


def template_for(store: Store, brief_id: int, form: str) -> bytes | None:
    """Of a kept brief: the one under which it was signed off, so that its files stay what they were; else the one in use. None: the shipped form, and every other form of file."""
    if form not in FORMS:
        return None
    signed, language, docx, pptx = store.one(
        "select signed_at, language, docx_template, pptx_template from brief where brief_id = $brief",
        brief=int(brief_id),
    )
    if signed is None:
        return template_of(store, form, language)
    number = docx if form == "docx" else pptx
    return (
        None
        if number is None
        else bytes(store.value("select content from brief_template where template_id = $number", number=number))
    )


def _withdraw(db: object, form: str, language: str, actor: str, at: datetime) -> bool:
    return bool(run(
        db, "update brief_template set withdrawn_by = $actor, withdrawn_at = $at where form = $form and language = $lang and withdrawn_at is null returning template_id",
        form=form, lang=language, actor=actor, at=at,
    ).fetchall())  # fmt: skip

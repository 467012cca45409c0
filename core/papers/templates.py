"""Templates of the county's own: a Word document with the blanks' names in double braces. Nothing broken is taken; what was in use is kept for its papers."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from pathlib import Path

import pandas as pd

from core.audit.record import record
from core.errors import UserError
from core.files.child import run_limited
from core.files.guard import look_document
from core.papers.blanks import blanks
from core.papers.make import paper_kind
from core.papers.prepare import Prepared
from core.papers.shipped import shipped
from core.store import Store, run

# What is no paper of a pack's and has blanks of its own: those that its templates must have.
NEEDS = {"duty": ("number", "title", "place", "course", "issuer", "issued_on")}
BIGGEST = 4 << 20  # bytes: a letter head with a picture or two


def check_template(content: bytes, kind: str, language: str, file_name: str, store: Store) -> Prepared:
    """Looked at in a child process. Raises UserError: file_empty, file_big, file_hostile, file_password, file_unreadable, file_slow, paper_docx_not, paper_docx_code,
    paper_docx_plain, paper_docx_edges, paper_blank_unknown, paper_blank_missing (which, by name)."""
    family = family_of(kind)
    needs = NEEDS[kind] if kind in NEEDS else paper_kind(kind).needs
    if len(content) > BIGGEST:
        raise UserError("paper_docx_big", file=file_name, most=BIGGEST >> 20)
    with tempfile.TemporaryDirectory(prefix="grid-command-") as folder:
        path = Path(folder) / "given.docx"
        path.write_bytes(content)
        look_document(path, file_name)
        code = run_limited("core.papers.check_docx", [str(path), folder, family], file_name, store.settings)
        if code:
            raise UserError("file_hostile" if code < 0 else "file_unreadable", file=file_name)
        told = json.loads((Path(folder) / "told.json").read_text("utf-8"))
        if "fault" in told:
            raise UserError(f"paper_docx_{told['fault']}", file=file_name)
        if told["unknown"]:
            raise UserError("paper_blank_unknown", file=file_name, blanks=names_of(told["unknown"], family, language))
        missing = [name for name in needs if name not in told["names"]]
        if missing:
            raise UserError("paper_blank_missing", file=file_name, blanks=names_of(missing, family, language))
        return Prepared(
            (Path(folder) / "ready.docx").read_bytes(),
            (Path(folder) / "ready.html").read_text("utf-8"),
            tuple(told["names"]),
            (),
        )


def names_of(names: list[str], family: str, language: str) -> str:
    return "、".join("{{" + (blanks(family).get(n, n) if language == "zh" else n) + "}}" for n in names)


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

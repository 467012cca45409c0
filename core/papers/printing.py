"""Papers as files: one Word document with a page for each, a zip with a document for each, or a page that the browser prints."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from functools import lru_cache
from html import escape

import jinja2
import pandas as pd

from core.audit.record import record
from core.domain import Scope
from core.errors import UserError
from core.papers.blanks import ENVIRONMENT, filled
from core.papers.prepare import BODY, Prepared
from core.papers.templates import template_of
from core.store import Store, load_sql

FORMS = ("docx", "zip", "html")
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
INNER = re.compile(r"^(.*<w:body>)(.*?)((?:<w:sectPr\b(?:(?!<w:sectPr\b).)*)?</w:body>.*)$", re.DOTALL)
STYLE = """@page { size: A4; margin: 37mm 26mm 35mm 28mm }
body { font-family: "FangSong_GB2312", FangSong, "仿宋", STFangsong, "Noto Serif CJK SC", serif; font-size: 16pt; line-height: 28pt; color: #000; background: #fff; margin: 0 auto; max-width: 156mm }
p { margin: 0; overflow-wrap: anywhere } section { break-after: page; padding: 12mm 0 } section:last-child { break-after: auto }
table { border-collapse: collapse; width: 100% } td { border: 1px solid #000; padding: 1mm 2mm } @media print { section { padding: 0 } }"""


def print_papers(store: Store, scope: Scope, paper_ids: list[int], *, form: str, on: date, actor: str) -> bytes:
    """The file; audited. A print again is the same paper: what stands on it was kept when it was made. Raises UserError: paper_none (none of them is there for this
    scope), paper_void (one of them is void), paper_form."""
    if form not in FORMS:
        raise UserError("paper_form", form=form, forms=", ".join(FORMS))
    found = store.df(load_sql(__file__, "printed.sql"), scope=scope.roots, on=on, papers=[int(n) for n in paper_ids])
    if found.empty:
        raise UserError("paper_none")
    void = found[found.void_reason.notna()]
    if len(void):
        raise UserError("paper_void", number=void.file_no.iloc[0])
    drawn = _drawn(store, found)
    made = {"docx": _one_document, "zip": _zipped, "html": _page}[form](found, drawn)
    with store.write(shown=False) as db:
        record(db, actor, "papers.printed", form=form, papers=[int(n) for n in found.paper_id])
    return made


def _drawn(store: Store, found: pd.DataFrame) -> list[tuple[Prepared, str, str]]:
    """Of each paper: its template, the body of its Word document, its part of the page."""
    ready: dict[tuple, tuple[Prepared, jinja2.Template, jinja2.Template]] = {}
    drawn = []
    for row in found.to_dict("records"):
        number = None if pd.isna(row["template_id"]) else int(row["template_id"])
        key = (row["kind"], row["language"], number)
        if key not in ready:
            template = template_of(store, *key)
            body = zipfile.ZipFile(io.BytesIO(template.docx)).read(BODY).decode("utf-8")
            ready[key] = (template, ENVIRONMENT.from_string(body), ENVIRONMENT.from_string(template.html))
        template, body, page = ready[key]
        values = filled(json.loads(row["told"]))
        drawn.append((template, body.render(values), page.render(values)))
    return drawn


def with_body(template: Prepared, body: str) -> bytes:
    out = io.BytesIO(_without_body(template.docx))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(_entry(BODY), body)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the moment of packing: a print again is the same file."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


@lru_cache(maxsize=8)
def _without_body(docx: bytes) -> bytes:
    """All else of the document, packed once for thousands of copies."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            if entry.filename != BODY:
                after.writestr(_entry(entry.filename), before.read(entry))
    return out.getvalue()


def _one_document(found: pd.DataFrame, drawn: list[tuple[Prepared, str, str]]) -> bytes:
    """Papers of one template share its pictures and styles, so that their bodies can follow each other."""
    if len({id(template) for template, _, _ in drawn}) > 1:
        raise UserError("paper_mixed")
    head, _, tail = INNER.match(drawn[0][1]).groups()
    inner = BREAK.join(INNER.match(body).group(2) for _, body, _ in drawn)
    return with_body(drawn[0][0], head + inner + tail)


def _zipped(found: pd.DataFrame, drawn: list[tuple[Prepared, str, str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as folder:  # what is packed already
        for row, (template, body, _) in zip(found.to_dict("records"), drawn, strict=True):
            # The number alone: a name in a file's name would go where the file goes.
            folder.writestr(f"{_file_name(row['file_no'])}.docx", with_body(template, body))
    return out.getvalue()


def _file_name(text: str) -> str:
    return re.sub(r'[\\/:*?"<>|\s]', "_", text)


def _page(found: pd.DataFrame, drawn: list[tuple[Prepared, str, str]]) -> bytes:
    language = "zh-CN" if found.language.iloc[0] == "zh" else "en"
    parts = "".join(f"<section>{page}</section>" for _, _, page in drawn)
    title = escape(found.file_no.iloc[0])
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head><body>{parts}</body></html>'
    ).encode()

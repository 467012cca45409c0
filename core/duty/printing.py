"""A piece of duty information as docx (the shipped template or the county's own) and as a page that the browser prints."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from html import escape

import pandas as pd
from markupsafe import Markup

from core.audit.record import record
from core.domain import Scope
from core.duty.numbering import issuer
from core.duty.reads import report
from core.errors import UserError
from core.i18n import t
from core.papers.blanks import ENVIRONMENT, blanks, plain
from core.papers.make import in_words
from core.papers.prepare import BODY
from core.papers.printing import STYLE, with_body
from core.papers.templates import template_of
from core.store import Store

FORMS = ("docx", "html")
LINE_BREAK = {"docx": '</w:t><w:br/><w:t xml:space="preserve">', "html": "<br>"}


def printed(store: Store, scope: Scope, number: int, *, form: str, actor: str, now: datetime) -> bytes:
    """The file; audited. A signed one is drawn from the template under which it was signed, so that a print again is the same; a draft says that it is one.
    Raises UserError duty_unknown, duty_form."""
    if form not in FORMS:
        raise UserError("duty_form", form=form, forms=", ".join(FORMS))
    row, parts = report(store, scope, number, now=now)
    template = template_of(store, "duty", row.language, _template(store, row))
    values = _values(store, row, parts, form)
    if form == "docx":
        body = zipfile.ZipFile(io.BytesIO(template.docx)).read(BODY).decode("utf-8")
        made = with_body(template, ENVIRONMENT.from_string(body).render(values))
    else:
        page = ENVIRONMENT.from_string(template.html).render(values)
        made = (
            f'<!doctype html><html lang="{"zh-CN" if row.language == "zh" else "en"}"><head><meta charset="utf-8"><title>{escape(row.title)}</title><style>{STYLE}</style></head>'
            f"<body><section>{page}</section></body></html>"
        ).encode()
    with store.write(shown=False) as db:
        record(db, actor, "duty.printed", report=int(number), form=form)
    return made


def kind_name(lang: str, kind: str, nth: object) -> str:
    """初报、续报一、终报、更正."""
    if kind != "follow" or pd.isna(nth):
        return t(lang, f"duty_info.kind.{kind}")
    return t(lang, "duty_info.kind.nth", nth=_chinese(int(nth)) if lang == "zh" else int(nth))


def source_name(lang: str, page: str) -> str:
    """Where a figure is looked up, in words: /anomalies?alert=7 → 预警7."""
    name, _, asked = page.lstrip("/").partition("?")
    return (
        t(lang, "duty_info.source.alert", number=asked.removeprefix("alert="))
        if name == "anomalies"
        else t(lang, f"page.{name}")
    )


def _sources(lang: str, parts: pd.DataFrame) -> str:
    """Each once, with the latest moment for which they stand."""
    told = [one for listed in parts.sources for one in listed]
    if not told:
        return t(lang, "duty_info.by_hand")
    names = t(lang, "duty_info.list").join(dict.fromkeys(source_name(lang, one["page"]) for one in told))
    return t(lang, "duty_info.sources_as_of", names=names, at=max(one["as_of"] for one in told).replace("T", " "))


def _template(store: Store, row: pd.Series) -> int | None:
    """Of a draft the one that is in use now."""
    if isinstance(row.file_no, str):
        return None if pd.isna(row.template_id) else int(row.template_id)
    return store.value(
        "select max(template_id) from paper_template where kind = 'duty' and language = $language and withdrawn_at is null", language=row.language
    )  # fmt: skip


def _values(store: Store, row: pd.Series, parts: pd.DataFrame, form: str) -> dict[str, Markup]:
    lang, signed = row.language, isinstance(row.file_no, str)
    said = dict(zip(parts.part, parts.body, strict=True))
    told = {
        **said,
        "number": row.file_no if signed else t(lang, "duty_info.no_number"),
        "kind": kind_name(lang, row.kind, row.nth), "title": row.title, "to": row.addressee,
        "figures": _sources(lang, parts),
        "signed_by": row.signed_name if signed else t(lang, "duty_info.unsigned"),
        "issuer": issuer(store.cursor(), store.settings, lang),
        "issued_on": in_words(pd.Timestamp(row.signed_at if signed else row.drafted_at).date(), lang),
    }  # fmt: skip
    empty = t(lang, "duty_info.empty.later" if row.kind in ("first", "follow") else "duty_info.empty.none")
    drawn = {}
    for en, zh in blanks("duty").items():
        lines = [Markup.escape(plain(line)) for line in (told[en] or empty).split("\n")]
        drawn[en] = drawn[zh] = Markup(LINE_BREAK[form]).join(lines)  # noqa: S704 - our own tag between escaped lines
    return drawn


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return digits[ones] if not tens else ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")

"""A brief in the county's own document: each blank filled, tables and charts native, whatever form the template gives them."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import date

from docx import Document
from docx.text.paragraph import Paragraph
from pptx.util import Emu

from core.brief import docx_file, pptx_file
from core.brief.model import Brief, Section, told
from core.i18n import format
from core.papers.blanks import blanks
from core.papers.slides import BLANK, made_whole, paragraphs, put

FAMILY = "brief"
ENGLISH = {zh: en for en, zh in blanks(FAMILY).items()} | {en: en for en in blanks(FAMILY)}
CHARTS = 900  # numbers of charts from here on: a template may have some of its own


def docx_filled(brief: Brief, template: bytes) -> bytes:
    """A blank that stands alone in its paragraph becomes the paragraphs, the table or the chart of its part; within a line it becomes words."""
    document = Document(io.BytesIO(template))
    texts, parts = _texts(brief), {one.code: one for one in brief.sections}
    for paragraph in [*_paragraphs(document)]:
        found = BLANK.findall(paragraph.text)
        if not found:
            continue
        name = ENGLISH[found[0]]
        part, _, what = name.partition("_")
        alone = len(found) == 1 and not BLANK.sub("", paragraph.text).strip()
        if alone and part in parts and what:
            _native(document, paragraph, parts[part], what, CHARTS + len(document.paragraphs))
        elif alone and part in parts:
            _lines(paragraph, told(parts[part], brief.language))
        else:
            for run in paragraph.runs:
                run.text = BLANK.sub(lambda m: texts[ENGLISH[m[1]]], run.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pptx_filled(brief: Brief, template: bytes) -> bytes:
    """A text box that holds the blank of a table or chart alone becomes it, in its place and of its width."""
    show = made_whole(template)
    texts, parts = _texts(brief), {one.code: one for one in brief.sections}
    for slide in show.slides:
        for shape, paragraph in list(paragraphs(slide.shapes)):
            text = "".join(run.text for run in paragraph.runs)
            found = BLANK.findall(text)
            if not found:
                continue
            part, _, what = ENGLISH[found[0]].partition("_")
            if what and shape.has_text_frame and not BLANK.sub("", shape.text_frame.text).strip():
                _drawn(slide, shape, parts.get(part), what)
            elif part in parts and not what and not BLANK.sub("", text).strip():
                for words in told(parts[part], brief.language)[::-1]:
                    copy = deepcopy(paragraph._p)
                    paragraph._p.addnext(copy)
                    put(type(paragraph)(copy, paragraph._parent), words)
                paragraph._p.getparent().remove(paragraph._p)
            else:
                put(paragraph, BLANK.sub(lambda m: texts[ENGLISH[m[1]]], text))
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _texts(brief: Brief) -> dict[str, str]:
    """Blank → words, for blanks within a line."""
    words = dict.fromkeys(blanks(FAMILY), "")
    for section in brief.sections:
        words[section.code] = " ".join(told(section, brief.language))
    return words | {
        "title": brief.title, "period": brief.period, "office": brief.office, "day": format.day(brief.language, date.fromisoformat(brief.day)), "signed": brief.signed,
        "since": brief.since, "foot": brief.foot,
    }  # fmt: skip


def _paragraphs(document: Document):
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _lines(paragraph: Paragraph, lines: list[str]) -> None:
    """A copy of the paragraph for each, in its form."""
    for words in lines:
        copy = deepcopy(paragraph._p)
        paragraph._p.addprevious(copy)
        first, *rest = Paragraph(copy, paragraph._parent).runs
        first.text = words
        for run in rest:
            run._r.getparent().remove(run._r)
    _gone(paragraph)


def _native(document: Document, paragraph: Paragraph, section: Section, what: str, number: int) -> None:
    """Made at the end of the document, as the shipped form makes them, then put in the blank's place."""
    body = document.element.body
    before = list(body)  # held: what lets go of an element gets another object for it
    if what == "table" and section.table:
        docx_file.add_table(document, section.table)
    if what == "chart" and section.series:
        docx_file.add_chart(document, section.series, number)
    for element in [one for one in body if all(one is not old for old in before)]:
        paragraph._p.addprevious(element)
    _gone(paragraph)


def _gone(paragraph: Paragraph) -> None:
    """A cell keeps its last paragraph: without one a document does not open."""
    parent = paragraph._p.getparent()
    if parent.tag.endswith("}tc") and len(parent.findall(paragraph._p.tag)) == 1:
        for run in paragraph.runs:
            run.text = ""
        return
    parent.remove(paragraph._p)


def _drawn(slide: object, shape: object, section: Section | None, what: str) -> None:
    left, top, wide = shape.left, shape.top, shape.width
    shape._element.getparent().remove(shape._element)
    if section is None:
        return
    if what == "table" and section.table:
        pptx_file.add_table(slide, section.table, left, top, wide)
    if what == "chart" and section.series:
        pptx_file.add_chart(slide, section, Emu(left), Emu(top), Emu(wide), Emu(wide * 4 // 5))

"""A Word document as a template: its blanks made whole (Word cuts a name into pieces), checked, and the same text for a browser.

Foreign documents come here in a child process alone (check_docx.py).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from core.papers.blanks import asked_blanks

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

BODY = "word/document.xml"
OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']')
LINK = re.compile(rb"relationships/hyperlink")
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "/activex/", "/embeddings/", "attachedtoolbars")
# Word gives each paragraph a number of its own: copies must not share it.
OWN_NUMBERS = re.compile(r'\s(?:w14:paraId|w14:textId|w:rsid\w*)="[^"]*"')
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SIDES = {0: "left", 1: "center", 2: "right", 3: "justify"}


@dataclass(frozen=True)
class Prepared:
    docx: bytes
    html: str
    names: tuple[str, ...]  # blanks, by their English names
    unknown: tuple[str, ...]  # names that are none


class Unfit(Exception):
    """code: paper_docx_…"""


def prepare(content: bytes, family: str = "paper") -> Prepared:
    """`family` of its blanks. Raises Unfit: `code` (programs or outside links in it), `plain` (more than names in braces), `edges` (blanks in header or footer); whatever the
    libraries raise where it is no Word document."""
    harmless(content)
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    xml = HEAD + OWN_NUMBERS.sub("", template.patch_xml(etree.tostring(template.docx.element, encoding="unicode")))
    html = _html(template.docx)
    try:
        names, unknown = asked_blanks(xml, family)
        shown, _ = asked_blanks(html, family)
    except ValueError as wrong:
        raise Unfit("plain") from wrong
    if shown - names:
        raise Unfit("plain")
    return Prepared(_with_body(content, xml), html, tuple(sorted(names)), tuple(sorted(unknown)))


def harmless(content: bytes) -> None:
    """Raises Unfit: `code` (programs or outside links in it), `edges` (blanks in header or footer of a document)."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for entry in book.infolist():
            name = entry.filename.lower()
            if any(part in name for part in PROGRAMS):
                raise Unfit("code")
            if name.endswith(".rels"):
                for one in re.findall(rb"<Relationship\b[^>]*>", book.read(entry)):
                    if OUTSIDE.search(one) and not LINK.search(one):
                        raise Unfit("code")
            if re.fullmatch(r"word/(header|footer)\d*\.xml", name) and re.search(rb"\{[\{%#]", book.read(entry)):
                raise Unfit("edges")


def _with_body(content: bytes, xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(entry.filename, xml if entry.filename == BODY else before.read(entry))
    return out.getvalue()


def _html(document: Document) -> str:
    """Paragraphs and tables as they follow each other, with their sides, weight and colour: enough for a print from the browser."""
    from docx.table import Table  # noqa: PLC0415 - in the child, once its limit stands

    parts = [_table(b) if isinstance(b, Table) else _paragraph(b) for b in document.iter_inner_content()]
    return "\n".join(parts)


def _table(table: Table) -> str:
    rows = "".join(
        "<tr>"
        + "".join("<td>" + "".join(_paragraph(p) for p in cell.paragraphs) + "</td>" for cell in row.cells)
        + "</tr>"
        for row in table.rows
    )
    return f"<table>{rows}</table>"


def _paragraph(paragraph: Paragraph) -> str:
    style = []
    side = paragraph.alignment if paragraph.alignment is not None else paragraph.style.paragraph_format.alignment
    if side is not None and int(side) in SIDES:
        style.append(f"text-align:{SIDES[int(side)]}")
    indent = paragraph.paragraph_format.first_line_indent
    if indent is not None and indent.pt > 0:
        style.append("text-indent:2em")
    first = next((run for run in paragraph.runs if run.text.strip()), None)
    if first is not None:
        if first.bold:
            style.append("font-weight:700")
        if first.font.size:
            style.append(f"font-size:{first.font.size.pt:g}pt")
        if first.font.color is not None and first.font.color.rgb is not None:
            style.append(f"color:#{first.font.color.rgb}")
    if paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:pBdr")) is not None:
        style.append("border-bottom:1px solid")
    text = escape(paragraph.text, quote=False) or "&nbsp;"
    return f'<p style="{";".join(style)}">{text}</p>'

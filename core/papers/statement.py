"""A paper that is about no one person: title, paragraphs, a table, lines to sign on; laid out as the shipped ones are."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from core.papers.shipped import HEAD, lay_out, rule_below, set_words


def statement(
    *, title: str, number: str, paragraphs: list[str], heads: list[str], rows: list[list[str]], after: list[str], signed: list[str]
) -> bytes:  # fmt: skip
    """A Word document. `signed`: at the foot, to the right, each with room for a name."""
    document = Document()
    lay_out(document)
    set_words(document.add_paragraph(), title, "title", font=HEAD, middle=True)
    rule_below(set_words(document.add_paragraph(), number, "number", middle=True))
    for words in paragraphs:
        set_words(document.add_paragraph(), words, "body", indent=True)
    table = document.add_table(rows=0, cols=len(heads))
    table.style = "Table Grid"
    for row in [heads, *rows]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            set_words(cell.paragraphs[0], words, "slip")
    for words in after:
        set_words(document.add_paragraph(), words, "body", indent=True)
    for words in signed:
        set_words(document.add_paragraph(), words, "body").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

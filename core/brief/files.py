"""A brief as a file of one of the forms that offices open."""

from __future__ import annotations

from core.brief.docx_file import docx_of
from core.brief.filling import docx_filled, pptx_filled
from core.brief.model import Brief
from core.brief.pdf_file import pdf_of
from core.brief.pptx_file import pptx_of

FORMATS = ("docx", "pptx", "pdf")
FILLED = {"docx": docx_filled, "pptx": pptx_filled}
MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}


def file_of(brief: Brief, form: str, *, address: str = "", template: bytes | None = None) -> bytes:
    """`template`: the county's own document, with blanks (core/brief/templates.py). Raises UserError brief_font (a pdf without a Chinese font on this computer)."""
    if template is not None and form in FILLED:
        return FILLED[form](brief, template)
    return docx_of(brief, address=address) if form == "docx" else pptx_of(brief) if form == "pptx" else pdf_of(brief)

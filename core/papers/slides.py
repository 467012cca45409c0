"""Slides as a template: the blanks of text boxes and of tables' cells, each made whole within one run (programs cut a name into pieces)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pptx import Presentation

from core.papers.blanks import blanks

if TYPE_CHECKING:
    from pptx.text.text import _Paragraph

BLANK = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")


def made_whole(content: bytes) -> Presentation:
    """Raises whatever the library raises where these are no slides."""
    show = Presentation(io.BytesIO(content))
    for slide in show.slides:
        for _, paragraph in paragraphs(slide.shapes):
            text = "".join(run.text for run in paragraph.runs)
            if BLANK.search(text):
                put(paragraph, text)
    return show


def asked(show: Presentation, family: str) -> tuple[list[str], list[str]]:
    """(blanks that the slides have, by their English names; names that are none), each sorted."""
    known = blanks(family)
    english = {zh: en for en, zh in known.items()} | {en: en for en in known}
    names = {
        name for slide in show.slides for _, paragraph in paragraphs(slide.shapes) for name in BLANK.findall("".join(run.text for run in paragraph.runs))
    }  # fmt: skip
    return sorted({english[n] for n in names if n in english}), sorted(n for n in names if n not in english)


def paragraphs(shapes: object) -> Iterator[tuple[object, _Paragraph]]:
    """(shape, paragraph) of all text, groups and tables included."""
    for shape in list(shapes):
        if shape.shape_type is not None and hasattr(shape, "shapes"):
            yield from paragraphs(shape.shapes)
        elif shape.has_text_frame:
            for paragraph in shape.text_frame.paragraphs:
                yield shape, paragraph
        elif getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                for cell in row.cells:
                    for paragraph in cell.text_frame.paragraphs:
                        yield shape, paragraph


def put(paragraph: _Paragraph, text: str) -> None:
    """Its text, in the form of its first run."""
    first, *rest = paragraph.runs
    first.text = text
    for run in rest:
        run._r.getparent().remove(run._r)

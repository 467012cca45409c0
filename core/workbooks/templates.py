"""Empty workbooks for clerks: headers as the importer knows them, lists to choose from, notes, and sample rows to overwrite."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import xlsxwriter

from core.colours import CELLS
from core.errors import UserError
from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.columns import kinds, written
from core.ingest.meaning.fields import Field

FILE = Path(__file__).parent / "templates.toml"
LAST_ROW = 5_000  # down to which a list of choices reaches


def template(kind: str, language: str) -> bytes:
    """An .xlsx: sheet 1 the table (header in row 1, sample rows below), sheet 2 the notes. Raises UserError kind_unknown."""
    if kind not in kinds():
        raise UserError("kind_unknown", kind=kind)
    left = descriptor(kind).no_template
    fields = [
        f for f in kinds()[kind].fields.values() if f.name not in left and not f.fact and not f.link and not f.timed
    ]
    samples = ([_sample(sample.get(f.name), f, language) for f in fields] for sample in _own(kind)["sample"])
    return write_book(kind, language, fields, samples)


def write_book(
    kind: str, language: str, fields: list[Field], rows: Iterable[Sequence[str | None]], *, keyed: bool = False
) -> bytes:
    """A workbook in the template's form: one text per field and row. `keyed`: rows have one more, the row key, in a hidden column."""
    words = _words()
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink, {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )  # fmt: skip
    head = book.add_format({"bold": True, "bg_color": CELLS["head"], "border": 1, "text_wrap": True})
    must = book.add_format({"bold": True, "bg_color": CELLS["must"], "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})  # numbers of 18 digits survive only as text
    sheet = book.add_worksheet(_own(kind)["sheet"][language])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(fields) - 1, 20, text)
    for column, field in enumerate(fields):
        sheet.write_string(0, column, _header(field, language), must if field.required else head)
    if keyed:
        sheet.set_column(len(fields), len(fields), 20, text, {"hidden": True})
        sheet.write_string(0, len(fields), words["row_key"][language], head)
    row = 0
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write_string(row, column, value, text)
    for column, field in enumerate(fields):
        choices = choices_of(field, language)
        if choices:
            about = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, column, max(LAST_ROW, row), column, about)
    _notes(book, kind, fields, language, words, "notes_edit" if keyed else "notes")
    book.close()
    return sink.getvalue()


def choices_of(field: Field, language: str) -> list[str]:
    """The values a clerk may choose from: the first writing of each code, in Chinese or English."""
    if not field.type.startswith("value:"):
        return []
    texts = {code: ways for code, ways in written(_set(field)).items() if code not in ("above", "turns")}
    if language == "zh":
        return [ways[0] for ways in texts.values()]
    return [next((w for w in ways if w.isascii() and len(w) > 1), ways[0]) for ways in texts.values()]


def _set(field: Field) -> str:
    return field.type.removeprefix("value:")


def _header(field: Field, language: str) -> str:
    return (field.zh if language == "zh" else field.en)[0]


def _sample(value: str | None, field: Field, language: str) -> str | None:
    if value is None or not field.type.startswith("value:"):
        return value
    return dict(zip(choices_of(field, "zh"), choices_of(field, language), strict=True))[value]


def _notes(book: xlsxwriter.Workbook, kind: str, fields: list[Field], language: str, words: dict, which: str) -> None:
    sheet = book.add_worksheet(words["sheet"]["notes"][language])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for row, line in enumerate(words[which][language] + _own(kind).get("notes", {}).get(language, [])):
        sheet.write_string(row, 0, line)
    start = row + 2
    also = [f for f in kinds()[kind].fields.values() if f.fact and f not in fields]
    if also:
        sheet.write_string(start + len(fields) + 1, 0, words["also"][language])
    lines = [*enumerate(fields), *enumerate(also, len(fields) + 2)]
    for offset, field in lines:
        sheet.write_string(start + offset, 0, _header(field, language) + ("*" if field.required else ""))
        sheet.write_string(
            start + offset, 1, " / ".join(choices_of(field, language)) or words["type"][field.type][language]
        )


@cache
def _own(kind: str) -> dict:
    """`template.toml` of a kind: the name of the sheet, its sample rows, its own notes."""
    return tomllib.loads((descriptor(kind).folder / "template.toml").read_text("utf-8"))


@cache
def _words() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))

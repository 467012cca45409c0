"""Empty workbooks for clerks: headers as the importer knows them, lists to choose from, notes, and sample rows to overwrite."""

from __future__ import annotations

import io
import tomllib
from functools import cache
from pathlib import Path

import xlsxwriter

from core.errors import UserError
from core.ingest.columns import Field, kinds, written

FILE = Path(__file__).parent / "templates.toml"
LAST_ROW = 5_000  # down to which a list of choices reaches
NO_TEMPLATE = ("county_code", "county_name", "town_code", "town_name", "village_code", "village_name", "virtual")


def template(kind: str, language: str) -> bytes:
    """An .xlsx: sheet 1 the table (header in row 1, sample rows below), sheet 2 the notes. Raises UserError kind_unknown."""
    if kind not in kinds():
        raise UserError("kind_unknown", kind=kind)
    words = _words()
    fields = [f for f in kinds()[kind].fields.values() if f.name not in NO_TEMPLATE]
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    head = book.add_format({"bold": True, "bg_color": "#DCE6F2", "border": 1, "text_wrap": True})
    must = book.add_format({"bold": True, "bg_color": "#F8D7A8", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})  # numbers of 18 digits survive only as text
    sheet = book.add_worksheet(words["sheet"][kind][language])
    sheet.freeze_panes(1, 0)
    samples = words["sample"][kind]
    for column, field in enumerate(fields):
        sheet.set_column(column, column, 20, text)
        sheet.write_string(0, column, _header(field, language), must if field.required else head)
        choices = choices_of(field, language)
        if choices:
            sheet.data_validation(
                1, column, LAST_ROW, column, {"validate": "list", "source": choices, "error_type": "warning"}
            )
        for row, sample in enumerate(samples, 1):
            _sample(sheet, row, column, sample.get(field.name), field, language, text)
    _notes(book, kind, fields, language, words)
    book.close()
    return sink.getvalue()


def choices_of(field: Field, language: str) -> list[str]:
    """The values a clerk may choose from: the first writing of each code, in Chinese or English."""
    if not field.type.startswith("value:"):
        return []
    texts = {code: ways for code, ways in written(_set(field)).items() if code != "above"}
    if language == "zh":
        return [ways[0] for ways in texts.values()]
    return [next((w for w in ways if w.isascii() and len(w) > 1), ways[0]) for ways in texts.values()]


def _set(field: Field) -> str:
    return field.type.removeprefix("value:")


def _header(field: Field, language: str) -> str:
    return (field.zh if language == "zh" else field.en)[0]


def _sample(sheet: object, row: int, column: int, value: str | None, field: Field, language: str, form: object) -> None:
    if value is None:
        return
    if field.type.startswith("value:"):
        choices = dict(zip(choices_of(field, "zh"), choices_of(field, language), strict=True))
        value = choices[value]
    sheet.write_string(row, column, value, form)


def _notes(book: xlsxwriter.Workbook, kind: str, fields: list[Field], language: str, words: dict) -> None:
    sheet = book.add_worksheet(words["sheet"]["notes"][language])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for row, line in enumerate(words["notes"][language] + words["notes_of"].get(kind, {}).get(language, [])):
        sheet.write_string(row, 0, line)
    start = row + 2
    for offset, field in enumerate(fields):
        sheet.write_string(start + offset, 0, _header(field, language) + ("*" if field.required else ""))
        sheet.write_string(
            start + offset, 1, " / ".join(choices_of(field, language)) or words["type"][field.type][language]
        )


@cache
def _words() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))

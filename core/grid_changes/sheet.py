"""A list of changes as a spreadsheet: one change a row, each row a wish or the reason why it is none."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from core.domain import Scope
from core.errors import UserError
from core.files.guard import look
from core.files.read import RawSheet, read_in_child
from core.grid_changes.wish import Wish
from core.registry.grids import named_grid
from core.store import Store

FILE = Path(__file__).parent / "sheet.toml"
PARTED = re.compile(r"[、,，;；/\n]+")
DAY = re.compile(r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
MOST = 2000  # rows; a county has some hundred villages


@dataclass(frozen=True)
class Line:
    """One row of the list. `wish`: None where `error` says what is wrong with it."""

    row: int
    text: str
    wish: Wish | None
    error: UserError | None = None


def read_changes(store: Store, scope: Scope, path: Path, *, file_name: str, today: date) -> list[Line]:
    """The changes that a file lists, in its order. Raises UserError of the file (file_…), change_sheet_header (no header with the columns
    that are needed) and change_sheet_long."""
    kind = look(path, file_name)
    if kind in ("parquet", "geojson"):
        raise UserError("file_not_spreadsheet", file=file_name)
    for sheet in read_in_child(path, kind, file_name, store.settings):
        found = _table(sheet)
        if found is not None:
            columns, rows = found
            if len(rows) > MOST:
                raise UserError("change_sheet_long", rows=len(rows), most=MOST)
            return [_line(store, scope, number, _said(columns, cells), today) for number, cells in rows if any(cells)]
    needed = " / ".join(_words()["columns"][name][0] for name in ("source", "act"))
    raise UserError("change_sheet_header", file=file_name, needed=needed)


@cache
def _words() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


def _table(sheet: RawSheet) -> tuple[dict[int, str], list[tuple[int, list[str]]]] | None:
    rows = []
    for batch in sheet.batches():
        names = [c for c in batch.column_names if c.startswith("c")]
        rows += [[(cell or "").strip() for cell in row] for row in zip(*batch.select(names).to_pydict().values(), strict=True)]  # fmt: skip
    for at, cells in enumerate(rows[:30]):
        columns = _columns(cells)
        if {"source", "act"} <= set(columns.values()):
            first = sheet.first_row + at + 1
            return columns, list(enumerate(rows[at + 1 :], start=first))
    return None


def _columns(cells: list[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        plain = re.sub(r"[\s*（(].*$", "", cell)
        for name, written in _words()["columns"].items():
            if plain in written and name not in found.values():
                found[at] = name
    return found


def _said(columns: dict[int, str], cells: list[str]) -> dict[str, str]:
    return {name: cells[at] if at < len(cells) else "" for at, name in columns.items()}


def _line(store: Store, scope: Scope, number: int, said: dict[str, str], today: date) -> Line:
    text = " · ".join(value for value in said.values() if value)
    try:
        return Line(number, text, _wish(store, scope, said, today))
    except UserError as error:
        return Line(number, text, None, error)


def _wish(store: Store, scope: Scope, said: dict[str, str], today: date) -> Wish:
    act = next((act for act, written in _words()["acts"].items() if said["act"] in written), None)
    if act is None:
        raise UserError("change_sheet_act", text=said["act"], allowed=[w[0] for w in _words()["acts"].values()])
    into = (said.get("into") or "").strip()
    code, name = (said.get("code") or "").strip() or None, (said.get("name") or "").strip() or None
    there = named_grid(store, scope, into) if into else None
    if into and there is None and act in ("merge", "split") and name is None:
        name, into = into, ""  # 并入 a village that does not exist yet
    sources = tuple(_code(store, scope, text) for text in _parts(said["source"]))
    return Wish(
        act,
        sources,
        _day(said.get("day") or "", today),
        into=there.code if there else (into or None),
        code=code,
        name=name,
        sections=_parts(said.get("sections") or ""),
        households=_parts(said.get("households") or ""),
        note=said.get("note") or None,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in PARTED.split(text) if part.strip())


def _code(store: Store, scope: Scope, text: str) -> str:
    found = named_grid(store, scope, text)
    return found.code if found else text


def _day(text: str, today: date) -> date:
    """As written in full; an empty cell is today. A bare number is a day of the spreadsheet's own count."""
    if not text.strip():
        return today
    written = DAY.match(text)
    try:
        if written:
            return date(*map(int, written.groups()))
        if re.fullmatch(r"\d{5}(\.0+)?", text.strip()):
            return (datetime(1899, 12, 30) + timedelta(days=int(float(text)))).date()
    except ValueError:
        pass
    raise UserError("change_sheet_day", text=text[:30])

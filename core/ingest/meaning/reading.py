"""A file's sheets: read by the way that suits its form and size, then each table in them with its columns understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from core.errors import UserError
from core.files.read import RawSheet, read_in_child
from core.files.volume import read_large_csv, read_parquet
from core.ingest.kinds.descriptor import descriptors
from core.ingest.meaning.answers import Answers, find_saved, fingerprint
from core.ingest.meaning.columns import kinds, normal_header
from core.ingest.meaning.locate import locate_all
from core.ingest.meaning.located import Located
from core.ingest.meaning.mapping import members_in_columns, settle, unique_headers
from core.ingest.meaning.records import why_none
from core.ingest.meaning.sample import look_at
from core.ingest.meaning.table import find_tables
from core.store import Store

# 城东社区居委会 and 城东社区, 泮塘村委会 and 泮塘村
COMMITTEE = re.compile(r"(社区)居(?:民委员|委)会$|(村)(?:民委员|委)会$")


def read_sheets(path: Path, form: str, name: str, store: Store, sheet: str | None) -> list[RawSheet]:
    if form == "parquet":
        return read_parquet(path, name, store.settings)
    streamed = read_large_csv(path, name, store.settings) if form == "csv" else None
    sheets = streamed or read_in_child(path, form, name, store.settings, sheet)
    if form == "csv":
        sheets = [replace(s, name=Path(name).stem) for s in sheets]
    return sheets


def locate_sheets(
    store: Store, raws: list[RawSheet], kind: str, sheet: str | None, name: str, answers: Mapping[str, Answers]
) -> tuple[list[tuple[RawSheet, Located]], list[str]]:
    """(each table with its sheet, the hidden sheets that were not looked at). Raises UserError sheet_unknown, file_empty,
    header_unknown, form_not_list, template_unfilled, members_in_columns."""
    wanted = [r for r in raws if (r.visible if sheet is None else r.name == sheet)]
    if sheet is not None and not wanted:
        raise UserError("sheet_unknown", file=name, sheet=sheet, sheets="、".join(r.name for r in raws))
    if not any(any(cell for cell in row) for r in wanted for row in r.head):
        raise UserError("file_empty", file=name)
    grids = known_grids(store)
    known = [
        (replace(raw, name=part), understood(store, raw, found, grids, answers.get(part)))
        for raw in wanted
        for part, found in _tables(store, raw, kind, grids, answers)
    ]
    if any(members_in_columns(found) for _, found in known):
        raise UserError("members_in_columns", file=name)
    if not known:
        raise UserError(why_none(wanted), file=name, wanted=wanted_headers(kind))
    return known, [r.name for r in raws if not r.visible and r.name != sheet]


def understood(store: Store, raw: RawSheet, found: Located, grids: frozenset[str], answers: Answers | None) -> Located:
    """With each column's proposal. Without answers of the clerk a mapping saved for this header is taken."""
    if answers is None:
        answers = find_saved(store, print_of(found))
        if answers and answers.kind != found.kind:
            found = replace(found, kind=answers.kind)
    return settle(replace(found, headings=()), look_at(raw, found, grids), answers and answers.own)


def again(store: Store, raw: RawSheet, found: Located, answers: Answers) -> Located:
    """The same table under new answers; of another kind its header is matched anew."""
    if answers.kind and answers.kind != found.kind:
        fresh = [f for f in locate_all(raw.head, raw.merges, answers.kind) if f.group == found.group]
        found = fresh[0] if fresh else replace(found, kind=answers.kind)
    return understood(store, raw, found, known_grids(store), answers)


def print_of(found: Located) -> str:
    return fingerprint(list(unique_headers(found).values()))


def known_grids(store: Store) -> frozenset[str]:
    """Every code and name of the register, as headers are compared; villages also by what is usually written of them."""
    rows = store.run(
        "select code, null from grid union all select n.value, p.name from grid_name n join grid g on g.grid_id = n.grid_id"
        " left join grid p on p.grid_id = g.parent_id union all select g.name, p.name from grid g left join grid p on p.grid_id = g.parent_id"
    ).fetchall()
    known = set()
    for text, above in rows:
        usual = COMMITTEE.sub(lambda m: m[1] or m[2], text)
        known |= {text, usual, (above or "") + text, (above or "") + usual}
    return frozenset(map(normal_header, known))


def _tables(
    store: Store, raw: RawSheet, kind: str, grids: frozenset[str], answers: Mapping[str, Answers]
) -> list[tuple[str, Located]]:
    """(name of the part, table) of a sheet: those whose header is known, else one that its values or the clerk explain."""
    given = answers[raw.name].kind if raw.name in answers and answers[raw.name].kind else kind
    found = locate_all(raw.head, raw.merges, given) or _unknown_header(store, raw, given, grids)
    return [(f"{raw.name} · {f.group}" if f.group else raw.name, f) for f in found]


def _unknown_header(store: Store, raw: RawSheet, kind: str, grids: frozenset[str]) -> list[Located]:
    """A table none of whose headers is known: of the kind that was asked for or saved, or of one that its values make likely."""
    tables = find_tables(raw.head, list(raw.head_kinds), raw.merges)
    if len(tables) != 1 or why_none([raw]) != "header_unknown":
        return []
    bare = Located(kind, tables[0].header, {}, {}, (), tables[0])
    saved = find_saved(store, print_of(bare))
    if kind != "auto" or saved:
        return [replace(bare, kind=kind if kind != "auto" else saved.kind)]
    seen = look_at(raw, bare, grids)
    for likely in (name for name, about in descriptors().items() if about.by_values):
        found = replace(bare, kind=likely)
        fields = {c.field for c in settle(found, seen, None).proposals if c.field}
        if kinds()[likely].fits(fields) and fields & {"id_number", "phone", "grid"}:
            return [found]
    return []


def wanted_headers(kind: str) -> str:
    """The headers that were looked for, as a template would write them."""
    shown = tuple(kinds()) if kind == "auto" else (kind,)
    return "；".join(
        "、".join(f"{f.zh[0]} ({f.en[0]})" for f in kinds()[k].fields.values() if f.required) for k in shown
    )

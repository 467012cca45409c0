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
from core.ingest.meaning.columns import by_priority, kinds
from core.ingest.meaning.day_columns import told_first_day, with_days_counted
from core.ingest.meaning.evidence import Evidence
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.locate import locate_all, match_tables
from core.ingest.meaning.located import Located
from core.ingest.meaning.mapping import members_in_columns, settle, unique_headers
from core.ingest.meaning.records import why_none
from core.ingest.meaning.sample import look_at
from core.ingest.meaning.seems import seems
from core.ingest.meaning.table import Table, filled, find_tables, headless_table, table_below
from core.store import Store
from core.store.kept import until_written

# 城东社区居委会 and 城东社区, 泮塘村委会 and 泮塘村
COMMITTEE = re.compile(r"(社区)居(?:民委员|委)会$|(村)(?:民委员|委)会$")
# Fields one of which must be among those that values alone suggest for a kind.
SPEAKING = {"check_ins": {"direction", "temperature"}, "people": {"id_number", "phone", "grid", "sex"}}
PLAINLY = ("resident_id", "mobile", "moment", "day", "clock", "name", "grid", "value:sex", "number")


def read_sheets(path: Path, form: str, name: str, store: Store, sheet: str | None) -> list[RawSheet]:
    if form == "parquet":
        return read_parquet(path, name, store.settings)
    streamed = read_large_csv(path, name, store.settings) if form == "csv" else None
    sheets = streamed or read_in_child(path, form, name, store.settings, sheet)
    if form == "csv":
        sheets = [replace(s, name=Path(name).stem) for s in sheets]
    return sheets


def locate_sheets(
    store: Store,
    raws: list[RawSheet],
    kind: str,
    sheet: str | None,
    name: str,
    answers: Mapping[str, Answers],
    of_all: Answers | None = None,
) -> tuple[list[tuple[RawSheet, Located]], list[str]]:
    """(each table with its sheet, the hidden sheets that were not looked at). Raises UserError sheet_unknown, file_empty,
    header_unknown, form_not_list, template_unfilled, members_in_columns."""
    wanted = [r for r in raws if (r.visible if sheet is None else r.name == sheet)]
    if sheet is not None and not wanted:
        raise UserError("sheet_unknown", file=name, sheet=sheet, sheets=[r.name for r in raws])
    if not any(any(cell for cell in row) for r in wanted for row in r.head):
        raise UserError("file_empty", file=name)
    grids = known_grids(store)
    wanted = [with_days_counted(raw) for raw in wanted]
    known = [
        (replace(raw, name=part), understood(store, raw, found, grids, answers.get(part, of_all)))
        for raw in wanted
        for part, found in _tables(store, raw, kind, grids, answers.get(raw.name, of_all))
    ]
    if any(members_in_columns(found) for _, found in known):
        raise UserError("members_in_columns", file=name)
    if not known:
        raise UserError(why_none(wanted), file=name, **seems(wanted))
    return known, [r.name for r in raws if not r.visible and r.name != sheet]


def understood(store: Store, raw: RawSheet, found: Located, grids: frozenset[str], answers: Answers | None) -> Located:
    """With each column's proposal. Without answers of the clerk a mapping saved for this header is taken."""
    seen = look_at(raw, found, grids)
    if answers is None or answers.says_nothing_of_columns:
        saved = find_saved(store, print_of(found, seen))
        if saved and saved.kind != found.kind:
            found = replace(found, kind=saved.kind)
        if saved and answers:
            saved = replace(saved, header=answers.header, first=answers.first, last=answers.last)
        answers = saved or answers
    return settle(replace(found, headings=()), seen, told_first_day(raw, found.kind, answers and answers.own))


def again(store: Store, raw: RawSheet, found: Located, answers: Answers) -> Located:
    """The same table under new answers; of another kind its header is matched anew, and where the clerk says where it stands it is
    looked for there. Raises UserError header_row."""
    grids = known_grids(store)
    if (answers.kind and answers.kind != found.kind) or answers.layout != found.answers.layout:
        kind = answers.kind or found.kind
        fresh = [f for f in _in_sheet(store, raw, kind, grids, answers) if f.group == found.group]
        found = fresh[0] if fresh else replace(found, kind=kind)
    return understood(store, raw, found, grids, answers)


def print_of(found: Located, seen: Mapping[int, Evidence] | None = None) -> str:
    """Of a header; of columns without a label their letter and what their values are. `seen`: of columns not settled yet."""
    told = seen if seen is not None else {c.index: c.seen for c in found.proposals}
    headers = unique_headers(found)
    bare = found.table.bare if found.table else ()
    return fingerprint([f"{h} {_plain(told.get(c))}" if c in bare else h for c, h in headers.items()])


def _plain(seen: Evidence | None) -> str:
    return next((shape for shape in PLAINLY if seen and seen.share([shape]) >= 0.8), "")


@until_written(told=True, most=1)
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
    store: Store, raw: RawSheet, kind: str, grids: frozenset[str], of: Answers | None
) -> list[tuple[str, Located]]:
    """(name of the part, table) of a sheet: those whose header is known, else one that its values or the clerk explain."""
    found = _in_sheet(store, raw, of.kind if of and of.kind else kind, grids, of or Answers())
    return [(f"{raw.name} · {f.group}" if f.group else raw.name, f) for f in found]


def _in_sheet(store: Store, raw: RawSheet, kind: str, grids: frozenset[str], of: Answers) -> list[Located]:
    if of.header is None:
        found = locate_all(raw.head, raw.merges, kind) or _unknown_header(store, raw, kind, grids, of)
    else:
        tables = _said_table(raw, of)
        found = match_tables(filled(raw.head, raw.merges), tables, kind) or _by_its_values(
            store, raw, kind, grids, tables
        )
    return [_bounded(raw, _lettered(raw, f), of) for f in found]


def _said_table(raw: RawSheet, of: Answers) -> list[Table]:
    row = of.header - raw.first_row if of.header else None
    if row is not None and not 0 <= row < len(raw.head):
        raise UserError("header_row", sheet=raw.name, row=of.header, last=raw.first_row + len(raw.head) - 1)
    return table_below(raw.head, raw.merges, row)


def _bounded(raw: RawSheet, found: Located, of: Answers) -> Located:
    """Within the rows that the clerk says."""
    end = max(found.header_end, of.first - raw.first_row - 1) if of.first else found.header_end
    last = of.last - raw.first_row if of.last else None
    if last is not None and last <= end:
        raise UserError("rows_range", first=raw.first_row + end + 1, last=of.last)
    return replace(found, table=replace(found.table, header_end=end), last=last)


def _lettered(raw: RawSheet, found: Located) -> Located:
    """Columns without a label that most of the rows fill are called by their letters."""
    table = found.table
    if table.group or table.bare:
        return found
    rows = [row for row in filled(raw.head, ())[table.header_end + 1 :] if any(row)]
    names, bare = list(table.names), []
    for c, name in enumerate(names):
        count = sum(bool(row[c]) for row in rows)
        if not name and count and 2 * count >= len(rows):
            names[c] = column_letter(raw.first_column + c)
            bare.append(c)
    return replace(found, table=replace(table, names=tuple(names), bare=tuple(bare)))


def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unknown_header(store: Store, raw: RawSheet, kind: str, grids: frozenset[str], of: Answers) -> list[Located]:
    """A table none of whose headers is known, or that has none."""
    tables = find_tables(raw.head, list(raw.head_kinds), raw.merges)
    if not tables and (bare := headless_table(raw.head, raw.merges, grids)):
        tables = [bare]
    if len(tables) != 1 or why_none([raw]) != "header_unknown":
        return []
    return _by_its_values(store, raw, kind, grids, tables)


def _by_its_values(store: Store, raw: RawSheet, kind: str, grids: frozenset[str], tables: list[Table]) -> list[Located]:
    """Of the kind that was asked for or saved, or of one that its values make likely."""
    if len(tables) != 1:
        return []
    bare = _lettered(raw, Located(kind, tables[0].header, {}, {}, (), tables[0]))
    seen = look_at(raw, bare, grids)
    saved = find_saved(store, print_of(bare, seen))
    if kind != "auto" or saved:
        return [replace(bare, kind=kind if kind != "auto" else saved.kind)]
    for likely in (name for name in by_priority() if descriptors()[name].by_values):
        found = replace(bare, kind=likely)
        fields = {f for c in settle(found, seen, None).proposals for f in c.fields}
        if kinds()[likely].fits(fields) and fields & SPEAKING[likely]:
            return [found]
    return []


def wanted_headers(kind: str) -> list[str]:
    """The headers that were looked for, as a template would write them; of a kind that takes one or another, those that do."""
    about = kinds()[kind]
    called = {f.name: f"{f.zh[0]} ({f.en[0]})" for f in about.fields.values()}
    required = [words for name, words in called.items() if about.fields[name].required]
    return required or [" / ".join(words for name, words in called.items() if name in group) for group in about.needs]

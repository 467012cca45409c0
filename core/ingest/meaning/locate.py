"""Which kind of list a sheet holds: the header among its first rows, and which column is which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.files.cells import LOOK
from core.files.merged import Merge
from core.ingest.meaning.chain import chain_of, is_title
from core.ingest.meaning.columns import Kind, by_priority, kinds
from core.ingest.meaning.evidence import is_name
from core.ingest.meaning.forms import is_form
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.labels import labels
from core.ingest.meaning.located import Located
from core.ingest.meaning.record_row import are_records, is_fill_in, is_record
from core.ingest.meaning.table import Grid, Table, filled, find_tables, tables_at
from core.ingest.own_words import own_headers

# Words of the header of names by which a kind is known though nothing else speaks for it.
NAMED = {
    "people": ("姓名", "中文名", "名字"),
    "units": ("单位", "企业", "公司", "学校", "机构", "工地", "场所", "School", "Company"),
}
# Fields that nothing but a list of units has: with one of them 名称 is a unit's.
UNITS_ALONE = {"unit_kind", "industry", "staff", "staff_back", "resumption", "obstacle"}
FORM_LOOK = 6  # rows below a header in which a form shows more labels


def locate(head: list[list[str | None]], kind: str = "auto") -> Located | None:
    """The best header in the first rows of a sheet; None when no row has what any kind needs."""
    return next(iter(locate_all(head, (), kind)), None)


def locate_all(head: list[list[str | None]], merges: tuple[Merge, ...], kind: str = "auto") -> list[Located]:
    """As `locate`; of tables side by side, each. Empty when the sheet is no list of any known kind."""
    cells = filled(head, merges)
    wanted = by_priority() if kind == "auto" else (kind,)
    best: list[Located] = []
    for index, row in enumerate(cells[:LOOK]):
        if any(row) and not is_fill_in(row) and not is_record(cells, index):
            for found in _candidates(cells, merges, index, wanted):
                if not best or (_known(found[0]) > _known(best[0]) and not _holds_records(cells, best[0], found[0])):
                    best = found
    if not best or _names_who_answers(best[0]):
        return _may_be(cells, find_tables(head, [], merges), wanted) or best
    return best


def match_tables(cells: Grid, tables: list[Table], kind: str = "auto") -> list[Located]:
    """The kind of list that fits best to tables of which the clerk said where they stand."""
    wanted = by_priority() if kind == "auto" else (kind,)
    fitting = list(_of_kinds(cells, tables, wanted))
    best = max(fitting, key=lambda found: _known(found[0]), default=None)
    return best or _may_be(cells, tables, wanted)


def _candidates(cells: Grid, merges: tuple[Merge, ...], index: int, wanted: tuple[str, ...]) -> Iterator[list[Located]]:
    return _of_kinds(cells, tables_at(cells, merges, index), wanted)


def _of_kinds(cells: Grid, tables: list[Table], wanted: tuple[str, ...]) -> Iterator[list[Located]]:
    for name in wanted:
        kind = kinds()[name]
        found = [
            f
            for f in (_match(kind, table, said=len(wanted) == 1 or _titled(kind, cells, table)) for table in tables)
            if f
        ]
        if len(wanted) > 1 and any(kinds()[name].is_beside(filter(None, table.names)) for table in tables):
            continue
        if found and not _is_form(cells, found[0].table, kinds()[name]):
            yield found


def _may_be(cells: Grid, tables: list[Table], wanted: tuple[str, ...]) -> list[Located]:
    """A header that will do where nothing in it speaks for another kind of list, or where the kind is said."""
    for kind in (kinds()[name] for name in wanted if kinds()[name].or_needs):
        found = [f for f in (_match(kind, table, kind.may_fit) for table in tables) if f]
        doubtful = len(wanted) > 1 and any(kind.is_of_another(n) for t in tables for n in _beside_chain(kind, t))
        if (
            not found
            or doubtful
            or not kind.may_fit(_telling(kind, found[0].mapping))
            or _names_who_answers(found[0])
            or _is_form(cells, found[0].table, kind)
        ):
            continue
        if _will_do(cells, found[0]):
            return found
    return []


def _titled(kind: Kind, cells: Grid, table: Table) -> bool:
    """Does a line above the header, alone in its row, name the kind?"""
    if not kind.titled:
        return False
    lines = [[text for text in row if text] for row in cells[: table.header]]
    return any(re.search(kind.titled, line[0]) for line in lines if line and len(set(line)) == 1)


def _telling(kind: Kind, mapping: dict[str, str]) -> set[str]:
    """Its fields without the categories and days of headers that only may mean them: 类型, 关系, 备注, 开始时间 stand in any list, and
    speak for no kind. 包村干部 does, and so do 到达 and 离开, two moments of a scan."""
    return {
        field
        for header, field in mapping.items()
        if kind.fields[field].type in ("text", "code", "time") or not kind.may_mean(header, field)
    }


def _match(
    kind: Kind, table: Table, fits: Callable[[set[str]], bool] | None = None, *, said: bool = False
) -> Located | None:
    """A whole header first (“户主/姓名” is the householder), then what its last row says (“联系方式/电话号码”). `said`: the kind is."""
    chain = chain_of(kind, _named(table))
    columns: dict[str, int] = {field: column for column, field in chain.items() if field}
    mapping: dict[str, str] = {table.names[column]: field for field, column in columns.items()}
    for field_of in (kind.field_of_whole, lambda name: kind.field_of(name.rpartition("/")[2])):
        for column, name in enumerate(table.names):
            field = field_of(name) if name and column not in chain else None
            if field and field not in columns and name not in mapping:
                columns[field] = column
                mapping[name] = field
    if not (fits or kind.fits)(set(columns) if said or fits else _telling(kind, mapping)):
        return None
    in_order = {name: mapping[name] for name in table.names if name in mapping}
    unmapped = tuple(
        n
        for c, n in enumerate(table.names)
        if n and c not in columns.values() and n.rpartition("/")[2] not in own_headers()
    )
    return Located(kind.name, table.header, columns, in_order, unmapped, table)


def _named(table: Table) -> dict[int, str]:
    return {column: name for column, name in enumerate(table.names) if name}


def _beside_chain(kind: Kind, table: Table) -> list[str]:
    """The headers that say nothing of those who answer for the row."""
    chain = chain_of(kind, _named(table))
    return [name for column, name in _named(table).items() if column not in chain]


def _known(found: Located) -> int:
    """How many columns speak for this kind; what a policy wants to know, and how old somebody is, may stand in any list."""
    about = kinds()[found.kind].fields
    return sum(not (about[field].fact or about[field].hint) for field in found.columns)


def _will_do(cells: Grid, found: Located) -> bool:
    """Of people alone a header of names will do, if it says 姓名 or names stand below it; of units a name, if it says of what."""
    if found.kind not in NAMED or kinds()[found.kind].fits(set(found.columns)):
        return True
    if found.kind == "units" and UNITS_ALONE & set(found.columns):
        return True
    column = found.columns["name"]
    below = [row[column] for row in cells[found.header_end + 1 :] if row[column]]
    if 2 * sum(normal_header(text) in labels() for text in below) >= max(1, len(below)):
        return False  # labels down the side
    said = any(word in found.table.names[column] for word in NAMED[found.kind])
    return bool(below) and (said or (found.kind == "people" and 2 * sum(map(is_name, below)) > len(below)))


def _names_who_answers(found: Located) -> bool:
    """“网格员/姓名” is no person of a roster, but who answers for the grid of the row."""
    names = [header for header, field in found.mapping.items() if field == "name" and "/" in header]
    fields = [kinds()["grids"].field_of(header.replace("/", "")) for header in names]
    titles = [header.rpartition("/")[0].rpartition("/")[2] for header in names]
    return found.kind == "people" and (
        any(field in ("responsible", "deputy") for field in fields) or any(map(is_title, titles))
    )


def _holds_records(cells: Grid, upper: Located, lower: Located) -> bool:
    """Whether rows stand below the upper of two headers of one kind: its table is read, and the lower one named as another."""
    between = cells[upper.header_end + 1 : lower.header]
    return upper.kind == lower.kind and any(sum(bool(row[c]) for c in upper.columns.values()) > 1 for row in between)


def _is_form(cells: Grid, table: Table, kind: Kind) -> bool:
    """A form to fill in has labels beside and below each other; below the header of a list there are values. The family of
    one person, at the end of a form that is about that person, is no list either."""
    above = cells[: table.header]
    if (
        kind.name == "people"
        and is_form(cells[: table.header_end + 1])
        and any(kind.field_of(text) == "name" for row in above for text in row)
    ):
        return True
    again = set(map(normal_header, table.names)) | kind.written(table.names)  # 屯 is a label, and a level too
    below = cells[table.header_end + 1 : table.header_end + 1 + FORM_LOOK]
    if are_records(below):
        return False
    written = [{normal_header(text) for text in row if text} & set(kind.synonyms) for row in below]
    return sum(len(found - again) >= 2 for found in written) >= 2 or is_form(below)

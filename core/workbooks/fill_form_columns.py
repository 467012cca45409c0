"""What is written into each column of somebody else's form: SQL over `plan.stored s` and `plan.lies w` (fill_form_places.sql)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.domain import Scope
from core.ingest.kinds.descriptor import editable
from core.ingest.meaning.chain import title_of
from core.ingest.meaning.columns import kinds, other_person, values, written
from core.ingest.meaning.header_text import SERIAL, normal_header
from core.ingest.meaning.located import Located
from core.ingest.preview import masked
from core.ingest.row_keys.stored_cells import cell, quoted, words_of

AGE = frozenset(map(normal_header, ("年龄", "年龄（岁）", "周岁", "实足年龄", "Age")))
CODE = re.compile(r"编码|代码|编号|code", re.IGNORECASE)
VILLAGE = re.compile(r"(?!.*(网格|屯|组|grid)).*(村|社区|village)")
FLAGS = {"is_key_attention": "key_attention", "is_returnee": "returnee", "is_quarantined": "home_quarantine"}
YES = {"zh": ("是", "否"), "en": ("yes", "no")}
PLACES = ("county_code", "county_name", "town_code", "town_name", "village_code", "village_name")
# In the order of the form: kind of column, for the one who writes the cells.
TEXT, NUMBER, DATE, SERIAL_NUMBER = "text", "number", "date", "serial"


@dataclass(frozen=True)
class FormColumn:
    """`index`: column of the file from 0; `sql`: its text, None for the serial number; `choices`: text → its other writings."""

    index: int
    header: str
    form: str
    sql: str | None
    choices: dict[str, list[str]]
    compared: bool = True


def language_of(found: Located) -> str:
    """The language that the form itself is written in."""
    return "zh" if re.search(r"[\u4e00-\u9fff]", "".join(n for n in found.table.names if n)) else "en"


def columns_of(found: Located, left: int, reader: Scope) -> tuple[list[FormColumn], list[str]]:
    """The columns that the registers can fill, and the headers of those that they can't. `left`: columns left of the table."""
    language, of_index = language_of(found), _fields(found)
    filled, empty = [], []
    for index, name in enumerate(found.table.names):
        if not name:
            continue
        header = name.rpartition("/")[2]
        field = of_index.get(index)
        link = _link(found, field, reader) if field else None
        column = (TEXT, link, {}, True) if link else _column(found.kind, field, header, language, reader)
        if column is None:
            empty.append(name)
        else:
            filled.append(FormColumn(left + index, name, *column))
    return filled, empty


def _link(found: Located, field: str, reader: Scope) -> str | None:
    """Of one of several who answer for the row: what is stored under the title that the form gives them."""
    if not kinds()[found.kind].fields[field].link:
        return None
    whose = re.match(r"link_\d+", field)[0]
    if whose not in found.columns:
        return None
    part = field.removeprefix(whose).removeprefix("_") or "name"
    title = quoted(title_of(found.table.names[found.columns[whose]]))
    value = f"(select any_value(d.{part}) from duty d where d.grid_id = s.id and d.role = {title})"  # noqa: S608 - quoted
    return masked(found.kind, field, value, reader)


def _fields(found: Located) -> dict[int, str]:
    """Index → field. “Guardian/phone” beside the name is somebody else's: it stays empty, and so does what a header says but perhaps."""
    names = found.table.names
    whose = names[found.columns["name"]].rpartition("/")[0] if "name" in found.columns else ""
    kind = kinds()[found.kind]
    known = kind.synonyms
    return {
        index: field
        for field, index in found.columns.items()
        if kind.field_of(names[index]) != field or kind.is_sure(names[index])
        if found.kind != "people"
        or (parent := names[index].rpartition("/")[0]) == whose
        or not other_person(parent)
        or normal_header(names[index].replace("/", "")) in known
    }


def _column(kind: str, field: str | None, header: str, language: str, reader: Scope) -> tuple | None:
    """(form, sql, choices, compared) of a column, None where the registers do not hold it."""
    plain = normal_header(header)
    if field is None and plain in SERIAL:
        return SERIAL_NUMBER, None, {}, False
    if field is None and plain in AGE and kind == "people":
        return NUMBER, "cast(date_sub('year', try_cast(s.birth_date as date), $today) as text)", {}, False
    if field in FLAGS:
        yes, no = YES[language]
        choices = {yes: ["是", "有", "√", "yes", "y", "1"], no: ["否", "无", "×", "no", "n", "0"]}
        return TEXT, f"case when s.attention = '{FLAGS[field]}' then '{yes}' else '{no}' end", choices, True
    place = _place(kind, field, header)
    if place:
        return TEXT, place, {}, True
    return _stored(kind, field, header, language, reader) if _is_stored(kind, field) else None


def _is_stored(kind: str, field: str | None) -> bool:
    about = editable()[kind]
    return field in about.fields or bool(about.person and field and kinds()[kind].fields[field].fact)


def _stored(kind: str, field: str, header: str, language: str, reader: Scope) -> tuple:
    about, sql = kinds()[kind].fields[field].type, cell(kind, field, language, reader)
    if about == "date":
        whole = "月" not in header or "日" in header
        return (DATE, sql, {}, True) if whole else (TEXT, f"left({sql}, 7)", {}, True)  # “出生年月”
    form = NUMBER if about in ("number", "integer") else TEXT
    return form, sql, _choices(about, language), True


def _place(kind: str, field: str | None, header: str) -> str | None:
    """A place by its code or its name, as the header asks for it."""
    if kind == "people" and field == "grid" and not CODE.search(header):
        own = "(select g.name from grid g where g.grid_id = s.home_id)"
        return f"coalesce(w.village_name, {own})" if VILLAGE.match(normal_header(header)) else own
    if kind == "people" and field in ("town", "section"):
        return f"w.{field}_name"
    if kind == "grids" and field in PLACES:
        return f"w.{field}"
    if kind == "units" and field == "area_code" and not CODE.search(header):
        return "coalesce(w.village_name, w.town_name)"
    return None


def _choices(about: str, language: str) -> dict[str, list[str]]:
    if not about.startswith("value:"):
        return {}
    set_name = about.removeprefix("value:")
    texts = words_of(set_name, language)
    return {texts[code]: ways for code, ways in written(set_name).items() if code in set(values()[set_name].values())}

"""A policy in layers: the pack's files, an edition over them, a county's changes over that. Tables are laid over one another key by
key, lists of tables by `code`; anything else is replaced, and of several ways of saying one thing (how long a class lasts) the way of the
last layer counts. What is wrong is told with the layer in which it stands, and the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from core.errors import UserError, Word

HEAD = (
    "zh",
    "en",
    "number",
    "issued",
    "from",
    "until",
    "source",
    "default",
    "without",
)  # of an edition, before its sections
HEADER = re.compile(r"^\s*\[{1,2}\s*([\w.\"-]+)\s*\]{1,2}")
CODE = re.compile(r"^\s*code\s*=\s*[\"']([^\"']+)[\"']")
WITHOUT = "without"
SHOWN = 60  # characters of a line that a fault quotes
ONE_OF = frozenset(("days", "phases", "days_by"))  # ways of saying how long


@dataclass(frozen=True)
class Layer:
    """`section`: the one of which the whole file is; empty: its sections stand in it, by the name of the file over which each is laid."""

    file: str
    text: str
    section: str = ""
    table: dict = field(default_factory=dict)

    @classmethod
    def of(cls, file: str, text: str, section: str = "") -> Layer:
        return cls(file, text, section, parse(file, text))


def parse(file: str, text: str) -> dict:
    """What is given out is shared: nobody changes it."""
    try:
        return _table(text)
    except tomllib.TOMLDecodeError as error:
        lines, said = text.splitlines() or [""], re.search(r"line (\d+)", str(error))
        number = min(int(said[1]) if said else len(lines), len(lines))  # some is only missed at the end
        near = lines[number - 1].strip()[:SHOWN]
        raise UserError("policy_invalid", file=file, line=number, what=Word("policy.fault.toml"), part=near) from error


@lru_cache(maxsize=256)
def _table(text: str) -> dict:
    """A pack's files and the heads of its editions are asked for with each of them."""
    return tomllib.loads(text)


def laid(layers: list[Layer]) -> dict[str, dict]:
    """Section → table of all layers, the later over the earlier. Raises UserError policy_invalid for a section that no file has, and for
    what is taken away and was not there."""
    found: dict[str, dict] = {layer.section: layer.table for layer in layers if layer.section}
    for layer in layers:
        if layer.section:
            continue
        for name, table in layer.table.items():
            if name in HEAD:
                continue
            if name not in found or not isinstance(table, dict):
                raise _fault(layer, name, "section_unknown", name=name, allowed=", ".join(sorted(found)))
            found[name] = _over(found[name], table)
        for name in layer.table.get(WITHOUT, []):
            found = _without(found, layer, str(name))
    return found


def placed(error: UserError, layers: list[Layer]) -> UserError:
    """The same fault with the file and line of the last layer that says the faulty thing."""
    section = str(error.fields.get("file", "")).removesuffix(".toml")
    where, key = (
        str(error.fields.get("where", "")).strip("–"),
        str(error.fields.get("entry") or error.fields.get("name", "")),
    )
    over = [layer for layer in reversed(layers) if not layer.section]
    own = [layer for layer in layers if layer.section == section]
    shifted = any(WITHOUT in layer.table for layer in over)  # entries of the file are counted, and some are gone
    for among in (over, own):
        if among is own and error.fields.get("line") and not shifted:
            return error
        for wanted in ((where, key), (where, "")):
            for layer in among:
                line = line_in(layer, section, *wanted) if any(wanted) else None
                if line:
                    error.fields.update(file=layer.file, line=line)
                    return error
    return error


def line_in(layer: Layer, section: str, where: str, key: str) -> int | None:
    """Of a key (empty: of the head) in the table called `where`, or with that code, of a section; None: not in this layer."""
    for path, lines in _blocks(layer.text):
        inner = path if layer.section else path.removeprefix(section).removeprefix(".")
        if not layer.section and path.split(".")[0] != section:
            continue
        codes = [CODE.match(line) for _, line in lines]
        named = inner.split(".")[-1] == where or any(match and match[1] == where for match in codes)
        if where and not named:
            continue
        if not where and inner:
            continue
        if not key:
            return lines[0][0]
        for number, line in lines:
            if re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
                return number
    return None


def _blocks(text: str) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Each header with its lines, numbered; what stands before the first has no name."""
    path, lines = "", []
    for number, line in enumerate(text.splitlines(), 1):
        head = HEADER.match(line)
        if head:
            if lines:
                yield path, lines
            path, lines = head[1].replace('"', ""), []
        lines.append((number, line))
    if lines:
        yield path, lines


def _over(below: dict, above: dict) -> dict:
    made = {k: v for k, v in below.items() if k not in ONE_OF or k in above or not ONE_OF & above.keys()}
    for key, value in above.items():
        under = made.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            made[key] = _over(under, value)
        elif _coded(value) and _coded(under):
            made[key] = _by_code(under, value)
        else:
            made[key] = value
    return made


def _coded(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) and "code" in v for v in value)


def _by_code(below: list[dict], above: list[dict]) -> list[dict]:
    told: dict[str, dict] = {}
    for row in above:  # said twice: the later adds to the earlier
        told[row["code"]] = _over(told.get(row["code"], {}), row)
    kept = [_over(row, told.pop(row["code"])) if row["code"] in told else row for row in below]
    return [*kept, *told.values()]


def _without(tables: dict[str, dict], layer: Layer, name: str) -> dict[str, dict]:
    """Less what `name` (section.code) names; of a class also what speaks of it: rules of grades, lists of detectors, cells, exclusions."""
    section, _, code = name.partition(".")
    table = dict(tables.get(section, {}))
    gone = table.pop(code, None) is not None
    for key, value in table.items():
        if _coded(value):
            table[key] = [row for row in value if row["code"] != code]
            gone = gone or len(table[key]) < len(value)
    if not gone:
        raise _fault(layer, WITHOUT, "without_unknown", name=name)
    tables = tables | {section: table}
    return {name: _silent(each, code) for name, each in tables.items()} if section == "classes" else tables


def _silent(table: dict, code: str) -> dict:
    """A section that speaks of a class no more."""

    def kept(value: object) -> object:
        if isinstance(value, dict):
            return {k: kept(v) for k, v in value.items() if k != code or not isinstance(v, dict)}
        if isinstance(value, list):
            if value and all(isinstance(v, dict) for v in value):
                return [kept(v) for v in value if v.get("class") != code]
            return value
        return value

    made = kept(table)
    for each in [made, *_tables(made)]:
        for key in ("classes", "excludes", "excused"):
            if isinstance(each.get(key), list):
                each[key] = [v for v in each[key] if v != code]
    return made


def _tables(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _tables(each)


def _fault(layer: Layer, key: str, code: str, **fields: object) -> UserError:
    lines = layer.text.splitlines()
    line = next((n for n, text in enumerate(lines, 1) if re.match(rf"\s*(\[+\s*)?{re.escape(key)}\b", text)), 0)
    return UserError("policy_invalid", file=layer.file, line=line, what=Word(f"policy.fault.{code}"), **fields)

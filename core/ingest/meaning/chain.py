"""Those who answer for a grid, several in one row (县级包保领导 | 职务 | 电话 | 村网格员 | 职务 | 电话 …): whose 职务 and whose 电话 a
column is, by what stands left of it or above it. One of them may be the grid's responsible or its deputy, the others are its chain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from core.ingest.meaning.columns import Kind, duty_words
from core.ingest.meaning.fields import link_field
from core.ingest.meaning.header_text import normal_header

REPEATED = re.compile(r" #(\d+)$")
COUNTED = re.compile(r"\d+$")  # 责任人2
OWN = {"responsible": ("responsible", "position", "phone"), "deputy": ("deputy", None, "deputy_phone")}
PARTS = ("name", "position", "phone")


@dataclass
class Answering:
    """One of those who answer. `columns`: name, position, phone, and what is not kept → column; `parent`: what stands above the header."""

    title: str
    parent: str
    field: str | None  # responsible, deputy: what the header says outright
    maybe: bool  # or what it may mean
    rank: int
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return COUNTED.sub("", normal_header(self.title))


def chain_of(kind: Kind, headers: Mapping[int, str]) -> dict[int, str | None]:
    """Column → field; None: a column of one of them that is not kept (where they work, or more people than there are links). Empty
    where a single one is named of whom the header knows what they are: then there is nothing to tell apart."""
    if not kind.links:
        return {}
    people = _people(kind, headers)
    if not people or (len(people) == 1 and people[0].maybe):
        return {}
    heads = sorted((p for p in people if p.field == "responsible"), key=lambda p: p.rank)[:1]
    deputies = [p for p in people if p.field == "deputy" and "position" not in p.columns and "deputy" in kind.fields]
    out: dict[int, str | None] = {}
    number = 0
    for person in people:
        if person in heads or person in deputies[:1]:
            names = dict(zip(PARTS, OWN[person.field], strict=True))
        else:
            number += 1
            names = {part: link_field(number, part) if number <= kind.links else None for part in PARTS}
        out |= {index: names.get(part) for part, index in person.columns.items()}
    return out


def title_of(header: str) -> str:
    """How the header of a name calls its holder: 县级包保领导姓名 → 县级包保领导, 县级/责任人 → 县级责任人, 网格员 #2 → 网格员2."""
    again = REPEATED.search(header)
    parent, _, last = REPEATED.sub("", header).rpartition("/")
    above = _squeezed(parent.rpartition("/")[2])
    part, whose = part_of(last)
    title = (whose or above) if part == "name" else _squeezed(last)
    if part is None and above and normal_header(title) in duty_words()["general"]:
        title = above if above.endswith(title) else above + title
    return title + (again[1] if again else "")


@lru_cache(10_000)
def part_of(label: str) -> tuple[str | None, str]:
    """(what of somebody a label says: name, position, phone, unit; of whom, where it says that too: 责任人电话)"""
    text = _squeezed(label)
    plain = normal_header(text)
    words = [(part, word) for part in ("unit", "name", "position", "phone") for word in duty_words()[part]]
    ends = max((w for w in words if plain.endswith(w[1])), key=lambda w: len(w[1]), default=None)
    if ends is None:
        return None, ""
    return ends[0], text[: len(text) - len(ends[1])] if plain != ends[1] and len(text) > len(ends[1]) else ""


@lru_cache(10_000)
def is_title(label: str) -> bool:
    """Does a label call somebody who answers for something?"""
    if re.match(r"是否|有无", label):
        return False
    return COUNTED.sub("", normal_header(label)).endswith(tuple(duty_words()["titles"]))


def are_of_one_row(labels: list[str], parents: list[str]) -> bool:
    """Do labels that come again and again side by side tell of several people of one row, and not of rows side by side? `parents`: what
    stands above each of the blocks."""
    parts = [part_of(label)[0] for label in labels]
    if not all(part or is_title(label) for part, label in zip(parts, labels, strict=True)):
        return False
    return any(map(is_title, labels)) or ("name" in parts and all(map(is_title, parents)))


def _people(kind: Kind, headers: Mapping[int, str]) -> list[Answering]:
    people: list[Answering] = []
    near: Answering | None = None  # whose columns may go on here
    titles = {normal_header(REPEATED.sub("", header).rpartition("/")[2]) for header in headers.values()}
    for index, header in headers.items():
        parent, _, last = REPEATED.sub("", header).rpartition("/")
        part, whose = part_of(last)
        if part in (None, "name") and _names_somebody(kind, parent, last, part, whose, titles):
            near = _answering(kind, header, headers)
            near.columns["name"] = index
            people.append(near)
        elif part in ("position", "phone", "unit"):
            part = f"{part} {index}" if part == "unit" else part  # of which there may be several
            near = _whose(people, near, parent, whose, part)
            if near:
                near.columns[part] = index
        else:
            near = None
    return people


def _names_somebody(kind: Kind, parent: str, last: str, part: str | None, whose: str, titles: set[str]) -> bool:
    if part == "name":
        return is_title(whose or parent.rpartition("/")[2])
    known = kind.field_of(last)
    if known:
        return known in OWN
    plain = normal_header(last)
    own = any(f"{plain}{word}" in titles for part in ("position", "phone") for word in duty_words()[part])
    return bool(plain) and (is_title(last) or own)


def _answering(kind: Kind, header: str, headers: Mapping[int, str]) -> Answering:
    plain = REPEATED.sub("", header)
    parent, _, last = plain.rpartition("/")
    part, whose = part_of(last)
    alone = sum(REPEATED.sub("", h).rpartition("/")[2] == last for h in headers.values()) == 1
    told = plain.replace("/", "") if parent else (whose or last)
    said = kind.field_of(told) or (kind.field_of(whose or parent) if part == "name" else None)
    said = said or (kind.field_of(last) if alone and part is None else None)
    sure = said in OWN and kind.is_sure(told if kind.field_of(told) else whose or parent if part == "name" else last)
    return Answering(title_of(header), parent, said if sure else None, said in OWN, kind.rank(whose or last))


def _whose(people: list[Answering], near: Answering | None, parent: str, whose: str, part: str) -> Answering | None:
    """The one whom the label or what stands above it names; else the one on the left, while nothing else stands between."""
    free = [p for p in reversed(people) if part not in p.columns]
    if whose:
        key = normal_header(whose)
        return next((p for p in free if key in (p.key, normal_header(p.title))), None) or next(
            (p for p in free if p.key.endswith(key) or re.fullmatch(f"{re.escape(p.key)}(单位|姓名)?[及和、]?", key)),
            None,
        )
    if parent and any(p.parent == parent for p in people):
        near = near if near and near.parent == parent else next((p for p in free if p.parent == parent), None)
    elif parent and near and near.parent != parent:
        return None
    return near if near and part not in near.columns else None


def _squeezed(label: str) -> str:
    return re.sub(r"[\s*＊:：]+", "", label)

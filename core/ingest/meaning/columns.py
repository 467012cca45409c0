"""What the columns of each kind of list are called: `columns.toml`, and the comparison of headers with it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "columns.toml"
KINDS = ("grids", "units", "people", "check_ins", "exit_applications")
# A header's own number (“3.性别”, “(3)性别”, “③性别”), and the same said in Chinese and English (“性别 Sex”).
NUMBERED = re.compile(r"[(（]?\d{1,2}[)）.、．]\s*|[①-⑳]\s*")
TWO_LANGUAGES = re.compile(r"([^A-Za-z]*[\u3400-\u9fff][^A-Za-z]*?)[\s/]*([A-Za-z][A-Za-z .,/'#-]*)")
# Where headers fit several kinds equally well, the more particular kind wins.
PRIORITY = ("check_ins", "exit_applications", "units", "people", "grids")


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    required: bool
    zh: tuple[str, ...]
    en: tuple[str, ...]
    maybe: tuple[str, ...] = ()  # headers that may mean it, or something near it: asked


@dataclass(frozen=True)
class Kind:
    name: str
    needs: tuple[frozenset[str], ...]
    fields: dict[str, Field]
    synonyms: dict[str, str]  # normalised header → field
    or_needs: tuple[tuple[frozenset[str], ...], ...] = ()
    never: dict[str, frozenset[str]] = field(default_factory=dict)  # other kind → its fields
    never_called: frozenset[str] = frozenset()

    def fits(self, found: set[str]) -> bool:
        return all(group & found for group in self.needs)

    def written(self, headers: Iterable[str]) -> set[str]:
        """What may stand below those of the headers whose fields are of a value set."""
        fields = {self.field_of(header) for header in headers if header}
        sets = {self.fields[name].type.removeprefix("value:") for name in fields if name}
        return {text for name in sets & set(values()) for text in values()[name]}

    def may_fit(self, found: set[str]) -> bool:
        """Enough where the header is of no kind by its needs."""
        return any(all(group & found for group in groups) for groups in self.or_needs)

    def is_of_another(self, header: str) -> bool:
        """Does a header say that the list is about somebody or something else?"""
        last = header.rpartition("/")[2]
        if {normal_header(header), normal_header(last)} & self.never_called:
            return True
        if self.field_of(header.replace("/", "")) or self.field_of(last):
            return False
        return any(kinds()[kind].field_of(last) in fields for kind, fields in self.never.items())

    def field_of(self, header: str) -> str | None:
        """The field that a header names: as it stands, without its number, or in two languages that agree."""
        text = NUMBERED.sub("", header.strip(), count=1)
        for written in (header, text):
            if normal_header(written) in self.synonyms:
                return self.synonyms[normal_header(written)]
        both = TWO_LANGUAGES.fullmatch(text)
        fields = {self.synonyms.get(normal_header(part)) for part in both.groups()} if both else set()
        return fields.pop() if len(fields) == 1 else None

    def is_sure(self, header: str) -> bool:
        """Does a header that names a field mean nothing else?"""
        name = self.field_of(header)
        return name is not None and normal_header(header) not in map(normal_header, self.fields[name].maybe)

    def rank(self, header: str) -> int:
        """Where a header stands among the synonyms of its field: the first is the usual one."""
        text = normal_header(header.rpartition("/")[2])
        return list(self.synonyms).index(text) if text in self.synonyms else len(self.synonyms)


@cache
def kinds() -> dict[str, Kind]:
    table = _table()
    return {name: _kind(name, table[name]) for name in KINDS}


@cache
def values() -> dict[str, dict[str, str]]:
    """Value set → {written form, normalised: stored code}."""
    return {
        set_name: {normal_header(text): code for code, texts in codes.items() for text in texts}
        for set_name, codes in _table()["values"].items()
    }


def written(set_name: str) -> dict[str, list[str]]:
    """Stored code → the ways of writing it, the preferred ones (Chinese, then English) first of their language."""
    return _table()["values"][set_name]


def sensitive_words() -> dict[str, list[str]]:
    """Category → words; a column whose header holds one is never stored."""
    return _table()["sensitive"]


@cache
def peoples() -> frozenset[str]:
    """The ways of writing the 56 peoples of China: 壮族, and 壮 alone where that is one character."""
    names = _table()["peoples"]["names"]
    return frozenset([f"{n}族" for n in names] + [n for n in names if len(n) == 1])


@cache
def usual_labels() -> frozenset[str]:
    """Headers of all kinds of lists, as they are written."""
    return frozenset(text for kind in kinds().values() for f in kind.fields.values() for text in (*f.zh, *f.en))


def persons_in(header: str) -> frozenset[str]:
    """Words of a header that speak of somebody else than the one whom the row is about (家长, 紧急 …)."""
    text = header.lower()
    return frozenset(word for word in _table()["other_person"]["words"] if word in text)


def other_person(header: str, own: frozenset[str] = frozenset()) -> bool:
    """Does a header speak of somebody else? `own`: words by which this list calls the person of the row (学生, of pupils)."""
    return bool(persons_in(header) - own)


def later_lists() -> dict[str, list[str]]:
    """Kind of list that is not taken in yet → words of its headers, as they are compared."""
    return {kind: [normal_header(word) for word in words] for kind, words in _table()["later"].items()}


def address_parts() -> dict[str, list[str]]:
    """Part of an address, in the order in which they are written → headers of its columns."""
    return _table()["address_parts"]


def normal_header(text: str) -> str:
    """A header as it is compared: NFKC, lower-case, without spaces, zero-width characters, asterisks and bracketed notes."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】", "", text) or text
    return re.sub(r"[\s*:：_\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+", "", text)


# Headers of the running number.
SERIAL = frozenset(map(normal_header, ("序号", "序", "编号", "No", "No.", "Nr", "#", "Serial", "Serial no")))


@cache
def _table() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


def _kind(name: str, table: dict) -> Kind:
    fields = {
        key: Field(key, f["type"], f.get("required", False), tuple(f["zh"]), tuple(f["en"]), tuple(f.get("maybe", ())))
        for key, f in table["fields"].items()
    }
    synonyms: dict[str, str] = {}
    for about in fields.values():
        for text in (*about.zh, *about.en, *about.maybe):
            synonyms.setdefault(normal_header(text), about.name)
    return Kind(
        name, _groups(table["needs"]), fields, synonyms, tuple(map(_groups, table.get("or_needs", ()))),
        {kind: frozenset(names) for kind, names in table.get("never", {}).items()},
        frozenset(map(normal_header, table.get("never_called", ()))),
    )  # fmt: skip


def _groups(groups: list[list[str]]) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, groups))

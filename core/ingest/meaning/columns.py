"""What the columns of each kind of list are called, and the comparison of headers with it: `columns.toml`, and for a kind that
brings its own the `columns.toml` of its folder (core/ingest/kinds), which may add value sets too."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from core.ingest.kinds.descriptor import Descriptor, descriptor, descriptors
from core.ingest.meaning.fields import Field, each_time, link_fields
from core.ingest.meaning.header_text import asked, both_languages, normal_header, parts, without_number
from core.policy.facts import facts

FILE = Path(__file__).parent / "columns.toml"


@dataclass(frozen=True)
class Kind:
    name: str
    needs: tuple[frozenset[str], ...]
    fields: dict[str, Field]
    synonyms: dict[str, str]  # normalised header → field
    or_needs: tuple[tuple[frozenset[str], ...], ...] = ()
    also_needs: tuple[tuple[frozenset[str], ...], ...] = ()
    never: dict[str, frozenset[str]] = field(default_factory=dict)  # other kind → its fields
    never_called: frozenset[str] = frozenset()
    not_with: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # other kind → its fields; with one of them the list is none of this kind
    about_person: bool = False
    titled: str = ""  # words of a title by which even headers that only may mean a field speak for the kind, as a regular expression
    links: int = 0  # how many people may answer for one row besides its responsible and deputy

    def fits(self, found: set[str]) -> bool:
        return any(all(group & found for group in groups) for groups in (self.needs, *self.also_needs))

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

    def is_beside(self, headers: Iterable[str]) -> bool:
        """Do headers say that another kind of list tells the same as one part of it? (`not_with`)"""
        return any(
            kinds()[kind].field_of(header) in fields for kind, fields in self.not_with.items() for header in headers
        )

    @cached_property
    def field_of(self) -> Callable[[str], str | None]:
        """header → the field that it names. Kept: each header is asked of each kind of list, and of each again where several may be meant."""
        return lru_cache(maxsize=2_000)(self._field_of)

    def _field_of(self, header: str) -> str | None:
        """As it stands, without its number, in two languages that agree, by its parts (车次/航班及座位号), or as the column for yes of what
        is asked (是否发热/是). A column for no names none: `no_of`."""
        if self.no_of(header):
            return None
        text = without_number(header)
        for written in (header, text):
            if normal_header(written) in self.synonyms:
                return self.synonyms[normal_header(written)]
        fields = {self.synonyms.get(normal_header(part)) for part in both_languages(text)}
        if len(fields) == 1:
            return fields.pop()
        return self._of_parts(text) or self._below_answer(header)

    def field_of_whole(self, header: str) -> str | None:
        """A header of several rows as one (户主/姓名), or all its parts."""
        return self.field_of(header.replace("/", "")) or self.field_of(header)

    def no_of(self, header: str) -> str | None:
        """The field whose answer is no where something stands in the column of this header: 是否发热/否, 发热（无）."""
        about = self._asked(header, yes=False)
        return about.name if about and about.asks else None

    def _of_parts(self, text: str) -> str | None:
        """车次/航班及座位号: all of it is one field, or what that field's column may hold."""
        named = [(part, self.synonyms.get(part)) for part in parts(text)]
        if len(named) < 2 or any(name is None or part in self._unsure(name) for part, name in named):
            return None
        fields = {name for _, name in named}
        return next((name for name in fields if fields <= {name} | self.fields[name].holds), None)

    def _below_answer(self, header: str) -> str | None:
        yes, no = self._asked(header, yes=True), self._asked(header, yes=False)
        if yes:
            return yes.ticks[0] if yes.ticks else yes.name if yes.asks else None
        return no.ticks[1] if no and no.ticks else None

    def _asked(self, header: str, *, yes: bool) -> Field | None:
        base = asked(header, yes=yes)
        if not base:
            return None
        name = self.synonyms.get(normal_header(base)) or self.synonyms.get(normal_header(base.rpartition("/")[2]))
        return self.fields[name] if name and normal_header(base) not in self._unsure(name) else None

    def _unsure(self, name: str) -> set[str]:
        return set(map(normal_header, self.fields[name].maybe))

    def may_mean(self, header: str, name: str) -> bool:
        """Is a header one that may mean a field, or something near it?"""
        return bool({normal_header(header), normal_header(header.rpartition("/")[2])} & self._unsure(name))

    def is_sure(self, header: str) -> bool:
        """Does a header that names a field mean nothing else?"""
        name = self.field_of(header)
        return name is not None and normal_header(header) not in self._unsure(name)

    def is_second(self, header: str) -> bool:
        """Does a header name a field only where no other column names it better?"""
        text = normal_header(header.rpartition("/")[2])
        name = self.synonyms.get(text)
        return name is not None and text in map(normal_header, self.fields[name].second)

    def rank(self, header: str) -> int:
        """Where a header stands among the synonyms of its field: the first is the usual one."""
        text = normal_header(header.rpartition("/")[2])
        return list(self.synonyms).index(text) if text in self.synonyms else len(self.synonyms)


def kinds() -> dict[str, Kind]:
    """The kinds of lists that have a header, in the order in which they are stored."""
    return _kinds(tuple(descriptors().values()))


def by_priority() -> tuple[str, ...]:
    """Their names: where headers fit several kinds equally well, the more particular one comes first."""
    return tuple(sorted(kinds(), key=lambda name: -descriptor(name).priority))


def values() -> dict[str, dict[str, str]]:
    """Value set → {written form, normalised: stored code}."""
    return _values(tuple(descriptors().values()))


def written(set_name: str) -> dict[str, list[str]]:
    """Stored code → the ways of writing it, the preferred ones (Chinese, then English) first of their language."""
    return _sets(tuple(descriptors().values()))[set_name]


def sensitive_words() -> dict[str, list[str]]:
    """Category → words; a column whose header holds one is never stored."""
    return _table()["sensitive"]


@cache
def peoples() -> frozenset[str]:
    """The ways of writing the 56 peoples of China: 壮族, and 壮 alone where that is one character."""
    names = _table()["peoples"]["names"]
    return frozenset([f"{n}族" for n in names] + [n for n in names if len(n) == 1])


def is_timed(header: str) -> bool:
    """Does a header name one of several days or times of a row, in any kind of list?"""
    return any((name := kind.field_of(header)) and kind.fields[name].timed for kind in kinds().values())


def usual_labels() -> frozenset[str]:
    """Headers of all kinds of lists, as they are written."""
    return _labels(tuple(descriptors().values()))


def persons_in(header: str) -> frozenset[str]:
    """Words of a header that speak of somebody else than the one whom the row is about (家长, 紧急 …)."""
    text = header.lower()
    return frozenset(word for word in _table()["other_person"]["words"] if word in text)


def other_person(header: str, own: frozenset[str] = frozenset()) -> bool:
    """Does a header speak of somebody else? `own`: words by which this list calls the person of the row (学生, of pupils)."""
    return bool(persons_in(header) - own)


def duty_words() -> dict[str, frozenset[str]]:
    """Ends of headers that call somebody who answers for a grid (titles), the plainest of them (general), and what may be said of
    such a person: name, position, phone, unit. As headers are compared."""
    return _duty_words()


def left_out_reason(header: str, *, last: bool = False) -> str | None:
    """Why a column is not read though its header is understood: a key of the words `mapping.why.…`; None where it is not. `last`: where
    its values say nothing either."""
    text = normal_header(re.sub(r" #\d+$", "", header))  # which comes again
    text = text.rpartition("/")[2] or text
    return next((reason for reason, look in _left_out(last).items() if look.search(text)), None)


def later_lists() -> dict[str, list[str]]:
    """Kind of list that is not taken in yet → words of its headers, as they are compared."""
    return {kind: [normal_header(word) for word in words] for kind, words in _table()["later"].items()}


def address_parts() -> dict[str, list[str]]:
    """Part of an address, in the order in which they are written → headers of its columns."""
    return _table()["address_parts"]


@cache
def _table() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def _own(about: Descriptor) -> dict:
    """The columns of one kind: `needs`, `fields` … and `values`, from its own file or the common one; {} of one without header."""
    file = about.folder / "columns.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else _table().get(about.name, {})


@cache
def _kinds(known: tuple[Descriptor, ...]) -> dict[str, Kind]:
    return {about.name: _kind(about, _own(about)) for about in known if _own(about)}


@cache
def _sets(known: tuple[Descriptor, ...]) -> dict[str, dict[str, list[str]]]:
    told = {fact.field: fact.values for fact in facts().values() if fact.values}
    listed = (_table(), *map(_own, known))
    return told | {name: codes for table in listed for name, codes in table.get("values", {}).items()}


@cache
def _values(known: tuple[Descriptor, ...]) -> dict[str, dict[str, str]]:
    return {
        set_name: {normal_header(text): code for code, texts in codes.items() for text in texts}
        for set_name, codes in _sets(known).items()
    }


@cache
def _labels(known: tuple[Descriptor, ...]) -> frozenset[str]:
    return frozenset(text for kind in _kinds(known).values() for f in kind.fields.values() for text in (*f.zh, *f.en))


def _kind(kind: Descriptor, table: dict) -> Kind:
    fields = {
        key: Field(
            key,
            f["type"],
            f.get("required", False),
            tuple(f["zh"]),
            tuple(f["en"]),
            tuple(f.get("second", ())),
            tuple(f.get("maybe", ())),
            timed="timed" in f,
            tick=f.get("tick", False),
            holds=frozenset(f.get("holds", ())),
            hint=f.get("hint", False),
            ticks=tuple(f.get("ticks", ())),
        )
        for key, f in ((key, _with_like(given)) for key, given in each_time(table["fields"]))
    }
    fields |= {
        fact.field: Field(
            fact.field,
            f"value:{fact.field}" if fact.values else fact.type,
            False,
            fact.zh,
            fact.en,
            maybe=fact.maybe,
            fact=True,
            tick=fact.asks,
        )
        for fact in facts().values()
        if kind.name in fact.kinds
    }
    fields |= {f.name: f for number in range(1, kind.links + 1) for f in link_fields(number)}
    synonyms: dict[str, str] = {}
    for about in fields.values():
        for text in (*about.zh, *about.en, *about.second, *about.maybe):
            synonyms.setdefault(normal_header(text), about.name)
    return Kind(
        kind.name, _groups(table["needs"]), fields, synonyms, tuple(map(_groups, table.get("or_needs", ()))),
        tuple(map(_groups, table.get("also_needs", ()))),
        {other: frozenset(names) for other, names in table.get("never", {}).items()},
        frozenset(map(normal_header, table.get("never_called", ()))),
        {other: frozenset(names) for other, names in table.get("not_with", {}).items()}, kind.about_person,
        table.get("titled", ""), kind.links,
    )  # fmt: skip


def _with_like(given: dict) -> dict:
    """`like = "people.name"`: the type and the headers of that field, behind its own."""
    if "like" not in given:
        return given
    kind, _, name = given["like"].partition(".")
    of = _table()[kind]["fields"][name]
    headers = {key: [*given.get(key, ()), *of.get(key, ())] for key in ("zh", "en", "second", "maybe")}
    return {"type": of["type"]} | given | headers


@cache
def _left_out(last: bool) -> dict[str, re.Pattern[str]]:
    table = _table()["left_out"]
    wanted = table["rest"] if last else {reason: words for reason, words in table.items() if reason != "rest"}
    return {reason: re.compile("|".join(words)) for reason, words in wanted.items()}


@cache
def _duty_words() -> dict[str, frozenset[str]]:
    return {part: frozenset(map(normal_header, words)) for part, words in _table()["duties"].items()}


def _groups(groups: list[list[str]]) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, groups))

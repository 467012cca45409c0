"""A field that a column may be of, and those that are declared for several times or people of one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TIMES = "_times"  # result_times beside a plain result
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    required: bool
    zh: tuple[str, ...]
    en: tuple[str, ...]
    second: tuple[str, ...] = ()  # headers that are it only where no column is better named (检测时间 beside 采样时间)
    maybe: tuple[str, ...] = ()  # headers that may mean it, or something near it: asked
    fact: bool = False  # of a policy (core/policy/facts.py): kept as a row of its own
    timed: bool = False  # one of several times or days in one row
    link: bool = False  # of one of those who answer for a grid one behind the other (chain.py)
    tick: bool = False  # what stands in it is a tick or a word for yes
    holds: frozenset[str] = frozenset()  # other fields that its column may hold as well (the train and the seat)
    hint: bool = False  # tells whom a row may mean, is not kept, and speaks for no kind of list
    ticks: tuple[str, ...] = ()  # fields of a column for yes and of one for no below its header

    @property
    def asks(self) -> bool:
        """Is it answered with yes or no?"""
        return self.tick or self.type == "value:yes_no"


def link_field(number: int, part: str = "name") -> str:
    """The field of the first, second … of those who answer for a grid one behind the other. `part`: name, position, phone."""
    return f"link_{number}" if part == "name" else f"link_{number}_{part}"


def each_time(fields: dict[str, dict]) -> Iterator[tuple[str, dict]]:
    """`times = 14`: a field of each time or day, result_1 … result_14, with its number for {n} and {c} (一, 二 …) in the headers."""
    for key, given in fields.items():
        if "times" not in given:
            yield key, given
            continue
        rest = {k: v for k, v in given.items() if k not in ("times", "zh", "en", "second", "maybe")}
        for n in range(1, given["times"] + 1):
            headers = {
                k: [text.format(n=n, c=_counted(n)) for text in given[k]]
                for k in ("zh", "en", "second", "maybe")
                if k in given
            }
            yield f"{key.removesuffix(TIMES)}_{n}", rest | headers | {"timed": True}


def _counted(number: int) -> str:
    tens, rest = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[rest] if rest else "")


def link_fields(number: int) -> list[Field]:
    """Name, position and phone of the so manieth of those who answer for a grid."""
    said = {"name": ("", ""), "position": ("职务", " position"), "phone": ("电话", " phone")}
    return [
        Field(
            link_field(number, part), "code" if part == "phone" else "text", False,
            (f"责任链第{number}人{zh}",), (f"Link {number} of the chain{en}",), link=True,
        )
        for part, (zh, en) in said.items()
    ]  # fmt: skip

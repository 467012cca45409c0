"""The events of the audit log and the types of their fields: `events.toml`, the one place that says what may be written there.

Types let no name, number or address through: a code is a word of our own letters, an id a number of the store.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from numbers import Integral, Real
from pathlib import Path

FILE = Path(__file__).with_name("events.toml")
ANY = "*"  # in events.toml: the type of all fields that are not named (counts by class, by detector)
# Longer rows of digits are phones and ID numbers; the 14 of a backup's name are parted.
CODE = re.compile(r"(?!.*\d{9})[A-Za-z0-9_.:@+/ -]{0,200}")
HASH = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?")
MOST = 500  # characters of a reason
MOST_LOGIN = 64


@cache
def events() -> dict[str, dict[str, str]]:
    """event → field → type."""
    return tomllib.loads(FILE.read_text("utf-8"))


def plain(event: str, fields: Mapping[str, object]) -> dict[str, object]:
    """The fields as they are written. Raises ValueError, which names event and field and never a value."""
    known = events().get(event)
    if known is None:
        raise ValueError(f"{event} is no event of core/audit/events.toml")
    return {name: _plain(event, name, known.get(name) or known.get(ANY), value) for name, value in fields.items()}


def _plain(event: str, name: str, kind: str | None, value: object) -> object:
    if kind is None:
        raise ValueError(f"{event} has no field {name}")
    if value is None:
        return None
    made = TYPES[kind](value)
    if made is None:
        raise ValueError(f"{name} of {event} is no {kind}")
    return made


def _number(value: object) -> int | float | None:
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else None


def _id(value: object) -> int | None:
    return int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None


def _flag(value: object) -> bool | None:
    return bool(value) if isinstance(value, bool) or type(value).__name__ == "bool_" else None


def _matching(form: re.Pattern[str]) -> Callable[[object], str | None]:
    return lambda value: value if isinstance(value, str) and form.fullmatch(value) else None


def _moment(value: object) -> str | None:
    text = value.isoformat() if isinstance(value, date | datetime) else value
    return text if isinstance(text, str) and MOMENT.fullmatch(text) else None


def _listed(of: Callable[[object], object]) -> Callable[[object], list | None]:
    def made(value: object) -> list | None:
        if isinstance(value, str | Mapping) or not hasattr(value, "__iter__"):
            return None
        parts = [None if part is None else of(part) for part in value]
        return None if any(m is None and p is not None for m, p in zip(parts, value, strict=True)) else parts

    return made


def _counts(value: object) -> object:
    """A number, or a mapping of codes to such."""
    if not isinstance(value, Mapping):
        return _number(value)
    return _mapped(value, _counts)


def _nested(of: Sequence[Callable[[object], object]]) -> Callable[[object], object]:
    def made(value: object) -> object:
        if isinstance(value, Mapping):
            return _mapped(value, made)
        if isinstance(value, list | tuple):
            return _listed(made)(value)
        return next((found for one in of if (found := one(value)) is not None), None)

    return made


def _login(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= MOST_LOGIN else None


def _mapped(value: Mapping, of: Callable[[object], object]) -> dict | None:
    made = {_code(str(name)): None if part is None else of(part) for name, part in value.items()}
    lost = (
        len(made) < len(value) or None in made or any(made[str(n)] is None for n, p in value.items() if p is not None)
    )
    return None if lost else made


def _reason(value: object) -> str | None:
    """Why somebody did what needs a reason, as they wrote it: the one text of people's own."""
    return value[:MOST] if isinstance(value, str) else None


_code = _matching(CODE)
TYPES: dict[str, Callable[[object], object]] = {
    "id": _id,
    "ids": _listed(_id),
    "count": _number,
    "counts": _counts,
    "code": _code,
    "codes": _listed(_code),
    "hash": _matching(HASH),
    "day": _moment,
    "moment": _moment,
    "flag": _flag,
    "values": _nested((_flag, _number, _moment, _code)),
    "state": _nested((_flag, _number, _moment, _code, _login)),
    "reason": _reason,
}

"""Whether two policies hold other people, or hold them for another time: what a person is told, and its words, do not count."""

from __future__ import annotations

from core.policy.classes import PersonClass
from core.policy.loader import Policy, load_policy

HELD = ("event", "when", "days", "from_day", "ends", "days_by", "clock", "release", "keep", "at_most")


def differ(a: Policy, b: Policy) -> bool:
    return _held(a) != _held(b)


def next_differing(names: list[tuple[str, str, str]], now: tuple[str, str, str]) -> tuple[str, str, str] | None:
    """Of recipes (pack, edition, changes) in their order the first after `now`, else the last before it, that differs from it."""
    at, held = names.index(now) if now in names else -1, load_policy(*now)
    for each in (*names[at + 1 :], *reversed(names[: max(at, 0)])):
        if differ(held, load_policy(*each)):
            return each
    return None


def _held(policy: Policy) -> dict[str, tuple]:
    return {each.code: _of(each) for each in policy.classes}


def _of(each: PersonClass) -> tuple:
    return tuple(getattr(each, name) for name in HELD)

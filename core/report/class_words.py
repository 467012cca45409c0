"""What the card of a class says: when its clock starts, how long it runs, what ends it, its phases."""

from __future__ import annotations

from core.i18n import has, t
from core.policy.classes import DAYS, EVENT, PersonClass
from core.policy.terms import events
from core.report.condition_words import condition_words
from core.report.wording import class_name


def facts_of(language: str, each: PersonClass, terms: dict) -> list[tuple[str, str]]:
    """(key of the label below classes.card, text), as they stand on the card; of the class of all others only whom it holds."""
    if not each.event:
        return [("condition", t(language, "classes.rest")), ("told", getattr(each, f"told_{language}"))]
    event = getattr(events()[each.event], language)
    told = [
        ("event", event),
        ("condition", condition_words(language, each.when, terms)),
        ("begins", t(language, f"classes.begins.day_{each.from_day}", event=event)),
        ("ends", _end(language, each)),
        ("phases", _phases(language, each)),
        ("excludes", t(language, "list.items").join(class_name(language, c) for c in sorted(each.excludes))),
        ("told", getattr(each, f"told_{language}")),
    ]
    return [(name, text) for name, text in told if text]


def _end(language: str, each: PersonClass) -> str:
    if each.ends == EVENT:
        return t(language, "classes.ends.event")
    return t(language, "classes.ends.days" if each.ends == DAYS else "classes.ends.first", days=each.days)


def _phases(language: str, each: PersonClass) -> str:
    """A chain of stretches, each at its place with its days of tests."""
    return t(language, "classes.then").join(_phase(language, phase) for phase in getattr(each, "phases", ()))


def _phase(language: str, phase: object) -> str:
    key = f"classes.place.{phase.place}"
    place = t(language, key) if has(key) else phase.place
    text = t(language, "classes.phase", place=place, days=phase.days)
    tests = t(language, "list.items").join(str(day) for day in phase.tests)
    key = "classes.phase_tests" if len(phase.tests) > 1 else "classes.phase_test"
    return text + t(language, key, days=tests) if tests else text

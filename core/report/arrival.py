"""What becomes of somebody who was registered on arrival, in words: for the form and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.classify.why import Why
from core.i18n import format, t
from core.policy.loader import RESIDENT, load_policy


def told(
    language: str, name: str, place: str, classes: Sequence[Why], *, state: str, until: date | None, today: date
) -> str:
    """“登记为 韦**，网格 东镇 东一村，类别 重点地区返乡（至2月12日）。请告知：…”. `state`: new | changed | unchanged; `until`: the last day of an
    access for a time."""
    way = "temporary" if until else state
    fields = {"name": name, "place": place, "until": format.dated(language, until, today=today) if until else ""}
    parts = [t(language, f"arrival.told.{way}", **fields)]
    parts.append(t(language, "arrival.told.class", classes=_classes(language, classes, today)))
    if classes:
        parts.append(t(language, "arrival.told.tell", words=advice(language, classes[0].code)))
    return "".join(parts)


def advice(language: str, code: str) -> str:
    """What the person is told."""
    return getattr(load_policy().person_class(code), f"told_{language}")


def _classes(language: str, classes: Sequence[Why], today: date) -> str:
    return t(language, "list.items").join(_class(language, each, today) for each in classes) or class_name(
        language, RESIDENT
    )


def _class(language: str, each: Why, today: date) -> str:
    name = class_name(language, each.code)
    if each.until is None:
        return name
    return t(language, "arrival.told.until", name=name, until=format.dated(language, each.until, today=today))


def class_name(language: str, code: str) -> str:
    return getattr(load_policy().person_class(code), language)

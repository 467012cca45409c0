"""What rules and their settings are called; of one without words its code."""

from __future__ import annotations

from core.i18n import format, has
from core.report.wording import class_name
from pages.ui.shared.session import language, say


def name(code: str) -> str:
    return say(f"detector.{code}") if has(f"detector.{code}") else code


def says(code: str) -> str:
    return say(f"rules.says.{code}") if has(f"rules.says.{code}") else ""


def setting(key: str) -> str:
    return say(f"rules.setting.{key}") if has(f"rules.setting.{key}") else key


def place_name(key: str) -> str:
    """Of a level or a kind of units."""
    if key.startswith("unit."):
        kind = f"unit_kind.{key.removeprefix('unit.')}"
        return say(kind) if has(kind) else key
    return say(f"level.{key}") if has(f"level.{key}") else key


def value(key: str, given: object) -> str:
    """A setting's value as it is read."""
    if isinstance(given, bool):
        return say("rules.on" if given else "rules.off")
    if isinstance(given, list):
        return say("rules.joiner").join(_one(key, each) for each in given)
    if isinstance(given, str):
        return _one(key, given)
    return say("rules.no_limit") if given is None else format.plain(given)


def _one(key: str, given: object) -> str:
    if key in ("classes", "excused"):
        return class_name(language(), str(given))
    if key == "home":
        return place_name(str(given))
    if key == "indicators" and has(f"indicator.{given}"):
        return say(f"indicator.{given}")
    if isinstance(given, float):
        return format.plain(given)
    fact = f"rules.frail.{str(given).replace('=', '_')}"
    return say(fact) if key == "frail" and has(fact) else str(given)

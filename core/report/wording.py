"""A finding becomes one sentence. The words are `finding.<code>` (core/i18n/words/overview.toml)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from core.i18n import format, has, t
from core.i18n.places import place_name
from core.policy.names import known_class
from core.report.findings import Finding
from core.report.measures import measure_name

PLACES = ("names", "grids", "homes")  # fields that name places
TENTHS = "零一二三四五六七八九十"
ENGLISH = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def word(language: str, finding: Finding) -> str:
    """“外来人次 1,204,较上周增加 12%,六成在横州镇”."""
    clauses = [t(language, f"finding.{c.code}", **_worded(language, c.fields)) for c in finding]
    text = t(language, "finding.comma").join(c for c in clauses if c)
    return text[:1].upper() + text[1:]


def placed(language: str, finding: Finding) -> Finding:
    """The same with its places by their names in the reader's language."""

    def called(name: str, value: object) -> object:
        if name == "name":
            return place_name(language, value)
        return [place_name(language, each) for each in value] if name in PLACES else value

    return tuple(replace(clause, fields={k: called(k, v) for k, v in clause.fields.items()}) for clause in finding)


def part(language: str, share: float) -> str:
    """A share as it is spoken: 0.61 → 六成 / six in ten; 0.97 → 几乎全部 / nearly all."""
    if share >= 0.95:
        return t(language, "part.all" if share > 0.999 else "part.nearly_all")
    if abs(share - 0.5) <= 0.02:
        return t(language, "part.half")
    tenths = round(share * 10)
    if tenths == 0:
        return format.percent(share, 0)
    off = share * 10 - tenths
    kind = "over" if off > 0.2 else "almost" if off < -0.2 else "about"
    return t(language, f"part.{kind}", tenths=TENTHS[tenths] if language == "zh" else ENGLISH[tenths])


def class_name(language: str, code: str) -> str:
    return getattr(known_class(code), language)


def flow_end(language: str, code: str) -> str:
    """A class as the beginning or end of a flow; OUTSIDE: on no roster, or gone."""
    return class_name(language, code) if code else t(language, "flow.outside")


def indicator_name(language: str, code: str) -> str:
    """Of an indicator, or of a class taken as one; small within an English sentence."""
    name = t(language, f"indicator.{code}") if has(f"indicator.{code}") else class_name(language, code)
    return name[:1].lower() + name[1:]


def _worded(language: str, fields: dict[str, object]) -> dict[str, str]:
    worded = {name: _field(language, name, value) for name, value in fields.items()}
    indicator = fields.get("indicator")
    if indicator:
        unit, of_class = f"unit_of.{indicator}", not has(f"indicator.{indicator}")
        worded["unit"] = t(language, unit) if has(unit) else t(language, "figure.people_unit") if of_class else ""
        if indicator == "coverage" and "figure" in fields:
            worded["figure"] = format.percent(fields["figure"])
    if "span" in fields:
        worded["span"] = t(language, f"span.{fields['span']}", days=fields["days"])
    return worded


def _field(language: str, name: str, value: object) -> str:
    worded = FIELDS.get(name)
    if worded:
        return worded(language, value)
    if isinstance(value, date):
        return format.day(language, value)
    if isinstance(value, int | float):
        return format.number(language, value, 0 if abs(value) >= 10 else 1)
    return str(value)


def _share(language: str, value: float) -> str:
    return format.percent(value, 0 if abs(value) >= 0.01 else 1)


def listed(language: str, names: Sequence[str]) -> str:
    """甲、乙、丙; A, B and C."""
    *rest, last = names or [""]
    return t(language, "finding.and").join([t(language, "list.items").join(rest), last] if rest else [last])


# How a field is worded, by its name.
FIELDS: dict[str, Callable[[str, object], str]] = {
    "change": _share,
    "share": _share,
    "part": part,
    "indicator": indicator_name,
    "grade": lambda language, value: t(language, f"grade.{value}").lower(),
    "class": class_name,
    "from_class": flow_end,
    "to_class": flow_end,
    "detector": lambda language, value: (
        t(language, f"detector.{value}") if language == "zh" else t(language, f"detector.{value}").lower()
    ),
    "names": listed,
    "units": listed,
    "grids": listed,
    "homes": listed,
    "classes": lambda language, value: listed(language, [class_name(language, code) for code in value]),
    "measures": lambda language, value: listed(language, [measure_name(language, code) for code in value]),
    "ages": lambda language, value: listed(language, [t(language, f"finding.age.{v}") for v in value]),
    "moves": lambda language, value: listed(
        language,
        [
            t(language, "finding.move", **{"class": class_name(language, code), "value": format.number(language, n)})
            for code, n in value
        ],
    ),
    "some": lambda language, value: (
        (t(language, "list.items").join(value[0]) if value[1] > len(value[0]) else listed(language, value[0]))
        + (t(language, "finding.and_more", count=value[1]) if value[1] > len(value[0]) else "")
    ),
    "basis": lambda language, value: t(language, f"finding.basis.{value}"),
    "rate": lambda language, value: format.number(language, value, 1 if value >= 1 else 2),
    "whole": lambda language, value: format.number(language, value, 1 if value >= 1 else 2),
    "rate_low": lambda language, value: format.change(value),
    "rate_high": lambda language, value: format.change(value),
    "r": lambda language, value: format.number(language, value, 2),
    "r_low": lambda language, value: format.number(language, value, 2),
    "r_high": lambda language, value: format.number(language, value, 2),
    "weekday": lambda language, value: t(language, "finding.weekday", day=format.WEEKDAYS[language][value - 1]),
}

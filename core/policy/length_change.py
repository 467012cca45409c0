"""How long a class lasts, changed: as a county's version says it (core/policy/layers.py), its phases and conditions kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from core.policy.classes import EVENT, PersonClass
from core.policy.phases import Length, Phase


def length_lines(each: PersonClass, days: int) -> list[str]:
    """TOML lines of the class for `days` instead of its longest length: of several, the longest become so many days, and none is longer. A
    chain of phases is cut at its end, or its last phase grows; days of testing behind the end go."""
    if each.days_by:
        rows = [
            _row(_of(length, days if length.days == each.days else min(length.days, days))) for length in each.days_by
        ]
        return ["days_by = [", *(f"  {row}," for row in rows), "]"]
    if each.phases:
        return [f"phases = {_phases(_of(Length(each.days, each.phases), days).phases)}"]
    return [f"days = {days}", *(['ends = "first"'] if each.ends == EVENT else [])]


def _of(length: Length, days: int) -> Length:
    left, kept = days, []
    for number, phase in enumerate(length.phases, 1):
        here = left if number == len(length.phases) else min(phase.days, left)
        if here > 0:
            kept.append(replace(phase, days=here, tests=tuple(day for day in phase.tests if day <= here)))
        left -= here
    return replace(length, days=days, phases=tuple(kept))


def _row(length: Length) -> str:
    when = [f"when = {_text(length.when.text)}"] if length.when else []
    said = f"phases = {_phases(length.phases)}" if length.phases else f"days = {length.days}"
    return f"{{{', '.join([*when, said])}}}"


def _phases(phases: Iterable[Phase]) -> str:
    return "[" + ", ".join(_phase(phase) for phase in phases) + "]"


def _phase(phase: Phase) -> str:
    tests = [f"tests = {list(phase.tests)}"] if phase.tests else []
    return f"{{{', '.join([f'place = {_text(phase.place)}', f'days = {phase.days}', *tests])}}}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

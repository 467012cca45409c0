"""A change of one cell of the matrix, as a county's version says it (core/policy/layers.py): what a class is asked for in grids of a grade."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from core.policy.loader import Policy


def cell_change(
    text: str, before: Policy, *, code: str, grades: Collection[str], wanted: Collection[str], every: Mapping[str, int]
) -> str:
    """`text` (TOML, changes over `before`) with the cells of class `code` in these grades asking for exactly the measures `wanted`, in the order
    of the pack; `every`: measure → days between two times. What the text said of these cells before goes."""
    for grade in grades:
        head = f"[measures.cell.{code}.{grade}]"
        asked = {m.code for m in before.matrix.of(code, grade)}
        lines = [head, f"measures = {_listed(before, wanted)}"]
        if gone := asked - set(wanted):
            lines.append(f"without = {_listed(before, gone)}")
        lines += [f"{name}.every = {int(days)}" for name, days in every.items() if name in wanted]
        text = (_without(text, head).rstrip() + "\n\n" + "\n".join(lines) + "\n").lstrip()
    return text


def _listed(policy: Policy, codes: Collection[str]) -> str:
    return "[" + ", ".join(f'"{code}"' for code in policy.measures if code in codes) + "]"


def _without(text: str, head: str) -> str:
    """The text without the table of that head."""
    return re.sub(rf"^{re.escape(head)}[ \t]*\n(?:(?!\[).*(?:\n|\Z))*", "", text, flags=re.MULTILINE)

"""A change of one cell of the matrix, as a county's version says it (core/policy/layers.py): what a class is asked for in grids of a grade."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.policy.loader import Policy
from core.policy.text_blocks import Block, blocks, joined, new_block


def cell_change(
    text: str,
    before: Policy,
    *,
    shipped: Policy,
    code: str,
    grades: Collection[str],
    wanted: Collection[str],
    every: Mapping[str, int],
) -> str:
    """`text` (TOML, changes over `shipped`) with the cells of class `code` in these grades asking for exactly the measures `wanted`, in the order
    of the pack; `every`: measure → days between two times, of others it stays what the text says. What else it said of these cells before goes, also
    where it is faulty. `before`: with the changes that the text began with."""
    found = blocks(text)
    for grade in grades:
        asked = {m.code for policy in (before, shipped) for m in policy.matrix.of(code, grade)}
        lines = [f"measures = {_listed(before, wanted)}"]
        if gone := asked - set(wanted):
            lines.append(f"without = {_listed(before, gone)}")
        often = _every(found, code, grade, wanted) | dict(every)
        lines += [f"{name}.every = {int(days)}" for name, days in often.items() if name in wanted]
        found = [*_without(found, code, grade), new_block(f"[measures.cell.{code}.{grade}]", lines)]
    return joined(found)


def _listed(policy: Policy, codes: Collection[str]) -> str:
    return "[" + ", ".join(f'"{code}"' for code in policy.measures if code in codes) + "]"


def _every(found: list[Block], code: str, grade: str, wanted: Collection[str]) -> dict[str, int]:
    """Days between two times, as the text has them for the cell."""
    cell, made = f"measures.cell.{code}.{grade}", {}
    for block in found:
        for name in wanted:
            inner = block.says(name) if block.path == cell else None
            days = inner.get("every") if isinstance(inner, dict) else None
            days = block.says("every") if block.path == f"{cell}.{name}" else days
            if type(days) is int:
                made[name] = days
    return made


def _without(found: list[Block], code: str, grade: str) -> list[Block]:
    """Blocks that say nothing of the cell."""
    row = f"measures.cell.{code}"
    kept = [block for block in found if not f"{block.path}.".startswith(f"{row}.{grade}.")]
    for block in kept:
        if block.path == row:
            block.drop([grade])
    return kept

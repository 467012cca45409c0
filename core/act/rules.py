"""The matrix as lists that are bound to the statements: one entry per measure of a cell, per slot, per day of the class."""

from __future__ import annotations

from collections.abc import Iterator

from core.policy.loader import Matrix, Measure, Policy

# How high an owner's level lets the search begin: 0 the county alone … 4 whatever is nearest.
HEIGHTS = {"township": 1, "village": 2, "section": 3, "household": 4, "unit": 4}
DAY = 24


def rules(policy: Policy) -> dict[str, list]:
    """An entry per class, grade and measure of which tasks come."""
    found = list(_asked(policy.matrix))
    return {
        "class": [code for code, _, _ in found],
        "grade": [grade for _, grade, _ in found],
        "measure": [m.code for _, _, m in found],
        "every": [m.every for _, _, m in found],
        "begins": [m.begins for _, _, m in found],
        "dated": [bool(m.on) for _, _, m in found],
        "first": [policy.person_class(code).from_day for code, _, _ in found],
        "owner": [m.owner for _, _, m in found],
    }


def slots(policy: Policy) -> dict[str, list]:
    """An entry per class, grade, measure and hour; and those of the days of a class."""
    timed = [(code, grade, m, n) for code, grade, m in _asked(policy.matrix) for n in range(len(m.slots))]
    dated = [(code, grade, m, n) for code, grade, m in _asked(policy.matrix) for n in range(len(m.on))]
    return {
        **_named("", timed),
        "slot": [n + 1 for *_, n in timed],
        "opens": [m.slots[n].opens for *_, m, n in timed],
        "due": [m.slots[n].due for *_, m, n in timed],
        "closes": [m.slots[n + 1].opens if n + 1 < len(m.slots) else None for *_, m, n in timed],
        **_named("dated_", dated),
        "dated_number": [m.on[n] for *_, m, n in dated],
        "dated_next": [m.on[n + 1] if n + 1 < len(m.on) else None for *_, m, n in dated],
    }


def standing_rules(policy: Policy) -> list[tuple[str, str, str, str]]:
    """(class, grade, measure, what it forbids)"""
    return [
        (code, grade, m.code, what)
        for (code, grade), measures in policy.matrix.cells.items()
        for m in measures
        for what in sorted(m.forbids)
    ]


def leave_rules(policy: Policy) -> dict[str, list]:
    """Lists of one length, an entry per class and grade that may not leave: class, grade, measure, approval (levels that lift it; 0: none)."""
    found = [
        (code, grade, m.code, m.approval)
        for (code, grade), measures in policy.matrix.cells.items()
        for m in measures
        if "leave" in m.forbids
    ]
    return {name: [row[at] for row in found] for at, name in enumerate(("class", "grade", "measure", "approval"))}


def _asked(matrix: Matrix) -> Iterator[tuple[str, str, Measure]]:
    return ((code, grade, m) for (code, grade), of_it in matrix.cells.items() for m in of_it if not m.standing)


def _named(prefix: str, rows: list[tuple]) -> dict[str, list]:
    return {
        f"{prefix}class": [code for code, *_ in rows],
        f"{prefix}grade": [grade for _, grade, *_ in rows],
        f"{prefix}measure": [m.code for _, _, m, _ in rows],
    }

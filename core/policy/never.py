"""Can a condition hold at all? Tried on the values at which its comparisons turn: each literal, what lies between two, what lies
beyond, and a term that is unknown. Exact for comparisons with literals; given up where there are too many to try."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from datetime import date, timedelta

from sqlglot import exp

from core.policy.conditions import Condition
from core.policy.terms import Term

MOST = 5000
COMPARED: dict[type, Callable[[object, object], bool]] = {
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
}


def can_hold(condition: Condition, terms: dict[str, Term]) -> bool:
    literals = [_value(node) for node in condition.tree.walk() if type(node) in (exp.Literal, exp.Cast, exp.Neg)]
    tried = [[*_turning(terms[name], literals), None] for name in condition.terms]
    if math.prod(len(values) for values in tried) > MOST:
        return True
    return any(holds(condition.tree, dict(zip(condition.terms, row, strict=True))) for row in itertools.product(*tried))


def holds(node: exp.Expression, given: dict[str, object]) -> bool | None:  # noqa: PLR0911 - a case per construct
    """None: unknown, as in the store."""
    kind = type(node)
    if kind is exp.Paren:
        return holds(node.this, given)
    if kind is exp.Not:
        inner = holds(node.this, given)
        return None if inner is None else not inner
    if kind in (exp.And, exp.Or):
        sides = [holds(node.this, given), holds(node.expression, given)]
        decides = kind is exp.Or
        return decides if decides in sides else None if None in sides else not decides
    if kind is exp.Is:
        return given[node.this.name] is None
    if kind is exp.Column:
        return given[node.name]
    if kind is exp.In:
        value = given[node.this.name]
        return None if value is None else value in [_value(part) for part in node.expressions]
    if kind is exp.Between:
        low, value, high = (_side(node.args[k], given) for k in ("low", "this", "high"))
        return None if None in (low, value, high) else low <= value <= high
    left, right = _side(node.this, given), _side(node.expression, given)
    return None if None in (left, right) else COMPARED[kind](left, right)


def _side(node: exp.Expression, given: dict[str, object]) -> object:
    return given[node.name] if isinstance(node, exp.Column) else _value(node)


def _value(node: exp.Expression) -> object:
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if isinstance(node, exp.Cast):
        return date.fromisoformat(node.this.name)
    if isinstance(node, exp.Neg):
        return -float(node.this.name)
    return node.name if node.is_string else float(node.name)


def _turning(term: Term, literals: list[object]) -> list[object]:
    if term.type == "boolean":
        return [True, False]
    if term.type == "value":
        return list(term.values)
    if term.type == "text":
        texts = {v for v in literals if isinstance(v, str)}
        return [*sorted(texts), "".join(texts) + "…"]
    if term.type == "date":
        days = {v for v in literals if isinstance(v, date)} or {date(2000, 1, 1)}
        around = {day + timedelta(days=n) for day in days for n in (-1, 0, 1) if date.min < day < date.max}
        return sorted(around | days)
    numbers = sorted({v for v in literals if isinstance(v, float)}) or [0.0]
    between = [(a + b) / 2 for a, b in itertools.pairwise(numbers)]
    return [numbers[0] - 1, *numbers, *between, numbers[-1] + 1]

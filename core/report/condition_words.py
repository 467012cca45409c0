"""The condition of a class as its readers say it: “来源地风险 = 重点地区 且 周岁 ≥ 14”, “Temperature (°C) ≥ 37.3”.

From the parsed tree (core/policy/conditions.py), whose few constructs are all that there is; terms and values by their own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlglot import exp

from core.i18n import format, t
from core.policy.conditions import Condition
from core.policy.terms import Term

SIGNS = {exp.EQ: "=", exp.NEQ: "≠", exp.LT: "<", exp.LTE: "≤", exp.GT: ">", exp.GTE: "≥"}
# What a negation of it is: said at once, not as “not (…)”.
OTHERWISE = {exp.EQ: "≠", exp.NEQ: "=", exp.LT: "≥", exp.LTE: ">", exp.GT: "≤", exp.GTE: "<"}


def condition_words(language: str, condition: Condition | None, terms: Mapping[str, Term]) -> str:
    """None, a class without a condition: everybody who has its event."""
    if condition is None:
        return t(language, "condition.none")
    return _Speaker(language, terms).said(_bare(condition.tree))


class _Speaker:
    def __init__(self, language: str, terms: Mapping[str, Term]) -> None:
        self.language, self.terms = language, terms

    def said(self, node: exp.Expression) -> str:  # noqa: PLR0911 - a case per construct
        kind = type(node)
        if kind is exp.Paren:
            return self.word("group", inner=self.said(_bare(node)))
        if kind is exp.Not:
            return self.denied(_bare(node.this))
        if kind in (exp.And, exp.Or):
            return self.joined(node)
        if kind is exp.Column:
            return self.answered(node, yes=True)
        if kind is exp.Is:
            return self.word("unknown", term=self.named(node.this))
        if kind is exp.In:
            return self.chosen(node, "=", "among")
        if kind is exp.Between:
            return self.word("between", **self.parts(node))
        return self.compared(node, SIGNS[kind])

    def denied(self, node: exp.Expression) -> str:  # noqa: PLR0911 - a case per construct
        kind = type(node)
        if kind is exp.Not:
            return self.said(_bare(node.this))
        if kind is exp.Column:
            return self.answered(node, yes=False)
        if kind is exp.Is:
            return self.word("known", term=self.named(node.this))
        if kind is exp.In:
            return self.chosen(node, "≠", "not_among")
        if kind is exp.Between:
            return self.word("not_between", **self.parts(node))
        if kind in OTHERWISE:
            return self.compared(node, OTHERWISE[kind])
        return self.word("not", inner=self.said(node))

    def joined(self, node: exp.Expression) -> str:
        """In SQL `and` binds first; a reader sees it by the brackets."""
        sides = [self.said(side) for side in (node.this, node.expression)]
        if type(node) is exp.Or:
            sides = [
                self.word("group", inner=text) if type(side) is exp.And else text
                for side, text in zip((node.this, node.expression), sides, strict=True)
            ]
        return self.word("and" if type(node) is exp.And else "or", one=sides[0], other=sides[1])

    def answered(self, column: exp.Column, *, yes: bool) -> str:
        return self.word("yes" if yes else "no", term=self.named(column))

    def compared(self, node: exp.Expression, sign: str) -> str:
        left, right = node.this, node.expression
        if isinstance(right, exp.Boolean) and isinstance(left, exp.Column):
            return self.answered(left, yes=bool(right.this) == (sign == "="))
        of = next(self.terms[side.name] for side in (left, right) if isinstance(side, exp.Column))
        return f"{self.side(left, of)} {sign} {self.side(right, of)}"

    def parts(self, node: exp.Between) -> dict[str, str]:
        sides = {"term": node.this, "low": node.args["low"], "high": node.args["high"]}
        of = next(self.terms[side.name] for side in sides.values() if isinstance(side, exp.Column))
        return {name: self.side(side, of) for name, side in sides.items()}

    def chosen(self, node: exp.In, sign: str, several: str) -> str:
        of = self.terms[node.this.name]
        values = [self.side(value, of) for value in node.expressions]
        if len(values) == 1:
            return f"{self.named(node.this)} {sign} {values[0]}"
        return self.word(several, term=self.named(node.this), values=t(self.language, "list.items").join(values))

    def side(self, node: exp.Expression, of: Term) -> str:
        """A term by its name, a literal as a value of the term that it is compared with."""
        if isinstance(node, exp.Column):
            return self.named(node)
        if isinstance(node, exp.Boolean):
            return t(self.language, "why.true" if node.this else "why.false")
        if isinstance(node, exp.Cast):
            return format.dated(self.language, date.fromisoformat(node.this.name), today=date.min)
        if isinstance(node, exp.Neg):
            return "−" + node.this.name
        if of.type == "value":
            return of.values[node.name][0 if self.language == "zh" else 1]
        return self.word("text", text=node.name) if node.is_string else node.name

    def named(self, column: exp.Expression) -> str:
        return getattr(self.terms[column.name], self.language)

    def word(self, name: str, **fields: str) -> str:
        return t(self.language, f"condition.{name}", **fields)


def _bare(node: exp.Expression) -> exp.Expression:
    """Without the brackets around it."""
    while isinstance(node, exp.Paren):
        node = node.this
    return node

"""Conditions of classes: a small language over terms, parsed and never evaluated as code.

    temperature >= fever
    origin_risk = 'high' and (age >= 14 or not student)

and, or, not, comparisons, in, between, is (not) null, parentheses, literals ('text', 37.3, date '2026-01-31', true), terms and the
named constants of the pack. What is anything else is refused: what remains is safe to put into a statement as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError

from core.policy.terms import Term

LONGEST = 2000
Constant = str | int | float | bool | date | tuple
ORDERED = ("number", "date")


class ConditionError(Exception):
    """`code` names the fault (policy.fault.<code>), `fields` fill its sentence."""

    def __init__(self, code: str, /, **fields: object) -> None:
        super().__init__(code)
        self.code, self.fields = code, fields


@dataclass(frozen=True)
class Condition:
    """`tree`: constants in place of their names, columns that are all terms."""

    text: str
    tree: exp.Expression
    terms: tuple[str, ...]  # in the order of their first mention

    def sql(self, table: str) -> str:
        """In the words of the store, each term a column of `table`. Kept: one person's classes are asked for all the time."""

        def called(node: exp.Expression) -> exp.Expression:
            return exp.column(node.name, table=table) if isinstance(node, exp.Column) else node

        if table not in self._said:
            self._said[table] = self.tree.transform(called).sql("duckdb")
        return self._said[table]

    @cached_property
    def _said(self) -> dict[str, str]:
        return {}


def condition(text: str, *, event: str, terms: dict[str, Term], constants: dict[str, Constant]) -> Condition:
    """Parsed and checked. Raises ConditionError."""
    return _Reader(event, terms, constants).read(text)


class _Reader:
    def __init__(self, event: str, terms: dict[str, Term], constants: dict[str, Constant]) -> None:
        self.event, self.terms, self.constants = event, terms, constants
        self.named: dict[str, None] = {}

    def read(self, text: str) -> Condition:
        tree = self._truth(_parsed(text))
        return Condition(text, tree, tuple(self.named))

    def _truth(self, node: exp.Expression) -> exp.Expression:  # noqa: PLR0911 - a case per construct
        """Of something that holds or does not."""
        kind = type(node)
        if kind in (exp.And, exp.Or):
            return kind(this=self._truth(node.this), expression=self._truth(node.expression))
        if kind in (exp.Not, exp.Paren):
            return kind(this=self._truth(node.this))
        if kind in (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE):
            return self._comparison(node, [node.this, node.expression], ordered=kind not in (exp.EQ, exp.NEQ))
        if kind is exp.Between and not node.args.get("symmetric"):
            return self._comparison(node, [node.this, node.args["low"], node.args["high"]], ordered=True)
        if kind is exp.In and not node.args.get("query") and not node.args.get("unnest"):
            return self._among(node)
        if kind is exp.Is and isinstance(node.expression, exp.Null):
            return exp.Is(this=self._term(node.this), expression=exp.Null())
        if kind is exp.Column:
            term = self._term(node)
            if self.terms[term.name].type != "boolean":
                raise ConditionError("no_comparison", name=term.name)
            return term
        raise ConditionError("not_allowed", part=_shown(node))

    def _comparison(self, node: exp.Expression, sides: list[exp.Expression], *, ordered: bool) -> exp.Expression:
        parts = [self._side(side) for side in sides]
        terms = [self.terms[p.name] for p in parts if isinstance(p, exp.Column)]
        if not terms:
            raise ConditionError("no_term", part=_shown(node))
        if ordered and any(term.type not in ORDERED for term in terms):
            raise ConditionError("no_order", name=terms[0].code)
        made = [self._fitting(part, terms[0]) for part in parts]
        if isinstance(node, exp.Between):
            return exp.Between(this=made[0], low=made[1], high=made[2])
        return type(node)(this=made[0], expression=made[1])

    def _among(self, node: exp.In) -> exp.Expression:
        term = self._term(node.this)
        named = node.args.get("field")
        if named is not None:
            values = self.constants.get(named.name) if _plain(named) else None
            if not isinstance(values, tuple):
                raise ConditionError("not_a_list", name=named.name)
            listed = [_literal(value) for value in values]
        else:
            listed = [self._side(value) for value in node.expressions]
        if not listed or any(isinstance(value, exp.Column) for value in listed):
            raise ConditionError("not_allowed", part=_shown(node))
        return exp.In(this=term, expressions=[self._fitting(value, self.terms[term.name]) for value in listed])

    def _side(self, node: exp.Expression) -> exp.Expression:
        """A term, a constant in place of its name, or a literal."""
        if isinstance(node, exp.Paren):
            return self._side(node.this)
        if _plain(node) and node.name in self.constants:
            value = self.constants[node.name]
            if isinstance(value, tuple):
                raise ConditionError("a_list", name=node.name)
            return _literal(value)
        if isinstance(node, exp.Column):
            return self._term(node)
        return _as_literal(node)

    def _term(self, node: exp.Expression) -> exp.Column:
        if not _plain(node):
            raise ConditionError("not_allowed", part=_shown(node))
        name = node.name
        if name in self.constants:
            raise ConditionError("constant_alone", name=name)
        term = self.terms.get(name)
        if term is None:
            raise ConditionError("unknown_term", name=name)
        if not term.of(self.event):
            raise ConditionError("not_of_event", name=name, event=self.event)
        self.named.setdefault(name)
        return exp.column(name)

    def _fitting(self, part: exp.Expression, term: Term) -> exp.Expression:
        if isinstance(part, exp.Column):
            other = self.terms[part.name]
            if other.type != term.type:
                raise ConditionError(f"type_{term.type}", name=term.code, part=other.code)
            return part
        if term.type == "date" and isinstance(part, exp.Literal) and part.is_string:
            part = _literal(_date(part.name))
        if _type_of(part) not in ({"text"} if term.type == "value" else {term.type}):
            raise ConditionError(f"type_{term.type}", name=term.code, part=_shown(part))
        if term.type == "value" and part.name not in term.values:
            raise ConditionError("unknown_value", name=term.code, part=part.name, allowed=", ".join(term.values))
        return part


def _parsed(text: str) -> exp.Expression:
    if len(text) > LONGEST:
        raise ConditionError("too_long", most=LONGEST)
    try:
        found = parse(text, dialect="duckdb")
    except (SqlglotError, RecursionError, ValueError) as wrong:
        raise ConditionError("unreadable", part=_near(wrong)) from wrong
    if len(found) != 1 or found[0] is None:
        raise ConditionError("unreadable", part=text.strip()[:40])
    return found[0]


def _near(wrong: Exception) -> str:
    """The word at which the parser stopped."""
    said = getattr(wrong, "errors", None)
    return str(said[0].get("highlight") or "")[:40] if said else ""


def _plain(node: exp.Expression) -> bool:
    """A bare name: no table before it, no quotes around it."""
    return type(node) is exp.Column and not node.table and type(node.this) is exp.Identifier and not node.this.quoted


def _shown(node: exp.Expression) -> str:
    return node.sql("duckdb")[:60]


def _literal(value: Constant) -> exp.Expression:
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(value)


def _as_literal(node: exp.Expression) -> exp.Expression:
    kind = type(node)
    if kind is exp.Boolean:
        return exp.Boolean(this=bool(node.this))
    if kind is exp.Literal:
        return exp.Literal.string(node.name) if node.is_string else _number(node.name)
    if kind is exp.Neg and type(node.this) is exp.Literal and not node.this.is_string:
        return _number("-" + node.this.name)
    if kind is exp.Cast and type(node.this) is exp.Literal and node.this.is_string and node.to.sql() == "DATE":
        return _literal(_date(node.this.name))
    raise ConditionError("not_allowed", part=_shown(node))


def _number(text: str) -> exp.Expression:
    try:
        value = float(text)
    except ValueError:
        raise ConditionError("not_allowed", part=text[:40]) from None
    if not abs(value) < 1e15:
        raise ConditionError("not_allowed", part=text[:40])
    return exp.Literal.number(int(value) if value.is_integer() else value)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConditionError("no_date", part=text[:40]) from None


def _type_of(node: exp.Expression) -> str:
    if isinstance(node, exp.Boolean):
        return "boolean"
    if isinstance(node, exp.Cast):
        return "date"
    return "text" if node.is_string else "number"

"""DuckDB's SQL → Spark's. sqlglot translates; what stands here is what it can't know, each with its why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import sqlglot
from sqlglot import exp

# Macros over registers that Spark can't be told (names are made alike by Unicode's rules): the desk gives their rows.
AT_THE_DESK = ("contact_events",)
MACRO = re.compile(r"^create macro (\w+)\((.*?)\) as( table)?\s(.*?);\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Read:
    """What a statement reads of the store: rows by the store's own SQL (a table's name, or a macro's call), and all that it names,
    columns among it (None: it asks for all columns)."""

    rows: str
    named: frozenset[str] | None


@dataclass(frozen=True)
class Step:
    """A query as Spark is to be asked it, `$name` as `:name`; what it reads, by the names that it has for it; as what it is kept (None: the answer)."""

    sql: str
    reads: dict[str, Read]
    kept: str | None = None


@cache
def spark_sql(sql: str) -> tuple[Step, ...]:
    """A query in the steps in which Spark is to be asked it: what is to be worked out once (`as materialized`), then the answer.

    Raises sqlglot.errors.SqlglotError where it can't be told.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    given = _given_by_the_desk(tree)
    tree = _macros(tree)
    for rule in (_lists_made_to_be_unnested, _two_unnests, _minutes, _of_lists, _json_of_text):
        tree = rule(tree)
    return tuple(_step(part, given, name) for name, part in _parts(tree))


def _step(tree: exp.Expression, given: dict[str, str], kept: str | None) -> Step:
    named = frozenset(node.name.lower() for node in tree.find_all(exp.Identifier))
    whole = _starred(tree)
    read = {name: Read(given.get(name, name), None if name in whole else named) for name in sorted(tables(tree))}
    return Step(tree.sql("spark"), read, kept)


def _parts(tree: exp.Expression) -> Iterator[tuple[str | None, exp.Expression]]:
    """Spark works a common table out anew at each mention: those that are not to be are statements of their own, before the rest."""
    begun = tree.args.get("with_")
    if begun is None:
        yield None, tree
        return
    inlined: list[exp.CTE] = []
    for cte in begun.expressions:
        if cte.args.get("materialized"):
            yield cte.alias, _headed(cte.this, inlined)
        else:
            inlined.append(cte)
    tree.set("with_", None)
    yield None, _headed(tree, inlined)


def _headed(tree: exp.Expression, ctes: list[exp.CTE]) -> exp.Expression:
    """With those of the common tables that it asks for, and that these ask for."""
    asked, wanted = tables(tree), []
    for cte in reversed(ctes):
        if cte.alias in asked:
            asked |= tables(cte.this)
            wanted.append(cte.copy())
    made = tree.copy()
    own = made.args.get("with_")
    if wanted or own:
        made.set("with_", exp.With(expressions=[*reversed(wanted), *(own.expressions if own else [])]))
    return made


def tables(tree: exp.Expression) -> set[str]:
    """The tables that a statement reads, without those that it makes itself."""
    made = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table) if table.name and table.name not in made}


def _starred(tree: exp.Expression) -> set[str]:
    """The tables of which all columns are asked for."""
    stars = [s for s in tree.find_all(exp.Select) if any(e.is_star for e in s.expressions)]
    sources = [s.args["from_"].this for s in stars if s.args.get("from_")]
    sources += [join.this for s in stars for join in s.args.get("joins") or []]
    return {source.name for source in sources if isinstance(source, exp.Table)}


def _given_by_the_desk(tree: exp.Expression) -> dict[str, str]:
    """Puts a table in the place of each call that the desk answers. Returns the calls by the tables' names."""
    calls = {}
    for node in list(tree.find_all(exp.Table)):
        call = node.this
        if isinstance(call, exp.Anonymous) and call.name.lower() in AT_THE_DESK:
            name = "_".join([call.name.lower(), *(value.name for value in call.expressions)])
            calls[name] = call.sql("duckdb")
            node.set("this", exp.to_identifier(name))
    return calls


@cache
def macros() -> dict[str, tuple[tuple[str, ...], bool, str]]:
    """name → (parameters, gives a table, body), from the schema: Spark has no macros of ours, so they are written out."""
    text = (resources.files("core.store") / "schema" / "0001_initial.sql").read_text("utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--")) + "\n"
    return {
        name: (tuple(p.strip() for p in params.split(",") if p.strip()), bool(table), body)
        for name, params, table, body in MACRO.findall(text)
    }


def _macros(tree: exp.Expression) -> exp.Expression:
    def written_out(node: exp.Expression) -> exp.Expression:
        call = node.this if isinstance(node, exp.Table) else node
        if not isinstance(call, exp.Anonymous) or call.name.lower() not in macros():
            return node
        params, gives_table, body = macros()[call.name.lower()]
        values = dict(zip(params, call.expressions, strict=True))
        meant = _macros(_filled(sqlglot.parse_one(body, read="duckdb"), values))
        if not gives_table:
            return exp.paren(meant)
        return exp.Subquery(this=meant, alias=node.args.get("alias") or exp.to_identifier(call.name))

    return tree.transform(written_out)


def _filled(body: exp.Expression, values: dict[str, exp.Expression]) -> exp.Expression:
    def value(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Column) and not node.table and node.name in values:
            return values[node.name].copy()
        return node

    return body.transform(value)


def _lists_made_to_be_unnested(tree: exp.Expression) -> exp.Expression:
    """`select unnest((select list(distinct x) from t))` is `select distinct x from t`: a list of millions would have to fit into one row."""

    def plain(node: exp.Expression) -> exp.Expression:
        if not (isinstance(node, exp.Select) and len(node.expressions) == 1 and not node.args.get("from_")):
            return node
        unnested = node.expressions[0].unalias()
        inner = unnested.expressions[0] if isinstance(unnested, exp.Unnest) else getattr(unnested, "this", None)
        if not isinstance(unnested, exp.Unnest | exp.Explode) or not isinstance(inner, exp.Subquery | exp.Paren):
            return node
        made = inner.unnest()
        if isinstance(made, exp.Select) and isinstance(made.expressions[0], exp.ArrayAgg):
            listed = made.copy()
            what = made.expressions[0].this
            distinct = isinstance(what, exp.Distinct)
            listed.set("expressions", [(what.expressions[0] if distinct else what).copy()])
            return listed.distinct() if distinct else listed
        return node

    return tree.transform(plain)


def _two_unnests(tree: exp.Expression) -> exp.Expression:
    """Spark takes one unnest in a select: lists that go side by side are zipped first."""

    def zipped(node: exp.Expression) -> exp.Expression:
        if not isinstance(node, exp.Select):
            return node
        both = [e for e in node.expressions if isinstance(e.unalias(), exp.Unnest | exp.Explode)]
        if len(both) < 2 or len(both) != len(node.expressions):
            return node
        lists = []
        for one in both:
            inner = one.unalias()
            lists.append((inner.expressions[0] if isinstance(inner, exp.Unnest) else inner.this).sql("spark"))
        names = ", ".join(f"z['{n}'] as {one.alias}" for n, one in enumerate(both))
        text = f"select {names} from (select explode(arrays_zip({', '.join(lists)})) as z)"
        return sqlglot.parse_one(text, read="spark")

    return tree.transform(zipped)


def _minutes(tree: exp.Expression) -> exp.Expression:
    """to_minutes(n) is Spark's make_dt_interval(0, 0, n)."""

    def minutes(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Anonymous) and node.name.lower() == "to_minutes":
            zero = exp.Literal.number(0)
            return exp.Anonymous(this="make_dt_interval", expressions=[zero, zero.copy(), node.expressions[0]])
        return node

    return tree.transform(minutes)


def _of_lists(tree: exp.Expression) -> exp.Expression:
    """Behind a list's end is nothing, here; Spark's [] fails. What a list does not hold has no place in it; Spark says 0."""

    def plain(node: exp.Expression) -> exp.Expression:
        name = node.name.lower() if isinstance(node, exp.Anonymous) else ""
        if name == "list_extract":
            node.set("this", "try_element_at")
        if name == "list_position":
            place = exp.Anonymous(this="array_position", expressions=node.expressions)
            return exp.cast(exp.Nullif(this=place, expression=exp.Literal.number(0)), "int")
        return node

    return tree.transform(plain)


def _json_of_text(tree: exp.Expression) -> exp.Expression:
    """Spark's to_json takes no bare text: it is quoted as a list of one, without the brackets."""

    def quoted(node: exp.Expression) -> exp.Expression:
        if (
            isinstance(node, exp.Anonymous)
            and node.name.lower() == "to_json"
            and isinstance(node.expressions[0], exp.Column)
        ):
            text = node.expressions[0].sql("spark")
            return sqlglot.parse_one(f"regexp_extract(to_json(array({text})), '(?s)^.(.*).$', 1)", read="spark")
        return node

    return tree.transform(quoted)

"""DuckDB's SQL → Spark's. sqlglot translates; what stands here is what it can't know, each with its why."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import sqlglot
from sqlglot import exp

MACRO = re.compile(r"^create macro (\w+)\((.*?)\) as( table)?\s(.*?);\n", re.DOTALL | re.MULTILINE)


@cache
def spark_sql(sql: str) -> tuple[str, tuple[str, ...]]:
    """A query as Spark is to be asked it, `$name` as `:name`; and the tables that it reads, in the order of their names.

    Raises sqlglot.errors.SqlglotError where it can't be told.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    tree = _macros(tree)
    for rule in (_lists_made_to_be_unnested, _two_unnests, _minutes):
        tree = rule(tree)
    return tree.sql("spark"), tuple(sorted(tables(tree)))


def tables(tree: exp.Expression) -> set[str]:
    """The tables that a statement reads, without those that it makes itself."""
    made = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table) if table.name and table.name not in made}


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

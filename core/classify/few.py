"""Statements about some people or grids: one person is asked for by number; of a few, each row is looked for in their list, which is planned at
once; of more they are joined, for a list is gone through for each row, and five thousand people among a county's million took it seconds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sized

LISTED = re.compile(r"list_contains\(cast\(\$(\w+) as integer\[\]\), ([\w.]+)\)")
ALONE = re.compile(r"([\w.]+) between \$low and \$high and list_contains\(cast\(\$people as integer\[\]\), \1\)")
FEW = 50
GRIDS = 4


def of_few(sql: str, wanted: Sized | None) -> str:
    """The statement for so many of them; None: it is about everybody."""
    if wanted is not None and len(wanted) == 1:
        return ALONE.sub(r"\1 = $low", sql)
    if wanted is None or len(wanted) <= FEW:
        return sql
    return LISTED.sub(r"\2 in (select unnest(cast($\1 as integer[])))", sql)


def of_each(sql: str, grids: Collection[int]) -> Iterator[tuple[str, dict[str, object]]]:
    """The statement about each of very few grids by itself, else about all of them at once, with its parameters: of one number DuckDB knows how
    few rows it has, and passes over what lies elsewhere. `sql` says of which grids by `/*grids*/` after a column."""
    if len(grids) > GRIDS:
        yield sql.replace("/*grids*/", "in (select unnest(cast($grids as integer[])))"), {"grids": sorted(grids)}
        return
    for grid in sorted(grids):
        yield sql.replace("/*grids*/", "= $grid"), {"grid": grid}

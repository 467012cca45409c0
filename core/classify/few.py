"""Statements about some people or grids: of a few, each row is looked for in their list, which is planned at once; of more they are joined,
for a list is gone through for each row, and five thousand people among a county's million took it seconds."""

from __future__ import annotations

import re
from collections.abc import Sized

LISTED = re.compile(r"list_contains\(cast\(\$(\w+) as integer\[\]\), ([\w.]+)\)")
FEW = 50


def of_few(sql: str, wanted: Sized | None) -> str:
    """The statement for so many of them; None: it is about everybody."""
    if wanted is None or len(wanted) <= FEW:
        return sql
    return LISTED.sub(r"\2 in (select unnest(cast($\1 as integer[])))", sql)

"""Those who answer for a grid one behind the other, in the columns of its row: `plan.link` and what would change (links.sql)."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from core.ingest.kinds.descriptor import Descriptor
from core.ingest.meaning.chain import PARTS, title_of
from core.ingest.meaning.fields import link_field
from core.ingest.sheet_plan import SheetPlan
from core.ingest.workspace import Workspace
from core.store import statements

TITLES = pa.schema([("sheet", pa.int32()), ("no", pa.int32()), ("title", pa.string())])


def check_links(work: Workspace, about: Descriptor, sheets: Sequence[SheetPlan]) -> None:
    """After it is known which grid a row is: who answers for it besides its responsible and deputy, and how that differs."""
    titles = [(s.number, no, title) for s in sheets for no, title in _titles(about, s)]
    columns = {name: [row[at] for row in titles] for at, name in enumerate(TITLES.names)}
    work.load("link_title", pa.table(columns, TITLES))
    for statement in statements(__file__, "links.sql"):
        work.run(statement.replace("staged_table", about.staged).replace("links_of_row", _of_row(about.links)))


def _titles(about: Descriptor, sheet: SheetPlan) -> list[tuple[int, str]]:
    """Number of a link → what its header calls it; two of one title are told apart."""
    headers = sheet.header_of
    found: dict[str, int] = {}
    for no in range(1, about.links + 1):
        of_link = [headers[link_field(no, part)] for part in PARTS if link_field(no, part) in headers]
        if of_link:
            title = title_of(of_link[0])
            title = title.capitalize() if title in ("responsible", "deputy") else title  # roles of the register
            found[f"{title}{no}" if title in found else title] = no
    return [(no, title) for title, no in found.items()]


def _of_row(links: int) -> str:
    """SQL: the links of a staged row `s`, as a list."""
    return ", ".join(
        f"{{'no': {no}, " + ", ".join(f"'{part}': s.{link_field(no, part)}" for part in PARTS) + "}"
        for no in range(1, links + 1)
    )

"""What changed since the last brief: sentences that it did not have, cells that it told otherwise."""

from __future__ import annotations

from dataclasses import replace

from core.brief.model import Brief, Section, Table


def marked(brief: Brief, before: Brief | None, *, since: str) -> Brief:
    """`brief` with its changes marked against `before` (None: nothing is marked). `since`: what it is compared with, in words."""
    if before is None:
        return brief
    earlier = {section.code: section for section in before.sections}
    return replace(brief, since=since, sections=[_section(one, earlier.get(one.code)) for one in brief.sections])


def _section(section: Section, before: Section | None) -> Section:
    if before is None:
        return replace(section, fresh=list(range(len(section.paragraphs))))
    had = set(before.paragraphs)
    fresh = [number for number, words in enumerate(section.paragraphs) if words not in had]
    return replace(section, fresh=fresh, table=section.table and _table(section.table, before.table))


def _table(table: Table, before: Table | None) -> Table:
    """Rows are told apart by their first cell, where that is enough, else by the first two; one that is new is changed as a whole."""
    if before is None or before.heads != table.heads:
        return table
    keys = 1 if len({row[0] for row in table.rows}) == len(table.rows) else 2
    had = {tuple(row[:keys]): row for row in before.rows}
    changed = []
    for r, row in enumerate(table.rows):
        old = had.get(tuple(row[:keys]))
        changed += [[r, c] for c, text in enumerate(row) if old is None or text != old[c]]
    return replace(table, changed=changed)

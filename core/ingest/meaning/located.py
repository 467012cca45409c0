"""What is known of a sheet's table: where it stands, of which kind it is, and what each column is proposed to be."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.ingest.meaning.answers import Answers
from core.ingest.meaning.evidence import Evidence
from core.ingest.meaning.table import Table

SURE = 0.8  # from this confidence on a column is read without a question


@dataclass(frozen=True)
class Column:
    """One column of a sheet. `field`: what it is read as, or proposed to be; None: not read. `why`: chosen, saved, header, child
    (the header's last row alone), part (the header holds a synonym), values, contested (two columns claim the field),
    joined (one of several columns that make the value, in the order of `rank`), split (it feeds several fields, joined by “+”), contradicted (the values are something else), maybe (the header is often used for something near it), other_person, no_category (none of its values is one),
    sensitive, unknown."""

    index: int
    header: str
    field: str | None
    confidence: float
    why: str
    sensitive: str | None = None
    seen: Evidence = field(default_factory=Evidence)
    rank: int = 0

    @property
    def fields(self) -> tuple[str, ...]:
        """What the column feeds: one field, several of which each takes its part, or none."""
        return tuple(self.field.split("+")) if self.field else ()

    @property
    def asked(self) -> bool:
        return self.field is not None and self.confidence < SURE


@dataclass(frozen=True)
class Located:
    kind: str
    header: int  # index of the header's first row among the sheet's rows, from 0
    columns: dict[str, int]  # field → column index
    mapping: dict[str, str]  # source header (of several rows: “parent/child”) → field
    unmapped: tuple[str, ...]  # headers that mean nothing to us; columns that we added ourselves are not among them
    table: Table | None = None  # what `header` belongs to
    proposals: tuple[Column, ...] = ()  # each column, once its values were looked at (mapping.settle)
    answers: Answers = field(default_factory=Answers)  # what the clerk said of the sheet
    # row as the spreadsheet numbers it, and the grid of those below, where headings within the table name it
    headings: tuple[tuple[int, str | None], ...] = ()
    last: int | None = None  # index of the last row of the list, where the clerk says it
    headed: str = "grid"  # the field that the headings give
    joined: dict[str, tuple[int, ...]] = field(
        default_factory=dict
    )  # field → its columns in order, where it has several

    @property
    def header_end(self) -> int:
        """Index of the header's last row."""
        return self.table.header_end if self.table else self.header

    @property
    def group(self) -> str:
        """Which of several tables side by side this is; '' where there is one."""
        return self.table.group if self.table else ""

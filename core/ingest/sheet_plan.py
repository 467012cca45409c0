"""One sheet's part of a plan: how its columns are understood, what would become of its rows, what was found."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.answers import Answers
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.header_text import SERIAL, normal_header
from core.ingest.meaning.located import Column
from core.ingest.meaning.parts import AND
from core.ingest.meaning.seems import later_kind
from core.ingest.own_words import own_headers
from core.ingest.workspace import Workspace


@dataclass
class SheetPlan:
    """One sheet's part of a plan. `counts`: rows, new, changed, unchanged, conflict, rejected. `read`: rows below the header that say
    something; `left_out`: those of them that are no record, each with an issue; the rest are `counts["rows"]`. `columns`: how each column is
    understood; `mapping`: header → field of those that are read."""

    number: int
    sheet: str
    kind: str
    header_row: int
    mapping: dict[str, str]
    unmapped: list[str]
    counts: dict[str, int] = field(default_factory=dict)
    work: Workspace | None = None
    columns: tuple[Column, ...] = ()
    answers: Answers = field(default_factory=Answers)
    fingerprint: str = ""
    headless: bool = False  # the sheet has no header
    read: int = 0
    left_out: int = 0
    scans: int | None = None  # of a sheet whose rows may tell of several events: how many are taken
    day: date | None = None  # for which the list says that it stands

    @property
    def asked(self) -> list[Column]:
        """Columns in doubt: not read until the clerk says what they are."""
        return [c for c in self.columns if c.asked]

    @property
    def later(self) -> str | None:
        """The kind of list, not taken in yet, of which the columns that are not read speak."""
        return later_kind(list(self.dropped)) if self.kind == "people" else None

    @property
    def dropped(self) -> dict[str, str]:
        """Header → why, of the columns that say something and are not read: unknown, other_person, contested, no_category, chosen …
        A running number is no loss."""
        return {
            c.header: c.why
            for c in self.columns
            if c.field is None and not c.sensitive and c.seen.filled and not _counts_rows(c) and not _is_ours(c)
        }

    @property
    def sensitive(self) -> dict[str, str]:
        """Header → category of the columns that are never stored."""
        return {c.header: c.sensitive for c in self.columns if c.sensitive}

    @property
    def read_in(self) -> dict[str, list[str]]:
        """Field → what the file says of it for all rows, and where: title, sheet, file, or rows (several, joined by “、”)."""
        return {f: [self.answers.fixed[f], where] for f, where in self.answers.read_in.items()}

    @property
    def header_of(self) -> dict[str, str]:
        """Field → the header of the column, or of the first of several, that says it."""
        headers: dict[str, str] = {}
        for header, fed in self.mapping.items():
            for name in fed.split(AND):
                headers.setdefault(name, header)
        return headers

    @property
    def fields(self) -> set[str]:
        """What the sheet says something about, in a column or as one value for all rows."""
        return set(self.header_of) | set(self.answers.fixed)

    @property
    def column_of(self) -> dict[str, str | None]:
        """Field → header. An issue on a field that the sheet spells otherwise, or does not have, is shown at the column that
        stands for it; of several that make a value, at the one that makes no other."""
        header: dict[str, str | None] = dict(self.header_of)
        alone = {fed: source for source, fed in reversed(self.mapping.items()) if AND not in fed}
        header |= {name: source for name, source in alone.items() if AND in self.mapping[header[name]]}
        for name, others in descriptor(self.kind).stand_in.items():
            header.setdefault(name, next((header[o] for o in others if o in header), None))
        return header

    @property
    def lacking(self) -> list[str]:
        """Fields that every row needs, or that what the list has needs, for which no column stands; one value for the whole file can."""
        about = descriptor(self.kind)
        beside = [f for name, fields in about.asked_with.items() if name in self.fields for f in fields]
        return [f for f in (*beside, *about.asked) if not self._stands(f)]

    def _stands(self, field: str) -> bool:
        stands = {
            "grid": ("grid", "section"),
            "direction": ("direction", "in_at", "out_at"),
            "sampled_at": ("sampled_at", "sampled_1", "reported_at"),
        }.get(field, (field,))
        return any(f in self.fields for f in stands) or any(field in c.fields for c in self.asked)

    @property
    def ready(self) -> bool:
        """Are there enough sure columns to know what a row is about?"""
        kind = kinds().get(self.kind)
        return (
            kind is None
            or kind.fits(self.fields)
            or kind.may_fit(self.fields)
            or (bool(self.fields) and {f.name for f in kind.fields.values() if f.required} <= self.fields)
        )

    @property
    def older(self) -> int:
        """How many grids keep today's code and name because the sheet has older ones."""
        return self._found("list_older")

    @property
    def dead(self) -> int:
        """How many people the sheet has who are registered as dead, and who stay so."""
        return self._found("died_present", "died_listed")

    @property
    def unknown(self) -> int:
        """How many rows of a list about people mean nobody in the register; those that are taken in are among them."""
        return self._found("person_unknown", "visitor_taken_in", "visitor_not")

    @property
    def nil(self) -> date | None:
        """The day of which a form without anybody on it reports that there was nobody; None of all others."""
        if not descriptor(self.kind).nil:
            return None
        return self.work.value("select day from plan.nil where sheet = $sheet", sheet=self.number)

    @property
    def absent(self) -> pd.DataFrame:
        """What the register has in a place of which the sheet names some, and the sheet does not name. Grain: one grid or unit. Columns:
        code, name, level, place, listed (how many of the place the sheet names), close_on (None: it stays). Empty for other kinds."""
        columns = "code, name, level, place, listed, close_on"
        if "grid" not in descriptor(self.kind).tracked:
            return pd.DataFrame(columns=columns.split(", "))
        return self.work.df(
            f"select {columns} from plan.absent where sheet = $sheet order by place, code",  # noqa: S608 - the names above
            sheet=self.number,
        )

    @property
    def closing(self) -> int:
        """How many of `absent` the import would close."""
        if self.answers.absent != "close":
            return 0
        return len(self.absent)

    def _found(self, *codes: str) -> int:
        return self.work.value(
            "select count(*) from plan.issue where sheet = $sheet and list_contains($codes, code)",
            sheet=self.number,
            codes=list(codes),
        )

    @property
    def issues(self) -> pd.DataFrame:
        """Grain: one issue. Columns: row, column (source header), code, severity, fields (JSON text, masked)."""
        return self.issues_at_most(None)

    def issues_at_most(self, limit: int | None) -> pd.DataFrame:
        found = self.work.df(
            "select i.row, i.field as column, i.code, s.severity, i.fields from plan.issue i join plan.severity s on s.code = i.code"
            " where i.sheet = $sheet order by i.row, i.field, i.code limit $limit",
            sheet=self.number, limit=limit if limit is not None else 1 << 40,
        )  # fmt: skip
        found["column"] = found["column"].map(self.column_of)
        return found

    @property
    def issue_groups(self) -> pd.DataFrame:
        """Grain: one field and code. Columns: field, column (source header), code, severity, issues, rows (how many), first_rows (at
        most 5), writings (distinct `fields`), fields (JSON text of the first, masked)."""
        found = self.work.script("issue_groups.sql", sheet=self.number).df()
        found["column"] = found["field"].map(self.column_of)
        return found

    def report(self, limit: int | None) -> dict:
        """Its part of Plan.report."""
        issues = self.issues_at_most(limit)[["row", "column", "code"]]
        listed = json.loads(issues.to_json(orient="records", force_ascii=False))
        absent = self.absent
        asked = {c.header: c.field for c in self.asked}
        return {
            "sheet": self.sheet,
            "kind": self.kind,
            "header_row": self.header_row,
            "mapping": self.mapping,
            **({"asked": asked} if asked else {}),
            **({"sensitive": self.sensitive} if self.sensitive else {}),
            **({"dropped": self.dropped} if self.dropped else {}),
            "read": self.read,
            "left_out": self.left_out,
            **self.counts,
            **({"scans": self.scans} if self.scans is not None else {}),
            **({"older": self.older} if self.older else {}),
            **({"dead": self.dead} if self.dead else {}),
            **({"nil": self.nil.isoformat()} if self.nil else {}),
            **({"unknown": self.unknown} if self.unknown else {}),
            **({"absent": len(absent), "closed": self.closing} if len(absent) else {}),
            **({"read_in": self.read_in} if self.read_in else {}),
            "issues": listed,
        }


def _counts_rows(column: Column) -> bool:
    label = normal_header(column.header.rpartition("/")[2])
    bare = (
        column.header.isascii()
        and column.header.isupper()
        and column.seen.share(["number"]) == column.seen.distinct == 1.0
    )
    counts = label in SERIAL and (not column.seen.enough or column.seen.share(["number"]) >= 0.5)
    return counts or bare


def _is_ours(column: Column) -> bool:
    return column.header.rpartition("/")[2] in own_headers()

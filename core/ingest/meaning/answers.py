"""What a clerk says of a sheet where its header does not say enough; kept by name for the next file with the same header."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime

import pandas as pd

from core.audit import record
from core.audit.denied import not_allowed
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.ingest.meaning.header_text import normal_header
from core.store import Store, run

NAME = 60  # characters
# How a row without a document resembles a registered person (name and phone, name and place, several people, name alone: the rest
# contradicts), or an earlier row: codes of issues.
LIKENESS = ("same_phone", "same_place", "same_which", "same_row", "namesake", "number_other")
CONTRADICTING = ("namesake", "number_other")  # taken as another person until somebody says otherwise
OF_ONE_LIST = ("list_year", "closed_on", "status_on")  # given for a whole list, not for the next one with its header
ABOVE = "^"  # of a blank cell: as the cell above it


@dataclass(frozen=True)
class Answers:
    """Of one sheet. `columns`: header → field, None: not to be read; the same field for several headers: they make it together, in this
    order; “grid+section”: the column feeds both. `fixed`: field → text for every row, where no column stands
    for it. `values`: field → {text as written: text that is understood; '': leave blank}. `conflicts`: keep what is stored, or take
    the file's; `older`: likewise for codes and names that the register holds to be older than its own. `dead`: of people registered as dead whom the list has:
    ask, or alive. `unknown`: of people whom the register does not know in a list about people: leave out, or take_in (as visitors). `absent`: of grids that the list lacks (nodes/check_absent.sql): leave, or close, on `absent_on` (2026-01-31; None: the day of the import). `same`: of rows without a document that resemble
    somebody: kind of likeness (LIKENESS), or row number → same | other | ask; what is not said is asked, but of namesakes whose data contradict;
    in a list about people: row number → number of the person who is meant, or other: none of those who may be.
    Like the last two of this list alone, never kept. `saved`: the name under which they were found.
    `header`: row of the header as the spreadsheet numbers it, 0: there is none, None: to be found; `first`, `last`: the rows of the list.
    `blanks`: field → what an empty cell means: a text, or ABOVE. `cells`: field → {row: text in place of the file's}.
    `read_in`: field → title, sheet, file, rows or header, of those of `fixed` that the file itself says there (titles.py, day_columns.py); `place`: read it there,
    or leave it."""

    kind: str | None = None
    columns: dict[str, str | None] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    conflicts: str = "keep"
    older: str = "keep"
    dead: str = "ask"
    unknown: str = "leave"
    absent: str = "leave"
    absent_on: str | None = None
    same: dict[str, str] = field(default_factory=dict)
    saved: str | None = None
    read_in: dict[str, str] = field(default_factory=dict)
    place: str = "read"
    header: int | None = None
    first: int | None = None
    last: int | None = None
    blanks: dict[str, str] = field(default_factory=dict)
    cells: dict[str, dict[str, str]] = field(default_factory=dict)

    def closing(self, today: date) -> date | None:
        """The day on which what the list lacks ended, no later than today; None: it did not."""
        if self.absent != "close":
            return None
        return min(date.fromisoformat(self.absent_on), today) if self.absent_on else today

    @property
    def layout(self) -> tuple[int | None, int | None, int | None]:
        """Where the clerk says that the table stands."""
        return self.header, self.first, self.last

    @property
    def says_nothing_of_columns(self) -> bool:
        return not (self.kind or self.columns or self.fixed or self.values or self.blanks or self.cells or self.saved)

    @property
    def own(self) -> Answers:
        """Without what the file says itself: that is read anew, or not at all."""
        return replace(self, fixed={f: text for f, text in self.fixed.items() if f not in self.read_in}, read_in={})

    def give(self, fixed: dict[str, str]) -> Answers:
        """With fixed values that the clerk gives, in place of those that the file says."""
        said = {f: where for f, where in self.read_in.items() if f not in fixed}
        return replace(self, fixed=self.fixed | fixed, read_in=said, saved=None)

    def drop(self, name: str) -> Answers:
        """Without a fixed value. One that the file says is not read again."""
        rest = {f: text for f, text in self.fixed.items() if f != name}
        said = {f: where for f, where in self.read_in.items() if f != name}
        return replace(
            self,
            fixed=rest,
            read_in=said,
            saved=None,
            place="leave" if name in self.read_in and self.read_in[name] != "header" else self.place,
        )


def written_as(text: str, town: object) -> str:
    """The key of a writing: the same village name beside another township is another writing."""
    return f"{text}@{town}" if isinstance(town, str) else text


def fingerprint(headers: list[str]) -> str:
    """The same for the same headers in any order, however they are spaced and starred."""
    return hashlib.sha256("\n".join(sorted(map(normal_header, headers))).encode()).hexdigest()


def find_saved(store: Store, print_: str) -> Answers | None:
    """The mapping that was saved for this header, whoever saved it."""
    found = store.one("select name, kind, answers from column_mapping where fingerprint = $print", print=print_)
    if found is None:
        return None
    name, kind, text = found
    return Answers(kind=kind, saved=name, **json.loads(text))


def save_mapping(
    store: Store, scope: Scope, print_: str, answers: Answers, *, name: str, actor: str, now: datetime
) -> None:
    """Keep a mapping for every file with this header; a former one of the same header gives way.

    It holds for everybody's files, so it is for those who see everything. Raises NotAllowed mapping_shared; UserError mapping_name when the
    name is empty or too long.
    """
    _may_share(store, scope, actor)
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME:
        raise UserError("mapping_name", most=NAME)
    kept = {k: v for k, v in asdict(answers.own).items() if k in ("columns", "fixed", "values", "blanks")}
    kept["fixed"] = {field: text for field, text in kept["fixed"].items() if field not in OF_ONE_LIST}
    with store.write() as db:
        run(db, "delete from column_mapping where fingerprint = $print", print=print_)
        run(
            db,
            "insert into column_mapping select coalesce(max(mapping_id), 0) + 1, $print, $kind, $name, $answers, $actor, $now"
            " from column_mapping",
            print=print_, kind=answers.kind, name=name, answers=json.dumps(kept, ensure_ascii=False), actor=actor, now=now,
        )  # fmt: skip
        record(db, actor, "mapping.saved", kind=answers.kind, columns=len(answers.columns))


def saved_mappings(store: Store) -> pd.DataFrame:
    """Grain: one saved mapping. Columns: mapping_id, name, kind, columns (how many), saved_by, saved_at."""
    return store.df(
        "select mapping_id, name, kind, len(json_keys(answers, '$.columns')) as columns, saved_by, saved_at"
        " from column_mapping order by saved_at desc, mapping_id desc"
    )


def forget_mapping(store: Store, scope: Scope, mapping_id: int, *, actor: str) -> None:
    """Raises NotAllowed mapping_shared."""
    _may_share(store, scope, actor)
    with store.write() as db:
        run(db, "delete from column_mapping where mapping_id = $id", id=mapping_id)
        record(db, actor, "mapping.forgotten", mapping=mapping_id)


def may_share(scope: Scope) -> bool:
    """Whether what this reader says of a header may hold for the files of all others."""
    return EVERYTHING in scope.grids


def _may_share(store: Store, scope: Scope, actor: str) -> None:
    if not may_share(scope):
        raise not_allowed(store, actor, "mapping_shared")

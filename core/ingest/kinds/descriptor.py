"""What is particular to each kind of list: one `kind.toml` in its folder. A new kind is a folder and a line in FOLDERS.

Beside it lie its SQL, `columns.toml` (what its headers are called, where they are not in meaning/columns.toml) and `template.toml`.
What each entry means stands at its field below; core/ingest/kinds/tables.py has those of `[tables]`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.registry.person_fields import person_fields

HERE = Path(__file__).parent
# In the order in which they are stored: each needs those before.
FOLDERS = tuple(
    HERE / name
    for name in (
        "grids", "units", "people", "cases", "contacts", "quarantine", "tests", "declarations", "exit_applications", "check_ins",
        "stations", "readings", "outlines", "risk_areas", "lodgings", "work_orders",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step of a check or a commit: `sql`, a file of the kind's folder or one that kinds share (“nodes/check.sql”), or `do`, a function named in checking.py or storing.py
    and what it is given. `when`: only where this parameter names a sheet; `each`: once for each value of a parameter;
    `among`: of those only the ones that this query finds; `only_if`: only where this query finds a row, for nothing would come of it else."""

    sql: str | None = None
    do: str | None = None
    when: str | None = None
    each: dict[str, tuple[str, ...]] = field(default_factory=dict)
    among: str | None = None
    only_if: str | None = None
    table: str | None = None


@dataclass(frozen=True)
class GridField:
    """A field that names a grid: on which axis; whether the row's town and section say where it lies, or its town alone."""

    axis: str
    placed: bool = False
    in_town: bool = False


@dataclass(frozen=True)
class Editable:
    """How rows leave for editing and come back. `fields` in the order of the columns: a row key holds a hash of each, so only ever
    add at the end. `letter`: of its row keys, with the edition of `fields`; `needed`: stand in for a row though untouched."""

    letter: str
    fields: tuple[str, ...]
    stored: str  # SQL file: plan.stored, every field as text
    ids: str  # SQL file: which rows ($scope, $grid), or the name of a search (core/workbooks/export.py)
    needed: tuple[str, ...] = ()
    table: str = ""  # whose keys the row keys name, where no `keys` of its own reads them; its rows are about people
    keys: str = ""  # SQL file: plan.row_key
    given: dict[str, str] = field(default_factory=dict)  # parameters of `keys`
    order: str = "s.no"  # of the rows of a filled form
    person: str = ""  # SQL: the person of a row of plan.stored `s`, whose facts leave with it
    form: bool = False  # others' forms are filled with it


@dataclass(frozen=True, eq=False)
class Descriptor:
    """A kind of list. SQL is over the plan's tables; `d` stands for `outcome`, `o` for what `old_from` joins."""

    name: str
    folder: Path
    outcome: str  # relation: sheet, row, status, and where old values are shown changes
    steps: tuple[Step, ...] = ()
    commit: tuple[Step, ...] = ()
    priority: int = 0  # where headers fit several kinds equally well: the more particular kind wins
    about_person: bool = False  # “家长电话” is not the phone of the row
    by_values: bool = False  # may be recognised by its values alone
    by_name: bool = False  # a title may say where its rows live
    asked: tuple[str, ...] = ()  # fields that every row needs and one answer can give for a whole file
    asked_with: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # field → what is asked once as well where the list has it, and may be left open
    proposed: dict[str, str] = field(default_factory=dict)  # field of `asked` → the code that is proposed
    events: bool = False  # rows are only ever added: `---` empties nothing
    moments: tuple[str, ...] = ()  # fields whose times come as times where the whole column is written in the usual way
    several: tuple[str, ...] = ()  # fields of times each of which is an event of its own, in one row
    staged: str = ""  # table of the rows as read
    shown_outcome: str = ""  # of the rows that a preview shows, where `outcome` has too many
    shown: dict[str, str] = field(
        default_factory=dict
    )  # what a preview shows of a kind without header: name → SQL over `s`
    grid_of_row: str = ""  # query: sheet, row, grid_id, above_id, text
    masked: dict[str, str] = field(default_factory=dict)  # field → the personal field whose mask hides it
    sensitive: tuple[str, ...] = ()  # fields about health: hidden as a whole from who may not see ID numbers
    old_from: str = ""
    old: dict[str, str] = field(default_factory=dict)  # field → its stored value
    points: bool = False  # rows have coordinates
    links: int = 0  # how many people may answer for a row one behind the other, besides responsible and deputy
    grids: dict[str, GridField] = field(default_factory=dict)
    grid_texts: str = ""  # query: axis, written, town, section, where `grids` does not say it
    without: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # parameter: the sheets that have none of these fields
    numbers: dict[str, str] = field(default_factory=dict)  # parameter: the highest number given so far
    names: str = ""  # relation: names of people who may become known, of which pinyin is made
    nil: bool = False  # a form without anybody on it is a report of nobody (about_people/nil.sql)
    nil_with: tuple[str, ...] = ()  # only where the form has one of these fields
    let_go: bool = False  # the rows as read are not needed for storing them, and are many
    scans: str = ""  # query: how many events the rows of a $sheet make that has `several`
    days: str = ""  # query: the days of its scans, whose figures are to be made anew
    stored_persons: str = ""  # relation while storing: sheet, row, person_id, of rows that tell facts about people
    tracked: tuple[str, ...] = ()  # tables whose rows a commit may change (tables.py)
    tables: dict[str, dict] = field(default_factory=dict)
    stand_in: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # field → columns at which an issue on it is shown
    editable: Editable | None = None
    no_template: tuple[str, ...] = ()  # fields that a template leaves out
    permission: str = ""  # what storing it takes besides imports.write: whoever types one needs it as well

    def beside(self, file: str) -> str:
        """From where an SQL file is looked for: one of its own by its name, one that kinds share by folder and name."""
        return str((HERE if "/" in file else self.folder) / "kind.toml")


def descriptor(kind: str) -> Descriptor:
    """Raises KeyError: no such kind."""
    return descriptors()[kind]


def descriptors() -> dict[str, Descriptor]:
    """All kinds, in the order in which they are stored."""
    return _loaded(FOLDERS)


def editable() -> dict[str, Editable]:
    """The kinds that leave for editing and come back."""
    return {name: about.editable for name, about in descriptors().items() if about.editable}


@cache
def _loaded(folders: tuple[Path, ...]) -> dict[str, Descriptor]:
    return {folder.name: load(folder) for folder in folders}


def load(folder: Path) -> Descriptor:
    """Raises ValueError naming the folder and what is wrong in its kind.toml. `like`: the kind whose entries it takes where it has
    none of its own."""
    given = _given(folder)
    if given.pop("person_fields", False):
        _with_person_fields(given)
    if given.get("links"):
        _with_links(given)
    try:
        return Descriptor(
            folder.name,
            folder,
            **{
                **{key: _plain(value) for key, value in given.items()},
                "staged": given.get("staged", f"plan.staged_{folder.name}"),
                "shown_outcome": _plain(given.get("shown_outcome", given["outcome"])),
                "steps": _steps(given.get("steps", ())),
                "commit": _steps(given.get("commit", ())),
                "grids": {name: GridField(**about) for name, about in given.get("grids", {}).items()},
                "editable": Editable(**_lists(given["editable"])) if "editable" in given else None,
                "without": _lists(given.get("without", {})),
                "asked_with": _lists(given.get("asked_with", {})),
                "stand_in": _lists(given.get("stand_in", {})),
            },
        )
    except (TypeError, KeyError) as wrong:
        raise ValueError(f"{folder / 'kind.toml'}: {wrong}") from wrong


def _with_person_fields(given: dict) -> None:
    """What the register's own declaration says of a roster's plain fields."""
    plain = [f for f in person_fields().values() if f.plain]
    given["old"] |= {f.name: f"o.{f.name}" for f in plain}
    given["masked"] |= {f.name: f.masked for f in plain if f.masked}
    listed = given["editable"]["fields"]
    listed += [f.name for f in plain if f.name not in listed]


def _with_links(given: dict) -> None:
    """Those who answer one behind the other: what is stored of each, as links.sql found it."""
    for no in range(1, given["links"] + 1):
        here = f"from plan.link_change l where l.sheet = d.sheet and l.row = d.row and l.no = {no}"
        parts = {f"link_{no}": "name", f"link_{no}_position": "position", f"link_{no}_phone": "phone"}
        given["old"] = given["old"] | {f: f"(select any_value(l.was_{part}) {here})" for f, part in parts.items()}
        given["masked"] = given["masked"] | {f"link_{no}_phone": "phone"}


def _given(folder: Path) -> dict:
    given = tomllib.loads((folder / "kind.toml").read_text("utf-8"))
    like = given.pop("like", None)
    return (_given(HERE / like) if like else {}) | given


def _steps(given: list[dict]) -> tuple[Step, ...]:
    return tuple(Step(**{k: v if k != "each" else _lists(v) for k, v in step.items()}) for step in given)


def _plain(value: object) -> object:
    """Queries come in one line: they are put into others, in whose comments they may be named."""
    if isinstance(value, str):
        return " ".join(value.split())
    return tuple(value) if isinstance(value, list) else value


def _lists(given: dict) -> dict:
    return {key: _plain(value) for key, value in given.items()}

"""What somebody wants changed, and whether it can be: all that is wrong is said before anything is touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from core.domain import Scope
from core.errors import UserError
from core.store import run

ACTS = ("merge", "split", "move", "rename", "close")
ABOVE = {"township": "county", "village": "township", "section": "village"}
LONGEST = 60


@dataclass(frozen=True)
class Wish:
    """`sources`: codes of area grids (of a merge one or more, else one). `into`: code of the grid that they go into, or of the grid above
    (move). `code` and `name`: of a grid that comes to be (merge without `into`, split), or the new ones (rename, move). `sections` and
    `households`: codes of what a split takes along. `follow`: accounts that answer for a source are to answer for the target."""

    act: str
    sources: tuple[str, ...]
    day: date
    into: str | None = None
    code: str | None = None
    name: str | None = None
    sections: tuple[str, ...] = ()
    households: tuple[str, ...] = ()
    note: str | None = None
    follow: bool = False


@dataclass(frozen=True)
class Node:
    grid_id: int
    code: str
    name: str
    level: str
    parent_id: int | None


@dataclass(frozen=True)
class Checked:
    """A wish whose grids are known and that may be carried out. `into`: None where the target is to be made."""

    wish: Wish
    sources: tuple[Node, ...]
    into: Node | None
    sections: tuple[Node, ...]
    households: tuple[int, ...]


def checked(db: duckdb.DuckDBPyConnection, scope: Scope, wish: Wish, *, today: date) -> Checked:
    """Raises UserError change_… with the code of the grid that stands in the way."""
    if wish.act not in ACTS:
        raise UserError("change_act", act=wish.act)
    if wish.day > today:
        raise UserError("change_day_future", day=wish.day.isoformat())
    sources = tuple(node(db, scope, code) for code in wish.sources)
    if not sources or (wish.act != "merge" and len(sources) != 1):
        raise UserError("change_sources", act=wish.act)
    if any(s.level not in ABOVE for s in sources):
        raise UserError("change_level", code=next(s.code for s in sources if s.level not in ABOVE))
    into = node(db, scope, wish.into) if wish.into and wish.act in ("merge", "move") else None
    given = Checked(wish, sources, into, *_taken_along(db, wish, sources[0]))
    {"merge": _merge, "split": _split, "move": _move, "rename": _rename, "close": _close}[wish.act](db, given)
    return given


def node(db: duckdb.DuckDBPyConnection, scope: Scope, code: str) -> Node:
    """The area grid in use of that code, within the scope."""
    row = run(
        db,
        "select grid_id, code, name, level, parent_id from grid where code = $code and axis = 'area' and closed_on is null"
        " and grid_id in (from scope_grids($scope))",
        code=code.strip(),
        scope=scope.roots,
    ).fetchone()
    if row is None:
        raise UserError("change_grid_unknown", code=code.strip())
    return Node(*row)


def _merge(db: duckdb.DuckDBPyConnection, given: Checked) -> None:
    ids = [s.grid_id for s in given.sources]
    if len(set(ids)) < len(ids) or (given.into and given.into.grid_id in ids):
        raise UserError("change_same", code=given.into.code if given.into else given.sources[0].code)
    below = run(
        db,
        "select g.code from grid_tree t join grid g on g.grid_id = t.ancestor_id"
        " where t.grid_id = $into and t.ancestor_id in (select unnest($ids))",
        into=given.into.grid_id if given.into else None,
        ids=ids,
    ).fetchone()
    if below:
        raise UserError("change_into_child", code=below[0], into=given.into.code)
    levels = {s.level for s in given.sources} | ({given.into.level} if given.into else set())
    if len(levels) > 1:
        raise UserError("change_levels")
    if given.into is None:
        if len(ids) < 2:
            raise UserError("change_merge_one")
        _new(db, given, given.sources[0].parent_id)


def _split(db: duckdb.DuckDBPyConnection, given: Checked) -> None:
    if not given.sections and not given.households:
        raise UserError("change_nothing")
    _new(db, given, given.sources[0].parent_id)


def _move(db: duckdb.DuckDBPyConnection, given: Checked) -> None:
    source = given.sources[0]
    if given.into is None:
        raise UserError("change_into_missing")
    if given.into.grid_id == source.parent_id:
        raise UserError("change_there_already", code=source.code, into=given.into.code)
    if given.into.level != ABOVE[source.level]:
        raise UserError("change_parent_level", code=source.code, into=given.into.code)
    _free_name(db, given.wish.name or source.name, given.into.grid_id, source.grid_id)
    if given.wish.code and given.wish.code != source.code:
        _free_code(db, given.wish.code, source.grid_id)


def _rename(db: duckdb.DuckDBPyConnection, given: Checked) -> None:
    source, wish = given.sources[0], given.wish
    name, code = (wish.name or source.name).strip(), (wish.code or source.code).strip()
    if (name, code) == (source.name, source.code):
        raise UserError("change_name_same", code=source.code)
    _proper(name)
    _free_name(db, name, source.parent_id, source.grid_id)
    if code != source.code:
        _free_code(db, code, source.grid_id)


def _close(db: duckdb.DuckDBPyConnection, given: Checked) -> None:
    source = given.sources[0]
    people, below = run(
        db,
        "with inside as (select grid_id from grid_tree where ancestor_id = $grid)"
        " select (select count(*) from person where home_grid_id in (from inside) and person_id not in (from gone_on($day))),"
        " (select count(*) from grid where grid_id in (from inside) and grid_id <> $grid and closed_on is null)",
        grid=source.grid_id,
        day=given.wish.day,
    ).fetchone()
    if people:
        raise UserError("change_people_left", code=source.code, people=people)
    if below:
        raise UserError("change_open_below", code=source.code, grids=below)


def _taken_along(db: duckdb.DuckDBPyConnection, wish: Wish, source: Node) -> tuple[tuple[Node, ...], tuple[int, ...]]:
    """Sections and households of a split, all of them within the source."""
    if wish.act != "split":
        return (), ()
    rows = run(
        db,
        "select grid_id, code, name, level, parent_id from grid where parent_id = $source and axis = 'area' and closed_on is null"
        " and (code in (select unnest($asked)) or name in (select unnest($asked)))",
        source=source.grid_id,
        asked=list(wish.sections) or [""],
    ).fetchall()
    sections = tuple(Node(*row) for row in rows)
    told = {s.code for s in sections} | {s.name for s in sections}
    missing = [code for code in wish.sections if code not in told]
    households = run(
        db,
        "select household_id, code from household where code in (select unnest($asked)) and grid_id = $source",
        source=source.grid_id,
        asked=list(wish.households) or [""],
    ).fetchall()
    missing += [code for code in wish.households if code not in {c for _, c in households}]
    if missing:
        raise UserError("change_not_inside", code=source.code, missing=list(missing[:5]))
    return sections, tuple(number for number, _ in households)


def _new(db: duckdb.DuckDBPyConnection, given: Checked, parent: int | None) -> None:
    wish = given.wish
    if not (wish.code or "").strip() or not (wish.name or "").strip():
        raise UserError("change_name_missing")
    _proper(wish.name.strip())
    # a merged grid may give its own name and code to what it goes into
    own = [s.grid_id for s in given.sources] if wish.act == "merge" else []
    _free_code(db, wish.code.strip(), *own)
    _free_name(db, wish.name.strip(), parent, *own)


def _proper(name: str) -> None:
    if not name or len(name) > LONGEST:
        raise UserError("change_name_long", most=LONGEST)


def _free_code(db: duckdb.DuckDBPyConnection, code: str, *but: int) -> None:
    taken = run(
        db,
        "select g.name from grid g where g.code = $code and not list_contains($but, g.grid_id) union all"
        " select g.name from grid_name n join grid g on g.grid_id = n.grid_id"
        " where n.kind = 'code' and n.value = $code and not list_contains($but, n.grid_id) limit 1",
        code=code.strip(),
        but=list(but),
    ).fetchone()
    if taken:
        raise UserError("change_code_taken", code=code.strip(), name=taken[0])


def _free_name(db: duckdb.DuckDBPyConnection, name: str, parent: int | None, *but: int) -> None:
    taken = run(
        db,
        "select code from grid where name = $name and parent_id is not distinct from $parent and closed_on is null"
        " and not list_contains($but, grid_id) limit 1",
        name=name.strip(),
        parent=parent,
        but=list(but),
    ).fetchone()
    if taken:
        raise UserError("change_name_taken", name=name.strip(), code=taken[0])

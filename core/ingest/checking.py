"""Staged rows → issues, what would change, and the status of each row: the steps of a kind's descriptor, set-wise in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from core.domain import EVERYTHING, Scope
from core.geo.datum import CHINA, to_wgs84
from core.ingest import workspace
from core.ingest.blank_columns import blank_columns
from core.ingest.facts.facts import check_facts
from core.ingest.kinds.check_ins.scans import check_scans
from core.ingest.kinds.descriptor import Descriptor, Step, descriptor
from core.ingest.kinds.nodes.links import check_links
from core.ingest.places.grid_texts import resolve_grids
from core.ingest.plain_dates import plainly_dated
from core.ingest.row_keys.row_key import match_keys
from core.ingest.sheet_plan import SheetPlan
from core.ingest.value_parts import tell_parts
from core.ingest.workspace import Workspace
from core.policy.calendar import is_off
from core.policy.work_orders import order_clock
from core.screening.places import forget_places, read_places

WORKDAYS = (-800, 400)  # days around now


@dataclass(frozen=True)
class Check:
    """One kind's part of a plan: its rows as staged, and what they are judged by."""

    work: Workspace
    kind: str
    batches: Iterator[pa.Table]
    scope: Scope
    now: datetime
    datum: str
    sheets: tuple[SheetPlan, ...]
    visitor_base: int = 0  # people taken in get higher numbers

    @property
    def parameters(self) -> dict[str, object]:
        """What the SQL of a kind may ask for. `latest`: a clock that goes ahead is no reason to lose an event; `taking`: the sheets
        whose value counts where a cell of an export was edited and the register changed since; `alive`: those in which people registered as dead are alive; `one_day`: those of which the
        clerk gives one day of closing, which says of no row that it was closed; `visitors`: whose unknown people are taken in; `current`: those whose codes and
        names are today's, whatever speaks for an older list; and the kind's own, `without`."""
        return {
            "now": self.now,
            "today": self.now.date(),
            "latest": self.now + timedelta(days=1),
            "whole": EVERYTHING in self.scope.grids,
            "scope": self.scope.roots,
            "taking": [s.number for s in self.sheets if s.answers.conflicts == "take"],
            "alive": [s.number for s in self.sheets if s.answers.dead == "alive"],
            "one_day": [s.number for s in self.sheets if "closed_on" in s.answers.fixed],
            "visitors": [s.number for s in self.sheets if s.answers.unknown == "take_in"],
            "visitor_base": self.visitor_base,
            "current": [s.number for s in self.sheets if s.answers.older == "take"],
            **{
                name: [s.number for s in self.sheets if not s.fields & set(fields)]
                for name, fields in descriptor(self.kind).without.items()
            },
        }


def check(given: Check) -> None:
    """Fill the plan's tables for one kind."""
    about, parameters = descriptor(given.kind), given.parameters
    given.work.script("keys.sql", **parameters)
    given.work.load("list_day", _days_of(given))
    for step in about.steps:
        if (step.when is None or parameters[step.when]) and (step.only_if is None or given.work.any(step.only_if)):
            _take(given, about, step, parameters)


def _days_of(given: Check) -> pa.Table:
    """Grain: one sheet. `day`: for which the list says that it stands; `close_on`: when what it lacks ended, null: nothing did."""
    return pa.table({
        "sheet": pa.array([s.number for s in given.sheets], pa.int32()),
        "day": pa.array([s.day for s in given.sheets], pa.date32()),
        "close_on": pa.array([s.answers.closing(given.now.date()) for s in given.sheets], pa.date32()),
    })  # fmt: skip


def _take(given: Check, about: Descriptor, step: Step, parameters: dict[str, object]) -> None:
    if step.do is not None:
        DO[step.do](given, step)
        return
    name, values = next(iter(step.each.items()), ("", ("",)))
    found = {value for (value,) in given.work.run(step.among).fetchall()} if step.among else values
    for value in (v for v in values if v in found):
        given.work.script(step.sql, beside=about.beside(step.sql), **parameters, **({name: value} if name else {}))


def _stage(given: Check, _: Step) -> None:
    work, count, plain, blank = given.work, 0, True, None
    for rows in given.batches:
        work.append(f"staged_{given.kind}", rows)
        count += rows.num_rows
        few = count <= workspace.FEW
        plain = plain and few and plainly_dated(given.kind, rows)
        blank = blank_columns(rows) if blank is None else blank & blank_columns(rows)
        del rows  # a county's roster is not held twice
    work.few = count <= workspace.FEW
    work.blank = blank or frozenset()
    tell_parts(work, given.kind)
    work.plain_dates = plain and not work.has_facts


def _row_keys(given: Check, _: Step) -> None:
    work = given.work
    if not match_keys(work, given.kind, given.scope, today=given.now.date()):
        return
    # cells that nobody edited are blank by now, or what is stored
    if work.few:
        rows = work.run(f"from plan.staged_{given.kind}").to_arrow_table()
        work.plain_dates = plainly_dated(given.kind, rows) and not work.has_facts
        work.blank = blank_columns(rows)
    else:
        work.blank = _blank_by_now(work, given.kind)


def _blank_by_now(work: Workspace, kind: str) -> frozenset[str]:
    """Of a long list, without another look at each cell."""
    return frozenset(name for name, _, cells in work.columns_of(f"staged_{kind}") if not cells)


def _said(given: Check, _: Step) -> None:
    """`plan.said`: what the clerk says of rows that resemble somebody, or may mean somebody. One row per sheet and kind of likeness, or row."""
    rows = [(s.number, about, verdict) for s in given.sheets for about, verdict in s.answers.same.items()]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    shape = pa.schema([("sheet", pa.int32()), ("about", pa.string()), ("answer", pa.string())])
    given.work.load("said", pa.table(dict(zip(shape.names, map(list, columns), strict=True)), shape))


def _fixed(given: Check, _: Step) -> None:
    """`plan.fixed`: the one text that each sheet has for a field of all its rows (sheet, field, text); `empty`: it has no records, where
    that is a report of nobody."""
    wanted = set(descriptor(given.kind).nil_with)
    held = {n for (n,) in given.work.run(f"select distinct sheet from plan.staged_{given.kind}").fetchall()}  # noqa: S608 - our own names
    empty = {s.number for s in given.sheets if s.number not in held and (not wanted or wanted & s.fields)}
    rows = [(s.number, f, text, s.number in empty) for s in given.sheets for f, text in s.answers.fixed.items()]
    columns = zip(*rows, strict=True) if rows else ((), (), (), ())
    shape = pa.schema([("sheet", pa.int32()), ("field", pa.string()), ("text", pa.string()), ("empty", pa.bool_())])
    given.work.load("fixed", pa.table(dict(zip(shape.names, map(list, columns), strict=True)), shape))


def _points(given: Check, _: Step) -> None:
    """`plan.point`: the coordinates of rows that have usable ones, in WGS-84 to seven digits (a centimetre)."""
    rows = given.work.run(
        "select sheet, row, try_cast(lon_text as double), try_cast(lat_text as double) from plan.given"
        " where lon_text is not null and not derived"
    ).fetchnumpy()
    sheet, row, lon, lat = (
        np.ma.filled(v.astype(float) if v.dtype.kind == "f" else v, np.nan if v.dtype.kind == "f" else 0)
        for v in rows.values()
    )
    west, east, south, north = CHINA
    usable = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    sheet, row, lon, lat = sheet[usable], row[usable], lon[usable], lat[usable]
    if given.datum == "gcj02":
        lon, lat = to_wgs84(lon, lat)
    points = {"sheet": sheet, "row": row, "lon": np.round(lon, 7), "lat": np.round(lat, 7)}
    given.work.load("point", pa.table(points))


def _outside_places(given: Check, _: Step) -> None:
    """`plan.said_place`: which provinces, cities and counties the rows of `plan.written_place` name (core/screening/said.sql)."""
    db = given.work.store.cursor()
    read_places(
        db, given.work.named("select distinct written as text from plan.written_place where written is not null")
    )
    given.work.run("create or replace table plan.said_place as select * from said_place")
    forget_places(db)


def _places(given: Check, _: Step) -> None:
    """`plan.place`: every name of the register, for names within a text."""
    if not given.work.value("select count(*) from plan.place"):
        given.work.script("places/places.sql")


def _workdays(given: Check, _: Step) -> None:
    """`plan.workday`: day, n (working days up to it, from an arbitrary one), works. `plan.order_days`: kind, days, urgent_days, ends_hour of the work orders' clock."""
    clock, counted, rows = order_clock(), 0, []
    for day in (given.now.date() + timedelta(days=n) for n in range(*WORKDAYS)):
        works = not is_off(day)
        counted += works
        rows.append((day, counted, works))
    day, number, works = zip(*rows, strict=True)
    given.work.load(
        "workday", pa.table({"day": pa.array(day, pa.date32()), "n": pa.array(number, pa.int32()), "works": works})
    )
    kinds = {"kind": list(clock["days"]), "days": pa.array(clock["days"].values(), pa.int16())}
    shared = {"urgent_days": clock["urgent_days"], "ends_hour": int(clock["ends"][:2])}
    given.work.load(
        "order_days",
        pa.table({**kinds, **{k: pa.array([v] * len(clock["days"]), pa.int16()) for k, v in shared.items()}}),
    )


# What a step may `do` besides SQL.
DO: dict[str, Callable[[Check, Step], None]] = {
    "stage": _stage,
    "row_keys": _row_keys,
    "narrow": lambda given, step: given.work.narrow(step.table),
    "grid_texts": lambda given, _: resolve_grids(given.work, given.kind),
    "outside_places": _outside_places,
    "places": _places,
    "workdays": _workdays,
    "said": _said,
    "fixed": _fixed,
    "points": _points,
    "links": lambda given, _: check_links(given.work, descriptor(given.kind), given.sheets),
    "facts": lambda given, _: check_facts(given.work, descriptor(given.kind), today=given.now.date()),
    "scans": lambda given, _: check_scans(given.work, given.batches, now=given.now),
}

"""Announce a risk area: the county is screened again at once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from core import clock
from core.audit.record import record
from core.domain import Scope
from core.errors import UserError, Word
from core.follow import Followed, follow
from core.risk.place import Place, find_place
from core.rollup import judged_day
from core.screening import areas, grids_of
from core.screening.areas import LEVELS
from core.store import Store, run

LONGEST = 200  # characters of a name or source
SAME = """select area_id, level, since, ends_on from standing_areas()
where grid_id is not distinct from $grid_id and code is not distinct from $code and below is not distinct from $below"""

# a number is given once, whatever was taken back since
LAST = "select coalesce(max(area_id), 0) from (select area_id from risk_area union all select area_id from risk_task)"


@dataclass(frozen=True)
class Added:
    """`grids` of the county that it covers; `people` concerned, of `unsure` ones it can't be told; `tasks` drafted; `as_of`: the day for which
    classes stand."""

    area_id: int
    place: Place
    grids: int
    people: int
    unsure: int
    tasks: int
    seconds: float
    as_of: date
    followed: Followed


def add(
    store: Store,
    scope: Scope,
    *,
    name: str,
    level: str,
    since: date,
    until: date | None = None,
    source: str | None = None,
    published_on: date | None = None,
    outside: bool = False,
    place: Place | None = None,
    actor: str,
) -> Added:
    """Of a place that is one at another level this is a new stretch, which ends that one the day before.

    `place`: where it is known already which one is meant. Raises UserError: risk_name_missing, risk_level_unknown, risk_dates_turned,
    risk_area_known, and those of `find_place`.
    """
    started = time.perf_counter()
    name = name.strip()
    if not name or len(name) > LONGEST:
        raise UserError("risk_name_missing", most=LONGEST)
    if level not in LEVELS:
        raise UserError("risk_level_unknown", level=level, allowed=", ".join(LEVELS))
    if until is not None and until < since:
        raise UserError("risk_dates_turned", since=since.isoformat(), until=until.isoformat())
    place = place or find_place(store, scope, name, outside=outside)
    area_id = _stored(
        store, place, name, level, since, until, (source or "").strip()[:LONGEST] or None, published_on, actor
    )
    followed = follow(store, actor=actor)
    as_of = judged_day(store) or clock.today()
    found = areas(store, scope, as_of=as_of, area_id=area_id).iloc[0]
    return Added(
        area_id,
        place,
        grids_of(store, grid_id=place.grid_id),
        int(found.people),
        int(found.unsure),
        int(found.drafted),
        round(time.perf_counter() - started, 2),
        as_of,
        followed,
    )


def _stored(
    store: Store,
    place: Place,
    name: str,
    level: str,
    since: date,
    until: date | None,
    source: str | None,
    published_on: date | None,
    actor: str,
) -> int:
    where = {"grid_id": place.grid_id, "code": place.code, "below": place.below}
    with store.write() as db:
        for number, was, begun, ends in run(db, SAME, **where).fetchall():
            covers = begun <= since and (ends is None or ends >= since)
            if begun == since or (covers and was == level):
                raise UserError(
                    "risk_area_known",
                    name=name,
                    number=number,
                    level=Word(f"risk.level.{was}"),
                    since=begun.isoformat(),
                )
        number = run(db, LAST).fetchone()[0] + 1
        run(
            db,
            "insert into risk_area (area_id, name, level, grid_id, code, below, since, until, source, published_on, added_by, added_at)"
            " values ($number, $name, $level, $grid_id, $code, $below, $since, $until, $source, $published_on, $actor, $now)",
            number=number, name=name, level=level, since=since, until=until, source=source, published_on=published_on,
            actor=actor, now=clock.now(), **where,
        )  # fmt: skip
        record(db, actor, "risk_area.added", area=number, level=level, since=since.isoformat(), grid=place.grid_id)
    return number

"""One unit on one day: who is expected, who is there, who has left, who is absent, of whom nothing is known; and who must not come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd

from core import clock
from core.act import barred, moment
from core.domain import Scope
from core.policy.calendar import is_school_day
from core.registry.people import shown
from core.store import Store, load_sql

STATES = ("present", "left", "absent", "not_reported")
DAY_OFF = "day_off"
DAYS = 14


def unit_moment(store: Store, unit: int) -> datetime:
    """For which moment its people stand: now from the day's first scan at its own gates or codes, however old all other data are; else when work stands."""
    now = clock.now()
    scanned = store.one(
        "select 1 from intake_record where taken_at >= $today and scanned_at >= $today"
        " and grid_id in (select grid_id from grid_tree where ancestor_id = $unit) limit 1",
        today=now.date(), unit=unit,
    )  # fmt: skip
    return now if scanned else moment(store)


def expects(kind: str, day: date) -> bool:
    """Does a unit of that kind expect its people? Of schools the calendar knows on which days they are kept; of others nobody knows their shifts: always."""
    return kind != "school" or is_school_day(day)


def states_on(kind: str, day: date) -> tuple[str, ...]:
    """The states that somebody of such a unit can have on a day, as `present` tells them."""
    return STATES if expects(kind, day) else ("present", "left", DAY_OFF)


def present(store: Store, scope: Scope, *, unit: int, day: date, classes: bool, as_of: date) -> pd.DataFrame:
    """Everyone expected on `day`, by part and name. Reads the scans of the unit's own people alone. `classes`: the reader may see them; what a class forbids is told in any case. `as_of`: the day judged.

    Grain: one row per person. Columns: person_id, name (masked unless revealed), part_id, part_code, part, above (the part it belongs to), state (present: came in today | left: went out again | absent: scanned
    elsewhere or told of their health today, not here | not_reported: nothing today | day_off: not here on a day on which a school expects nobody), last_at, last_place, temperature (°C, the day's highest, scanned or declared), towns (of 14 days, list), class (missing unless `classes`),
    away (bool: must not come), until (its last day; missing: no end is known).
    """
    kind = store.value("select kind from unit where grid_id = $unit", unit=unit)
    table = store.df(
        load_sql(__file__, "present.sql"), unit=unit, expects=expects(kind or "", day), scope=scope.roots, day=day, begin=day - timedelta(days=DAYS - 1), show_name=shown(scope)["show_name"],
        show_class=classes,
    )  # fmt: skip
    kept = barred(store, scope, unit=unit, as_of=as_of)
    ends = {} if kept.empty else dict(zip(kept.person_id, kept.until, strict=True))
    return table.assign(away=table.person_id.isin(list(ends)), until=[ends.get(n) for n in table.person_id])


def by_part(found: pd.DataFrame) -> pd.DataFrame:
    """`present` added up by part (a school's class, a plant's department): part, above, expected (everyone but those who have a day off), each of STATES, day_off, away,
    reporting (share of those expected of whom something is known today; missing where nobody is expected)."""
    groups = found.groupby(["part_code", "part", "above"], dropna=False)
    counts = groups.agg(
        expected=("state", lambda v: int((v != DAY_OFF).sum())), away=("away", "sum"),
        **{s: ("state", lambda v, s=s: int((v == s).sum())) for s in (*STATES, DAY_OFF)},
    ).reset_index()  # fmt: skip
    counts["reporting"] = 1 - counts["not_reported"] / counts["expected"].where(counts["expected"] > 0)
    return counts

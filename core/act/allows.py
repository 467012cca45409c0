"""School, work, leaving: who may today, and until when not. From the standing rules of the matrix that forbid it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.act.rules import standing_rules
from core.domain import Scope
from core.policy.loader import Policy
from core.policy.running import running
from core.registry.reach import reached
from core.store import Store, load_sql

SCHOOL, WORK, LEAVE = "school", "work", "leave"
NO_END = date(9999, 12, 31)


@dataclass(frozen=True)
class Allowed:
    """`until`: the last day on which it is not, None where it is allowed or has no end that is known; `classes`: that forbid it."""

    way: str  # school | work | leave
    yes: bool
    until: date | None = None
    classes: tuple[str, ...] = ()


def allows(
    store: Store, scope: Scope, person_ids: list[int], *, as_of: date, policy: Policy | None = None
) -> dict[int, dict[str, Allowed]]:
    """Of each person whom the scope reaches: way → whether it is allowed on `as_of`, by the classes that the store holds. Who may leave with an approval alone
    may while an application that was approved holds."""
    rows = _barred(store, scope, as_of, policy, people=[int(p) for p in person_ids])
    visible = reached(store.cursor(), scope, [int(p) for p in person_ids], as_of)
    found = {p: {way: Allowed(way, yes=True) for way in (SCHOOL, WORK, LEAVE)} for p in sorted(visible)}
    for (person, way), of_it in rows.groupby(["person_id", "way"]):
        found[int(person)][way] = Allowed(way, False, _last(of_it["until"]), tuple(dict.fromkeys(of_it["class"])))
    return found


def barred(store: Store, scope: Scope, *, unit: int, as_of: date, policy: Policy | None = None) -> pd.DataFrame:
    """Who of a unit (a block grid with all below it) may not come: students to school, staff to work. Whose time ends first stands first.

    Grain: one row per person. Columns: person_id, name (masked unless revealed), way, class (the shown one that forbids it), since, until (missing: no
    end is known), home (grid's name), part (of the unit).
    """
    rows = _barred(store, scope, as_of, policy, unit=unit)
    if rows.empty:
        return rows
    last = rows.groupby("person_id")["until"].transform(lambda ends: NO_END if ends.isna().any() else max(ends))
    rows = rows.assign(until=last).drop_duplicates("person_id").sort_values("until", kind="stable")
    return rows.assign(until=rows["until"].map(lambda end: None if end == NO_END else end)).reset_index(drop=True)


def _barred(
    store: Store,
    scope: Scope,
    as_of: date,
    policy: Policy | None,
    *,
    people: list[int] | None = None,
    unit: int | None = None,
) -> pd.DataFrame:
    policy = policy or running(store, as_of)
    ways = [SCHOOL, WORK] if people is None else [SCHOOL, WORK, LEAVE]
    rules = [rule for rule in standing_rules(policy) if rule[3] in ways]
    table = store.df(
        load_sql(__file__, "barred.sql"),
        scope=scope.roots, as_of=as_of, people=people or [], unit=unit, reveal_name="name" in scope.reveal,
        grade_of=policy.matrix.grade_of, **{"class": [r[0] for r in rules]}, grade=[r[1] for r in rules],
        measure=[r[2] for r in rules], way=[r[3] for r in rules], ways=ways,
        lifted=[m.code for m in policy.measures.values() if m.approval],
    )  # fmt: skip
    for name in ("since", "until"):
        table[name] = [None if pd.isna(day) else pd.Timestamp(day).date() for day in table[name]]
    return table


def _last(ends: pd.Series) -> date | None:
    return None if ends.isna().any() else max(ends)

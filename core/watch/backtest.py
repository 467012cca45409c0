"""What a detector with other settings would have found: it looks at past days one after the other, each without what came after it;
nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from core.domain import Scope
from core.policy.loader import Policy
from core.store import Store, load_sql, run
from core.watch.detect import MERGE_DAYS, find, stage
from core.watch.rule import rule_of
from core.watch.silence import SILENCES
from core.watch.too_early import waiting

DAYS = 60
TABLES = ("anomaly", "found_on")  # temporary
# These read what stands now of what may have changed since: an application that was answered meanwhile is not seen.
HINDSIGHT = ("key_attention_exit",)


@dataclass(frozen=True)
class BackTest:
    """`since`, `until`: the days judged, as far as there are data; of those before `judged_from` there were too few to judge by. `episodes`: one row per episode of the scope, the newest first: grid_id,
    grid_name, township, person_id, person_name (masked unless revealed), found_on, first_day, last_day, severity, score, reason, fields,
    held (beyond the budget of its day), alert_id, status, outcome (of the alert that is known of it; missing: none)."""

    detector: str
    since: date
    until: date
    judged_from: date
    episodes: pd.DataFrame

    @property
    def fired(self) -> pd.DataFrame:
        return self.episodes[~self.episodes["held"]]

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def counts(self) -> dict[str, int]:
        """fired, held (beyond the budget), known (an alert is known of it), confirmed (of which handled), harmless, wrong (false or a fault of
        the data), most (on one day)."""
        fired = self.fired
        outcome = fired["outcome"]
        return {
            "fired": len(fired),
            "held": int(self.episodes["held"].sum()),
            "known": int(fired["alert_id"].notna().sum()),
            "confirmed": int((outcome == "handled").sum()),
            "harmless": int((outcome == "harmless").sum()),
            "wrong": int(outcome.isin(["false", "data_error"]).sum()),
            "most": int(fired.groupby("found_on").size().max()) if len(fired) else 0,
        }


def backtest(
    store: Store,
    scope: Scope,
    *,
    policy: Policy,
    code: str,
    settings: dict[str, object],
    until: date,
    days: int = DAYS,
    progress: Callable[[float], None] | None = None,
) -> BackTest:
    """Episodes that `code` with `settings` (a section of detectors.toml) would have opened in the `days` up to `until`, everything else as
    `policy` has it. What stood before the first of them is left out. `progress` is told the share that is done."""
    first = store.value("select min(day) from grid_day") or until
    since = max(until - timedelta(days=days - 1), first)
    # with it those that may silence it
    kept = [name for name in policy.detectors if name == code or code in SILENCES.get(name, ())]
    changed = {name: policy.detectors[name] for name in kept} | {code: settings | {"on": True}}
    looking = _Looking(policy, changed)
    tables = []
    span = (until - since).days + 1
    for number in range(-1, span):  # the day before tells what stood already
        day = since + timedelta(days=number)
        found = find(store, as_of=day, policy=looking, only=(*kept, code))
        tables.append(found[found["detector"] == code].assign(found_on=day))
        if progress:
            progress((number + 2) / (span + 1))
    filled = [table for table in tables if len(table)]
    found = pd.concat(filled, ignore_index=True) if filled else tables[0]
    rule = rule_of(code, settings)
    early = waiting(store, scope, {code: rule.parameters}, as_of=since)
    judged_from = early["from_day"].iloc[0] if len(early) else since
    return BackTest(code, since, until, judged_from, _episodes(store, scope, found, code, rule.budget, since, until))


@dataclass(frozen=True)
class _Looking:
    """As much of a policy as the search needs."""

    base: Policy
    detectors: dict[str, dict[str, object]]


def _episodes(
    store: Store, scope: Scope, found: pd.DataFrame, code: str, budget: int | None, since: date, until: date
) -> pd.DataFrame:
    db = store.cursor()  # what is temporary on it only this thread sees
    try:
        stage(db, found)
        db.execute("create temp table found_on (number integer, day date)")
        run(
            db,
            "insert into found_on select unnest($numbers), unnest(cast($days as date[]))",
            numbers=list(range(len(found))),
            days=found["found_on"].tolist(),
        )
        table = run(
            db,
            load_sql(__file__, "backtest.sql"),
            detector=code,
            merge_days=MERGE_DAYS,
            since=since,
            as_of=until,
            scope=scope.roots,
            reveal_name="name" in scope.reveal,
        ).df()
    finally:
        for name in TABLES:
            db.execute(f"drop table if exists temp.{name}")
    table["fields"] = [json.loads(text) if isinstance(text, str) else {} for text in table["fields"]]
    table = _opened(table, budget)
    return table[table.pop("inside")].sort_values(["found_on", "score"], ascending=False, ignore_index=True)


def _opened(table: pd.DataFrame, budget: int | None) -> pd.DataFrame:
    """The day on which each is opened: the first on which it is found and the budget has room beside stronger ones; `held`: there is none."""
    room: dict[object, int] = {}
    opened: dict[int, object] = {}
    days = table.pop("found_days")
    for day in sorted({each for found in days for each in found}):
        for row, found in days.items():  # the strongest first
            if row not in opened and day in found and (budget is None or room.get(day, 0) < budget):
                opened[row] = day
                room[day] = room.get(day, 0) + 1
    first = [opened.get(row, found[0]) for row, found in days.items()]
    return table.assign(found_on=pd.to_datetime(first), held=[row not in opened for row in table.index])

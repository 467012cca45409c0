"""Run the detectors and turn what they find into alerts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import duckdb
import pandas as pd

from core import clock
from core.audit.record import record
from core.handling import SYSTEM, look_after
from core.lake import call_near
from core.policy.loader import Policy
from core.policy.running import running
from core.store import Store, load_sql, run
from core.watch.anomalies import COLUMNS, MORE, as_text
from core.watch.detectors import AT_ONCE, DETECTORS
from core.watch.rule import Rule, by_rule, rules
from core.watch.silence import SILENCES, Silence

LOOKED_BACK = 31  # days of single check-ins that any detector asks for

MERGE_DAYS = 7  # between two finds about one subject that are one episode
# Of which nothing is heard where a feed is missing, so that they do not end there by themselves: a feed within a wider one that is silent too.
ENDS_ALONE = ("missing_feed", *SILENCES["missing_feed"])
FEWEST = 10  # closed alerts with an outcome, before a share of false ones is told
ANOMALY = (
    "number integer, detector text, grid_id integer, person_id integer, severity text, score double, first_day date, last_day date,"
    " reason text, fields text, also_grid_id integer, evidence_at timestamp, p double, recurrence_days double"
)


def detect(
    store: Store,
    *,
    as_of: date,
    actor: str,
    latest: date | None = None,
    only: tuple[str, ...] | None = None,
    policy: Policy | None = None,
    at: datetime | None = None,
) -> pd.DataFrame:
    """Look for anomalies as of one day and keep them as alerts. `latest`: the last day of which anything is known, where it is later: a
    day that is not yet in is no day for rates, but one scan of it may show a fever. `only`: these detectors.

    An anomaly near in time to an unfinished alert of the same detector and subject extends it, or opens one again that had ended by
    itself; what was in an alert when somebody closed it is answered and left out, what came after it opens a new one (absorb.sql). Of
    the new episodes of a detector the strongest are kept, as many as its budget has. Alerts whose condition has been gone for their quiet
    time end by themselves (end.sql). `at` is when new alerts are opened (None: the end of `as_of`). Returns one row per alert
    touched: alert_id, new, detector and the columns of core/watch/anomalies.py.
    """
    policy = policy or running(store, as_of)
    found = find(store, as_of=as_of, latest=latest, policy=policy, only=only)
    looked = [r for r in rules(policy).values() if r.on and (only is None or r.code in only)]
    opened_at = at or datetime.combine(as_of, time()) + timedelta(days=1)
    with store.write(told=False) as db:
        touched, held = _keep(db, found, looked, policy.version, opened_at)
        ended = _end(db, looked, found, touched, as_of)
        look_after(db, policy.playbooks, at=clock.now(), actor=SYSTEM)  # none is opened that nobody has
        new = int(touched["new"].sum())
        told = {"new": new, "continued": len(touched) - new, "held": held, "ended": ended}
        record(db, actor, "detect.done", as_of=as_of.isoformat(), policy=policy.version, **told)
    return touched


def find(
    store: Store, *, as_of: date, policy: Policy, latest: date | None = None, only: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """All anomalies of one day, detector by detector; writes nothing. Columns: detector and those of core/watch/anomalies.py."""
    call_near(store, since=as_of - timedelta(days=LOOKED_BACK), until=latest or as_of)
    tables, silence = [], Silence(store)
    for code, rule in rules(policy).items():
        if not rule.on or (only is not None and code not in only):
            continue
        table = _look(store, rule, as_of)
        if code in AT_ONCE and latest is not None and latest > as_of:
            table = _with_later(table, _look(store, rule, latest))
        if code in SILENCES:
            silence.add(code, silence.heard(code, table, rule.parameters))
            continue
        table = silence.heard(code, table, rule.parameters)
        tables.append(table.assign(detector=code))
    tables = [silence.told(code).assign(detector=code) for code in silence.tables] + tables
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=["detector", *COLUMNS, *MORE])


def _look(store: Store, rule: Rule, day: date) -> pd.DataFrame:
    def look(parameters: dict) -> pd.DataFrame:
        return DETECTORS[rule.code](store, as_of=day, parameters=parameters)

    return by_rule(store, rule, look)


def _with_later(table: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """What is found of a later day as well; of what both know the later knows more."""
    if not len(later):
        return table
    same = ["grid_id", "person_id", "first_day", "last_day", "reason"]
    return pd.concat([later, table], ignore_index=True).drop_duplicates(same) if len(table) else later


def _keep(
    db: duckdb.DuckDBPyConnection, found: pd.DataFrame, looked: list[Rule], version: str, opened_at: datetime
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Write the anomalies as alerts within the caller's transaction. Returns the alerts touched, and of each detector how many of its new
    episodes were beyond its budget."""
    stage(db, found)
    _stage_rules(db, looked)
    run(db, "create temp table matched as " + load_sql(__file__, "absorb.sql"), merge_days=MERGE_DAYS)
    db.execute("create temp table episode as " + load_sql(__file__, "episode.sql"))
    held = _hold(db, looked, opened_at)
    db.execute(load_sql(__file__, "continue.sql"))
    run(db, load_sql(__file__, "open.sql"), version=version, opened_at=opened_at)
    db.execute(load_sql(__file__, "concern.sql"))
    touched = db.execute(load_sql(__file__, "touched.sql")).df()
    for table in ("anomaly", "matched", "episode", "rule"):
        db.execute(f"drop table {table}")
    return touched, held


def stage(db: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> None:
    """The anomalies as the temporary table `anomaly`, numbered."""
    db.execute(f"create temp table anomaly ({ANOMALY})")
    rows = [(number, *_row(anomaly)) for number, anomaly in enumerate(found.itertuples())]
    if rows:
        columns = [column.split() for column in ANOMALY.split(", ")]
        given = dict(
            zip((name for name, _ in columns), (list(values) for values in zip(*rows, strict=True)), strict=True)
        )
        picked = ", ".join(f"unnest(cast(${name} as {kind}[]))" for name, kind in columns)
        run(db, f"insert into anomaly select {picked}", **given)


def _stage_rules(db: duckdb.DuckDBPyConnection, looked: list[Rule]) -> None:
    """What each alert keeps of the rule that found it: digest, quiet time, and the share of its closed alerts that were false."""
    measured = {(code, rule): (wrong, said) for code, rule, said, _, _, wrong in
                db.execute(load_sql(__file__, "measured.sql")).fetchall()}  # fmt: skip
    db.execute("create temp table rule (detector text, rule text, quiet_days smallint, false_share double)")
    rows = []
    for each in looked:
        wrong, said = measured.get((each.code, each.digest), (0, 0))
        rows.append((each.code, each.digest, each.quiet_days, wrong / said if said >= FEWEST else None))
    if rows:
        db.executemany("insert into rule values (?, ?, ?, ?)", rows)


def _hold(db: duckdb.DuckDBPyConnection, looked: list[Rule], opened_at: datetime) -> dict[str, int]:
    budgets = {rule.code: rule.budget for rule in looked if rule.budget is not None}
    rows = run(
        db,
        load_sql(__file__, "held.sql"),
        detectors=list(budgets),
        a_day=list(budgets.values()),
        opened_at=opened_at,
    ).fetchall()
    if rows:
        run(db, "delete from episode where alert_id in (select unnest($held))", held=[number for number, _ in rows])
    codes = [code for _, code in rows]
    return {code: codes.count(code) for code in dict.fromkeys(codes)}


def _end(
    db: duckdb.DuckDBPyConnection, looked: list[Rule], found: pd.DataFrame, touched: pd.DataFrame, as_of: date
) -> list[int]:
    """End what has been gone for its quiet time. Returns the alerts."""
    quiet = {rule.code: rule.quiet_days for rule in looked if rule.quiet_days is not None}
    missing = found.loc[found["detector"] == "missing_feed", "grid_id"].astype(int).tolist()
    rows = run(
        db,
        load_sql(__file__, "end.sql"),
        detectors=list(quiet),
        quiet_days=list(quiet.values()),
        found=touched["alert_id"].astype(int).tolist(),
        missing=missing,
        silenced=list(ENDS_ALONE),
        as_of=as_of,
        at=clock.now(),
    ).fetchall()
    return sorted(number for (number,) in rows)


def _row(anomaly) -> tuple:
    person = None if pd.isna(anomaly.person_id) else int(anomaly.person_id)
    also = None if pd.isna(anomaly.also_grid_id) else int(anomaly.also_grid_id)
    days = anomaly.first_day, anomaly.last_day
    subject = anomaly.detector, int(anomaly.grid_id), person
    more = [getattr(anomaly, name, None) for name in MORE]
    newest, *chances = [None if value is None or pd.isna(value) else value for value in more]
    newest = None if newest is None else pd.Timestamp(newest).to_pydatetime()
    told = anomaly.severity, float(anomaly.score), *days, anomaly.reason, as_text(anomaly.fields), also
    return *subject, *told, newest, *(None if c is None else float(c) for c in chances)

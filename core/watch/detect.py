"""Run the detectors and turn what they find into alerts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import duckdb
import pandas as pd

from core.audit.record import record
from core.policy.loader import Policy
from core.policy.running import running
from core.store import Store, load_sql, run
from core.watch.anomalies import COLUMNS, as_text
from core.watch.detectors import AT_ONCE, DETECTORS
from core.watch.silence import SILENCES, Silence


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

    An anomaly about the subject of an unfinished alert of the same detector extends it; one whose days a closed alert already answered is
    left out. `at` is when new alerts are opened (None: the end of `as_of`). Returns one row per alert touched: alert_id, new, detector
    and the columns of core/watch/anomalies.py.
    """
    policy = policy or running(store, as_of)
    found = find(store, as_of=as_of, latest=latest, policy=policy, only=only)
    opened_at = at or datetime.combine(as_of, time()) + timedelta(days=1)
    with store.write() as db:
        touched = _keep(db, found, policy.version, opened_at)
        new = int(touched["new"].sum())
        record(
            db,
            actor,
            "detect.done",
            as_of=as_of.isoformat(),
            policy=policy.version,
            new=new,
            continued=len(touched) - new,
        )
    return touched


def find(
    store: Store, *, as_of: date, policy: Policy, latest: date | None = None, only: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """All anomalies of one day, detector by detector; writes nothing. Columns: detector and those of core/watch/anomalies.py."""
    tables, silence = [], Silence(store)
    for code, parameters in policy.detectors.items():
        if only is not None and code not in only:
            continue
        table = DETECTORS[code](store, as_of=as_of, parameters=parameters)
        if code in AT_ONCE and latest is not None and latest > as_of:
            later = DETECTORS[code](store, as_of=latest, parameters=parameters)
            known = table[["grid_id", "person_id"]].apply(tuple, axis=1)
            table = (
                pd.concat([table[~known.isin(later[["grid_id", "person_id"]].apply(tuple, axis=1))], later])
                if len(later)
                else table
            )
        if code in SILENCES:
            silence.add(code, silence.heard(code, table, parameters))
            continue
        table = silence.heard(code, table, parameters)
        tables.append(table.assign(detector=code))
    tables = [silence.told(code).assign(detector=code) for code in silence.tables] + tables
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=["detector", *COLUMNS])


def _keep(db: duckdb.DuckDBPyConnection, found: pd.DataFrame, version: str, opened_at: datetime) -> pd.DataFrame:
    """Write the anomalies as alerts within the caller's transaction."""
    db.execute(
        "create temp table anomaly (number integer, detector text, grid_id integer, person_id integer, severity text, score double,"
        " first_day date, last_day date, reason text, fields text, also_grid_id integer)"
    )
    rows = [(number, *_row(anomaly)) for number, anomaly in enumerate(found.itertuples())]
    if rows:
        db.executemany("insert into anomaly values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("create temp table matched as " + load_sql(__file__, "absorb.sql"))
    db.execute(load_sql(__file__, "continue.sql"))
    run(db, load_sql(__file__, "open.sql"), version=version, opened_at=opened_at)
    db.execute(load_sql(__file__, "concern.sql"))
    touched = db.execute(load_sql(__file__, "touched.sql")).df()
    db.execute("drop table anomaly")
    db.execute("drop table matched")
    return touched


def _row(anomaly) -> tuple:
    person = None if pd.isna(anomaly.person_id) else int(anomaly.person_id)
    also = None if pd.isna(anomaly.also_grid_id) else int(anomaly.also_grid_id)
    days = anomaly.first_day, anomaly.last_day
    subject = anomaly.detector, int(anomaly.grid_id), person
    return *subject, anomaly.severity, float(anomaly.score), *days, anomaly.reason, as_text(anomaly.fields), also

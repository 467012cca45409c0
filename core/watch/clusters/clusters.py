"""Reads of clusters for the map and for an alert's detail."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.policy.running import running
from core.rollup import judged_day
from core.store import Store, load_sql
from core.watch.alerts import UNFINISHED, alerts
from core.watch.detectors.cluster import OF, ground

CLUSTERS = tuple(OF)
EVENTS = "../detectors/cluster_events.sql"


def clusters(store: Store, scope: Scope, *, grid: int = EVERYTHING, ids: list[int] | None = None) -> pd.DataFrame:
    """One row per unfinished cluster that touches the visible subtree, the most severe first; `ids`: these alerts, whatever their state. The columns
    of core.watch.alerts.alerts, and members (ids of its grids, as it is now), around_id, around (code): the smallest visible area in which
    all of its visible grids lie."""
    found = alerts(
        store, scope, grid=grid, ids=ids, detectors=list(CLUSTERS), statuses=None if ids else list(UNFINISHED), limit=100
    )  # fmt: skip
    found["members"] = [list(fields.get("grids", [])) for fields in found["fields"]]
    around = store.df(
        load_sql(__file__, "around.sql"),
        alerts=[int(number) for number, members in zip(found["alert_id"], found["members"], strict=True) for _ in members],
        grids=[grid for members in found["members"] for grid in members],
        scope=scope.roots,
    )  # fmt: skip
    return found.merge(around, on="alert_id", how="left")


def cluster_grids(store: Store, scope: Scope, *, alert_id: int) -> pd.DataFrame:
    """The visible grids of one cluster, most people first: grid_id, code, name, people (who fell ill there in its days), expected (people).
    Raises UserError `alert_unknown` for a cluster that is not there or not in scope."""
    alert = _alert(store, scope, alert_id)
    return store.df(
        load_sql(__file__, EVENTS) + load_sql(__file__, "grids.sql"),
        grids=alert.members,
        expected_each=alert.fields.get("expected_each", []),
        scope=scope.roots,
        **_asked(store, alert.detector, alert.first_day.date(), alert.last_day.date()),
    )


def cluster_series(store: Store, scope: Scope, *, alert_id: int, days: int = 30, after: int = 7) -> pd.DataFrame:
    """One row per day up to a week after the cluster's last (as far as there are data): day, observed (people of all its grids who fell
    ill), expected (people on an ordinary day). Raises UserError `alert_unknown`."""
    alert = _alert(store, scope, alert_id)
    last = alert.last_day.date()
    until = max(min(last + timedelta(days=after), judged_day(store) or last), last)
    since = until - timedelta(days=days - 1)
    table = store.df(
        load_sql(__file__, EVENTS) + load_sql(__file__, "by_day.sql"),
        grids=alert.members,
        **_asked(store, alert.detector, since, until),
    )
    frame = pd.DataFrame({"day": pd.date_range(since, until)}).merge(table, on="day", how="left")
    usual = sum(alert.fields.get("expected_each", [])) / max(int(alert.fields.get("days", 1)), 1)
    return frame.assign(observed=frame["observed"].fillna(0.0).astype(float), expected=usual)


def cluster_grounds(
    store: Store, scope: Scope, *, as_of: date, detectors: dict[str, dict] | None = None
) -> pd.DataFrame:
    """What clusters are looked for in, one row each: detector, judged, since (first day of which anything is known), from_day (first day
    that can be judged), unplaced (grids with people and without a place), history (days that are needed). Empty where the policy (or
    `detectors`: code → parameters) looks for none. About the whole county: it names nobody, and a scope that sees nothing is told nothing."""
    rows = []
    for code, parameters in (running(store, as_of).detectors if detectors is None else detectors).items():
        if code in OF and scope.roots:
            known = ground(store, as_of=as_of, of=OF[code], parameters=parameters)
            rows.append(
                (code, known.judged(as_of), known.since, known.from_day, known.unplaced, parameters["least_history"])
            )
    return pd.DataFrame(rows, columns=["detector", "judged", "since", "from_day", "unplaced", "history"])


def _alert(store: Store, scope: Scope, alert_id: int):
    found = alerts(store, scope, ids=[int(alert_id)], detectors=list(CLUSTERS))
    if found.empty:
        raise UserError("alert_unknown", alert=int(alert_id))
    row = found.iloc[0].copy()
    row["members"] = list(row["fields"].get("grids", []))
    return row


def _asked(store: Store, detector: str, since: date, until: date) -> dict:
    """Parameters of cluster_events.sql."""
    policy = running(store)
    apart = policy.detectors.get(detector, {}).get("apart", 1)
    return {"of": OF[detector], "since": since, "until": until, "apart": apart, "fever": policy.fever}

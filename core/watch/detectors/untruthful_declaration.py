"""What somebody declared, beside their scans, the roster, and the lists of contacts; the reason says which two of them disagree."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.policy.running import running
from core.screening.places import forget_places, read_places
from core.store import Store, load_sql
from core.store import run as run_sql
from core.watch.anomalies import anomalies, end_of

STAYS = ("days", "radius", "error", "weight", "lives_days")
MOST = 0.5  # of the scans at home, from which one was at home


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies, one per person (what is told of the state of health before what is told of places).

    Reasons: `declared_well`, `declared_no_contact` (declaration against scans, against the contact list); of places, three ways:
    `declared_away` (roster and scans say at home, the declaration alone elsewhere), `declared_home` (roster and declaration say the same, the scans do
    not), `declared_differs` (all three differ), `roster_differs` (declaration and scans agree for weeks, the roster alone is another: it is to be put
    right). Score: −log10 P(Bin(n, ε) ≥ k), k of n scans outside, ε of the declared grid, 1 of those that are joins.
    """
    health = store.df(
        load_sql(__file__, "declared_well.sql"),
        as_of=as_of,
        fever=running(store, as_of).fever,
        days=parameters["days"],
        contact_days=parameters["contact_days"],
    )
    rows = [_health(row) for row in health.itertuples()]
    rows += [row for row in (_place(row, parameters) for row in _places(store, as_of, parameters).itertuples()) if row]
    return anomalies(rows).drop_duplicates("person_id", ignore_index=True)


def _places(store: Store, as_of: date, parameters: dict) -> pd.DataFrame:
    db = store.cursor()
    read_places(db, load_sql(__file__, "declared_text.sql"), as_of=as_of, days=parameters["days"])
    query = load_sql(__file__, "spots.sql") + load_sql(__file__, "declared_place.sql")
    table = run_sql(db, query, as_of=as_of, **{name: parameters[name] for name in STAYS}).df()
    forget_places(db)
    return table


def _health(row) -> dict:
    fields = {"day": row.last_day.date().isoformat(), "days": int(row.days)}
    if row.reason == "declared_well":
        fields |= {"temperature": float(row.temperature)}
    else:
        fields |= {"contact_on": row.contact_on.date().isoformat()}
    return _row(row, "high", 1.0, row.reason, fields)


def _place(row, parameters: dict) -> dict | None:
    from scipy.stats import binom  # noqa: PLC0415 - takes most of a second to load

    chance = float(binom.sf(row.k - 1, row.n, min(row.error, 0.99)))
    if row.k < 2 or chance > parameters["chance"]:
        agree = row.long and not row.away and not row.lives_there and row.k == 0 and row.n >= parameters["lives_scans"]
        fields = {"place": row.place, "scans": int(row.n)}
        return _row(row, "low", 0.0, "roster_differs", fields) if agree and row.home_scans == 0 else None
    reason = "declared_home" if row.lives_there else "declared_away" if row.home_scans > MOST * row.k else "declared_differs"  # fmt: skip
    fields = {"place": row.place, "other": row.seen, "scans": int(row.n), "outside": int(row.k), "day": row.last_day.date().isoformat()}  # fmt: skip
    score = -binom.logsf(row.k - 1, row.n, min(row.error, 0.99)) / 2.302585
    return _row(row, "high" if row.away else "medium", round(float(score), 2), reason, fields)


def _row(row, severity: str, score: float, reason: str, fields: dict) -> dict:
    return {
        "grid_id": row.grid_id, "person_id": row.person_id, "severity": severity, "score": score,
        "first_day": row.first_day.date(), "last_day": row.last_day.date(), "reason": reason, "fields": fields,
        "evidence_at": end_of(row.last_day),
    }  # fmt: skip

"""The places and moments that triggered an alert, read from the store as it is now: scans, applications, the last sign of a feed."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd

from core.domain import Scope
from core.errors import UserError
from core.policy.running import running
from core.registry.reach import reached
from core.store import Store, load_sql
from core.watch.detectors.cluster import OF as CLUSTERS

# The files that make up each query; what a detector finds of a grid rests on other rows than what it finds of a person.
OF_PERSON = {
    "fever": ("fever_scans.sql",),
    "quarantine_breach": ("own_units.sql", "away_scans.sql"),
    "unit_breach": ("own_units.sql", "unit_scans.sql"),
    "silent_resident": ("family.sql",),
    "key_attention_exit": ("applications.sql",),
    "contact_at_large": ("contacts.sql",),
    "impossible_movement": ("person_scans.sql",),
    "shared_account": ("person_scans.sql",),
    "untruthful_declaration": ("declarations.sql",),
    "machine_made_declaration": ("declarations.sql",),
}
OF_GRID = {
    "fever": ("fever_people.sql",),
    "missing_feed": ("last_heard.sql",),
    "stock_mismatch": ("days_of_grid.sql",),
    "future_times": ("days_of_grid.sql",),
    "constant_values": ("days_of_grid.sql",),
    "backlog_burst": ("days_of_grid.sql",),
    "duplicate_records": ("days_of_grid.sql",),
    "machine_made_declaration": ("declared_of_grid.sql",),
    "measure_overdue": ("late_tasks.sql",),
    "rate_rise": ("compared.sql", "busiest.sql"),
    "rate_fall": ("compared.sql", "emptiest.sql"),
} | {code: ("../detectors/cluster_events.sql", "cluster_ill.sql") for code in CLUSTERS}
COLUMNS = ["at", "place", "person_name", "what", "fields"]


def evidence(store: Store, scope: Scope, *, alert_id: int, as_of: date | None = None, limit: int = 12) -> pd.DataFrame:
    """What an alert rests on, one row per scan, application or scan point, the most telling first: at (timestamp),
    place (with the name of the grid above), person_name (of several people; masked unless revealed), what (code),
    fields (dict for the words).

    Of a person whom the scope does not reach on `as_of` there is none; of places within the alert's grid those of the scope. Raises
    UserError `alert_unknown` for an alert that is not there or not in scope.
    """
    row = store.one(
        "select detector, grid_id, person_id, first_day, last_day, fields from alert"
        " where alert_id = $alert and alert_id in (from scope_alerts($scope))",
        alert=int(alert_id),
        scope=scope.roots,
    )
    if row is None:
        raise UserError("alert_unknown", alert=int(alert_id))
    detector, grid, person, first_day, last_day, fields = row
    day = as_of or date.max
    files = (OF_GRID if person is None else OF_PERSON).get(detector)
    if files is None or (person is not None and not reached(store.cursor(), scope, [person], day)):
        return pd.DataFrame(columns=COLUMNS)
    policy = running(store)
    parameters, told = policy.detectors.get(detector, {}), json.loads(fields or "{}")
    table = store.df(
        "".join(load_sql(__file__, name) for name in files),
        person=person,
        grid=grid,
        first_day=first_day,
        last_day=last_day,
        fever=policy.fever,
        classes=parameters.get("classes", []),
        home=parameters.get("home", "village"),
        indicator=told.get("indicator", "check_ins"),
        measures=[m.code for m in policy.measures.values()],
        measures_zh=[m.zh for m in policy.measures.values()],
        measures_en=[m.en for m in policy.measures.values()],
        of=CLUSTERS.get(detector),
        since=first_day,
        until=last_day,
        apart=parameters.get("apart", 1),
        grids=told.get("grids", []),
        expected_each=told.get("expected_each", []),
        unit_kind=told.get("unit_kind"),
        scope=scope.roots,
        as_of=day,
        reveal_name="name" in scope.reveal,
        limit=limit,
    )
    table["fields"] = [json.loads(text) if isinstance(text, str) else {} for text in table["fields"]]
    return table[COLUMNS]

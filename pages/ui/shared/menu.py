"""The menu: every page once, in the order in which they are read."""

from __future__ import annotations

# file, permission
PAGES = [
    ("overview", "overview.read"),
    ("anomalies", "anomalies.read"),
    ("tasks", "tasks.read"),
    ("chain", "chain.read"),
    ("grid_map", "map.read"),
    ("people", "people.read"),
    ("register", "people.register"),
    ("classes", "classes.read"),
    ("risk_areas", "risk.read"),
    ("trends", "trends.read"),
    ("units", "units.read"),
    ("policy", "policy.read"),
    ("imports", "imports.read"),
    ("duplicates", "people.read"),
    ("accounts", "accounts.manage"),
]
# Under a phone's thumb; the rest lies behind “more”.
TABS = ("overview", "anomalies", "tasks", "people")

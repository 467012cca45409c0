"""The menu: every page once, in the order in which they are read."""

from __future__ import annotations

# file, permission, icon
PAGES = [
    ("overview", "overview.read", ":material/dashboard:"),
    ("grid_map", "map.read", ":material/map:"),
    ("people", "people.read", ":material/groups:"),
    ("duplicates", "people.read", ":material/join_inner:"),
    ("trends", "trends.read", ":material/trending_up:"),
    ("anomalies", "anomalies.read", ":material/warning:"),
    ("units", "units.read", ":material/domain:"),
    ("imports", "imports.read", ":material/upload_file:"),
    ("accounts", "accounts.manage", ":material/manage_accounts:"),
]

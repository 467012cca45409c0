"""The menu: every page once, in the order in which they are read."""

from __future__ import annotations

from copy import copy
from functools import cache

import streamlit as st

from core.i18n import t

# file, permission
PAGES = [
    ("overview", "overview.read"),
    ("anomalies", "anomalies.read"),
    ("handover", "anomalies.read"),
    ("duty", "duty.read"),
    ("tasks", "tasks.read"),
    ("clues", "clues.read"),
    ("exits", "exits.read"),
    ("work_orders", "orders.write"),
    ("chain", "chain.read"),
    ("grid_map", "map.read"),
    ("people", "people.read"),
    ("register", "people.register"),
    ("classes", "classes.read"),
    ("risk_areas", "risk.read"),
    ("places", "places.read"),
    ("papers", "papers.make"),
    ("trends", "trends.read"),
    ("compare", "trends.read"),
    ("charts", "charts.read"),
    ("units", "units.read"),
    ("policy", "policy.read"),
    ("rules", "policy.read"),
    ("imports", "imports.read"),
    ("duplicates", "people.read"),
    ("grids", "grids.change"),
    ("codes", "codes.write"),
    ("requests", "requests.answer"),
    ("privacy", "privacy.file"),
    ("shares", "shares.make"),
    ("briefs", "brief.make"),
    ("walls", "wall.make"),
    ("handed", "handed.answer"),
    ("channels", "channels.manage"),
    ("accounts", "accounts.manage"),
    ("audit", "audit.read"),
    ("backups", "backups.manage"),
    ("security", "security.manage"),
    ("my_account", "account.own"),
]
# Where a role has more pages than a rail holds: those that stand on it. The rest lies behind “more”.
FITS = 13
RAIL = (
    "overview",
    "anomalies",
    "tasks",
    "grid_map",
    "people",
    "classes",
    "risk_areas",
    "trends",
    "units",
    "policy",
    "imports",
)
# Under a phone's thumb; the rest lies behind “more”.
TABS = ("overview", "anomalies", "tasks", "people", "handed", "audit")


def pages_in(language: str) -> list[st.Page]:
    """Every page under its title, for st.navigation. It looks for the file of each, so that is done once; a run then marks its own copies."""
    return [copy(page) for page in _pages(language)]


@cache
def _pages(language: str) -> tuple[st.Page, ...]:
    return tuple(st.Page(f"{name}.py", title=t(language, f"page.{name}")) for name, _ in PAGES)

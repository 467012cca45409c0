"""The product's own lists as tables for charts: counted in the store, within a reader's scope, their columns known and not guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from core.charts.fields import Field, Role
from core.charts.shape import Sheet
from core.domain import Scope, User
from core.errors import UserError
from core.i18n import has, t
from core.i18n.places import place_name
from core.policy.names import known_classes
from core.report.measures import measure_name
from core.store import Store, load_sql

DAYS = 60  # that a list of days looks back
TIME, PLACE, CATEGORY, ORDER, QUANTITY = Role.TIME, Role.PLACE, Role.CATEGORY, Role.ORDER, Role.QUANTITY
ROLES = {
    "day": TIME, "township": PLACE, "village": PLACE, "detector": CATEGORY, "severity": ORDER, "alert_status": CATEGORY, "measure": CATEGORY,
    "task_status": CATEGORY, "class": CATEGORY, "kind": CATEGORY, "industry": CATEGORY, "resumption": CATEGORY,
}  # fmt: skip
CODED = {"detector": "detector.", "severity": "severity.", "alert_status": "alert_status.", "task_status": "task_status.", "kind": "unit_kind.", "resumption": "resumption."}  # fmt: skip
UNITS = {"check_ins": "unit_times", "entries": "unit_times", "exits": "unit_times", "fevers": "unit_times", "outsiders": "unit_times", "people": "unit_people", "staff": "unit_people", "staff_back": "unit_people", "tasks": "unit_items", "alerts": "unit_items", "units": "unit_units"}  # fmt: skip


@dataclass(frozen=True)
class List:
    """`needs`: the permission of the page that shows it; `dated`: of the last DAYS days."""

    code: str
    needs: str
    dated: bool = True
    events: bool = False  # a day of which nothing is told had none


LISTS = {
    each.code: each
    for each in (
        List("days", "trends.read"), List("alerts", "anomalies.read", events=True), List("tasks", "tasks.read", events=True), List("classes", "classes.read"),
        List("units", "units.read", dated=False),
    )
}  # fmt: skip


def lists_of(user: User) -> list[str]:
    """The lists that a reader's pages show."""
    return [code for code, each in LISTS.items() if user.may(each.needs)]


def list_sheet(store: Store, scope: Scope, *, code: str, today: date, lang: str) -> Sheet:
    """A list as it is now: columns by code, labels and values in words. Raises UserError charts_list_unknown."""
    if code not in LISTS:
        raise UserError("charts_list_unknown", list=code, lists=", ".join(LISTS))
    bound = {"since": today - timedelta(days=DAYS), "until": today} if LISTS[code].dated else {}
    frame = store.df(load_sql(__file__, f"{code}.sql"), scope=scope.roots, **bound)
    fields = tuple(_field(lang, name, frame[name]) for name in frame.columns)
    return Sheet(t(lang, f"charts.list.{code}"), "", frame, fields, counted=True, events=LISTS[code].events)


def _field(lang: str, name: str, values: pd.Series) -> Field:
    role, label = ROLES.get(name, QUANTITY), t(lang, f"charts.column.{name}")
    if role == QUANTITY:
        return Field(name, label, role, values.astype(float), unit=t(lang, f"charts.{UNITS[name]}") if lang == "zh" else "", distinct=values.nunique())  # fmt: skip
    if role == TIME:
        return Field(name, label, role, pd.to_datetime(values), grain="day", distinct=values.nunique())
    said = {value: _word(lang, name, value) for value in values.dropna().unique()}
    told = values.map(said).astype(object).where(values.notna(), None)
    levels = tuple(t(lang, f"severity.{level}") for level in ("low", "medium", "high")) if role == ORDER else ()
    return Field(name, label, role, told, levels=levels, distinct=told.nunique())


def _word(lang: str, name: str, value: str) -> str:
    if name in ("township", "village"):
        return place_name(lang, value)
    if name == "class":
        found = known_classes().get(value)
        return getattr(found, lang) if found else value
    if name == "measure":
        return measure_name(lang, value)
    key = CODED.get(name, "") + value
    return t(lang, key) if name in CODED and has(key) else value

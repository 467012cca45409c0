"""Every column of the store that names a grid, and what becomes of it when a grid goes into another one."""

from __future__ import annotations

from dataclasses import dataclass

NAMED = "grid_id"  # columns whose name ends so name a grid


@dataclass(frozen=True)
class Moved:
    """A column that follows the grid. `key`: an expression that names a row; `where`: which rows (those that are over stay what they
    were); `person`: the table's column of whom a row is about, so that it can follow households that move alone."""

    table: str
    column: str
    key: str
    where: str = "true"
    person: str | None = None
    versioned: bool = False


UNFINISHED = "status not in ('resolved', 'dismissed')"
WAITING = "status in ('drafted', 'open', 'overdue')"
MOVED = (
    Moved("household", "grid_id", "household_id"),
    Moved("person", "home_grid_id", "person_id", person="person_id", versioned=True),
    Moved(
        "membership", "grid_id", "concat_ws('|', person_id, kind, since, until, unit_no, batch_id)", person="person_id"
    ),
    Moved("emergency", "grid_id", "emergency_id"),
    Moved("risk_area", "grid_id", "area_id"),
    Moved("disease_case", "grid_id", "case_id", person="person_id"),
    Moved("station", "grid_id", "station_id"),
    Moved("lodging", "grid_id", "lodging_id"),
    Moved("channel", "grid_id", "channel_id"),
    Moved("place_code", "grid_id", "code_id", "revoked_at is null"),
    Moved("wall_link", "grid_id", "link_id", "revoked_at is null"),
    Moved("device_grid", "grid_id", "device_id"),
    Moved("clue", "grid_id", "clue_id", "state <> 'answered'", person="person_id"),
    Moved("work_order", "grid_id", "order_id", "state not in ('accepted', 'withdrawn')"),
    Moved("work_order", "proposed_grid_id", "order_id", "state not in ('accepted', 'withdrawn')"),
    Moved("alert", "grid_id", "alert_id", UNFINISHED, person="person_id"),
    Moved("alert_grid", "grid_id", "alert_id", f"alert_id in (select alert_id from alert where {UNFINISHED})"),  # noqa: S608 - its own words
    Moved("alert", "given_grid_id", "alert_id", UNFINISHED),
    Moved("alert", "owner_grid_id", "alert_id", UNFINISHED),
    Moved("situation", "grid_id", "situation_id", "ended_at is null"),
    Moved("task", "grid_id", "task_id", WAITING, person="person_id"),
    Moved("task", "asked_grid_id", "task_id", WAITING, person="person_id"),
    Moved("task", "owner_grid_id", "task_id", WAITING, person="person_id"),
    Moved("rota", "grid_id", "rota_id", "ended_at is null"),
    Moved("rota", "stand_grid_id", "rota_id", "ended_at is null"),
)
# What was counted, seen, written or decided while the grid was there stays with it: a merged grid lies in the one that it went into.
STAYS = frozenset({
    ("grid", "grid_id"), ("unit", "grid_id"), ("grid_outline", "grid_id"), ("grid_list_year", "grid_id"),
    ("check_in", "grid_id"), ("near_check_in", "grid_id"), ("nil_report", "grid_id"), ("paper", "grid_id"), ("brief", "grid_id"), ("duty_report", "grid_id"), ("wider_look", "grid_id"), ("reading", "grid_id"),
    ("grid_day", "grid_id"), ("person_day", "last_grid_id"), ("missing_day", "grid_id"), ("flow_day", "grid_id"), ("flow_day", "home_grid_id"),
    ("class_day", "home_grid_id"), ("class_flow_day", "home_grid_id"), ("class_shown", "grid_id"), ("task_day", "grid_id"),
    ("grade_history", "grid_id"), ("coverage_day", "grid_id"),
    # who was asked and who had a task
    ("drill", "grid_id"), ("drill_call", "grid_id"), ("drill_call", "owner_grid_id"),
    ("task_move", "from_grid_id"), ("task_move", "to_grid_id"),
    ("alert_event", "grid_id"), ("handover", "grid_id"), ("handover_item", "owner_grid_id"),
    ("import_issue", "grid_id"), ("import_grid", "grid_id"), ("form_fill", "grid_id"), ("intake_record", "grid_id"),
    ("share_grid", "grid_id"),  # nothing more leaves by itself because two grids became one: the share says so
})  # fmt: skip
# Made anew by what follows every change.
MADE_ANEW = frozenset({("grid_tree", "grid_id"), ("person_class", "grid_id"), ("risk_stay", "grid_id"), ("grid_grade", "grid_id")})  # fmt: skip
# Settled one by one: names and duties by names.sql and duties.sql, who sees what by accounts.sql.
BY_HAND = frozenset({("grid_name", "grid_id"), ("duty", "grid_id"), ("account_scope", "grid_id")})

"""Reads: the list with its clocks, one report's text with its sources, to whom it was told, whom it is about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.duty.parts import PARTS, STATES
from core.errors import UserError
from core.store import Store, load_sql


def reports(
    store: Store, scope: Scope, *, now: datetime, grid: int = EVERYTHING, states: Sequence[str] = STATES[:3], numbers: Sequence[int] | None = None,
    about: int | None = None, matter: int | None = None, limit: int = 200,
) -> pd.DataFrame:  # fmt: skip
    """Drafts first, then what is signed and not sent, then what was told; within each by its deadline. Grain: one report. Columns: report_id, matter_id, kind, nth, file_no (missing: not signed), title,
    addressee, language, grid_id, grid_name, township, alert_id, situation_id, known_at, phone_by and written_by (missing: no clock runs), phoned_at (told first, whatever way), wrote_at (in writing or by
    system), state (STATES), phone_late, written_late (too late, or not done and over), version, tellings, acknowledged (how many), drafted_name, drafted_by, drafted_at, signed_name, signed_at, template_id."""
    return store.df(
        load_sql(__file__, "reports.sql"), scope=scope.roots, now=now, grid=grid, states=list(states),
        reports=None if numbers is None else [int(n) for n in numbers], about=about, matter=matter, limit=limit,
    )  # fmt: skip


def report(store: Store, scope: Scope, number: int, *, now: datetime) -> tuple[pd.Series, pd.DataFrame]:
    """(its row of `reports`; its parts, in their order: part, filled, body, sources (list of said, page, as_of)). Raises UserError duty_unknown."""
    found = reports(store, scope, now=now, states=STATES, numbers=[int(number)])
    if found.empty:
        raise UserError("duty_unknown", number=number)
    parts = store.df("select part, filled, body, sources from duty_part where report_id = $number", number=int(number))
    parts["sources"] = [json.loads(text) for text in parts.sources]
    return found.iloc[0], parts.set_index("part").loc[list(PARTS)].reset_index()


def tellings(store: Store, scope: Scope, number: int) -> pd.DataFrame:
    """To whom it was told, the first first. Grain: one telling. Columns: told_id, unit, way, told_at, told_name, receiver, entered_by, entered_at, acknowledged_at, acknowledged_name, acknowledged_by."""
    return store.df(
        "select d.told_id, d.unit, d.way, d.told_at, d.told_name, d.receiver, d.entered_by, d.entered_at, d.acknowledged_at, d.acknowledged_name, d.acknowledged_by"
        " from duty_told d join duty_report r on r.report_id = d.report_id where d.report_id = $number and r.grid_id in (from scope_grids($scope)) order by d.told_at, d.told_id",
        number=int(number), scope=scope.roots,
    )  # fmt: skip


def people_of(store: Store, scope: Scope, number: int, *, as_of: date) -> pd.DataFrame:
    """Whom its alerts are about, as far as the scope reaches. Grain: one person. Columns: person_id, name (masked unless revealed), grid_name."""
    return store.df(
        "select distinct p.person_id, case when $reveal then p.name else mask_name(p.name) end as name, g.name as grid_name"
        " from duty_alert d join alert a on a.alert_id = d.alert_id join person p on p.person_id = a.person_id left join grid g on g.grid_id = p.home_grid_id"
        " where d.report_id = $number and p.person_id in (from scope_people($scope, $as_of)) order by p.person_id",
        number=int(number), scope=scope.roots, as_of=as_of, reveal="name" in scope.reveal,
    )  # fmt: skip


def handed(store: Store, scope: Scope, handover: int) -> pd.DataFrame:
    """What a hand-over says of duty information, as it stood. Grain: one report: report_id, file_no, title, kind, nth, state, written_by."""
    return store.df(
        "select r.report_id, r.file_no, r.title, r.kind, r.nth, h.state, r.written_by from handover_duty h join duty_report r on r.report_id = h.report_id"
        " where h.handover_id = $handover and r.grid_id in (from scope_grids($scope)) order by r.report_id",
        handover=int(handover), scope=scope.roots,
    )  # fmt: skip

"""What each page for officers shows: request → the fields of its template."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pandas as pd
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import clock
from core.act import moment
from core.domain import Scope, User
from core.errors import UserError
from core.i18n import format, t
from core.i18n.places import place_name
from core.officer import Stop, today
from core.officer.unit import by_part, expects, present, states_on, unit_moment
from core.policy.running import running
from core.registry import person as register
from core.registry.units import unit
from core.report.measures import measure_name
from core.report.wording import class_name
from core.rollup import judged_day
from core.store import Store, load_sql
from core.web.phone import html

PAGE = 30  # stops of one page: the whole stays under 60 KB


def day_view(request: Request, store: Store, user: User, rest: str) -> dict[str, object] | Response:
    own = own_units(store, user.scope)
    if own and len(own) == len(user.scope.grids) and "all" not in request.query_params:
        return RedirectResponse(f"/officer/unit/{own[0][0]}", 303)
    at = moment(store)
    stops = today(store, user.scope, at=at, as_of=judged_day(store) or at.date())
    page = request.query_params.get("page", "1")
    number = min(max(int(page) if page.isdigit() and len(page) < 5 else 1, 1), max(1, -(-len(stops) // PAGE)))
    lang = html.language(request)
    return {
        "stops": stops[(number - 1) * PAGE : number * PAGE], "total": len(stops), "page": number, "pages": -(-len(stops) // PAGE), "units": own,
        "day": format.day(lang, at.date(), weekday=True), "at": f"{at:%H:%M}", "why": partial(_why, lang, at), "far": partial(_far, lang),
        "said": request.query_params.get("said", ""), "moment": lambda m: f"{m:%H:%M}", "ticks": partial(_ticks, store, lang, at),
    }  # fmt: skip


def home_view(request: Request, store: Store, user: User, rest: str) -> dict[str, object]:
    at, lang = moment(store), html.language(request)
    number = int(rest) if rest.isdigit() and len(rest) < 10 else 0
    found = register.person(store, user.scope, person_id=number, as_of=at.date())
    if found is None:
        raise UserError("person_unknown")
    register.record_view(store, person_id=number, actor=user.login, place="phone", now=clock.now())
    members = register.household_members(store, user.scope, person_id=number, as_of=at.date())
    if members.empty:
        members = pd.DataFrame([{"person_id": number, "name": found.name, "relation": found.relation, "born": None, "class": None, "phone": found.phone}])  # fmt: skip
    return {
        "person": found, "members": members.astype(object).where(members.notna(), None).to_dict("records"), "year": at.year,
        "class_name": lambda code: class_name(lang, code) if isinstance(code, str) else "",
    }  # fmt: skip


def new_view(request: Request, store: Store, user: User, rest: str) -> dict[str, object]:
    grids = store.run(load_sql(__file__, "grids.sql"), scope=user.scope.roots).fetchall()
    return {"grids": grids, "today": clock.today().isoformat()}


def unit_view(request: Request, store: Store, user: User, rest: str) -> dict[str, object]:
    lang = html.language(request)
    found = unit(store, user.scope, code=rest)
    if found is None:
        raise UserError("unit_unknown", code=rest[:40])
    at = unit_moment(store, found.grid_id)
    people = present(
        store, user.scope, unit=found.grid_id, day=at.date(), classes=user.may("classes.read"), as_of=judged_day(store) or at.date()
    )  # fmt: skip
    parts = by_part(people) if len(people) else people
    states = states_on(found.kind, at.date())
    chosen, state = request.query_params.get("part", ""), request.query_params.get("state", "")
    listed = people[(people.part_code == chosen) if chosen else True] if chosen else people
    listed = listed[listed.away] if state == "away" else listed[listed.state == state] if state in states else listed
    return {
        "unit": found, "counts": {s: int((people.state == s).sum()) for s in states}, "expected": len(people), "school_off": not expects(found.kind, at.date()), "away": int(people.away.sum()) if len(people) else 0,
        "parts": parts.astype(object).where(parts.notna(), None).to_dict("records"), "part": chosen, "state": state, "people": listed.head(150).astype(object).where(listed.head(150).notna(), None).to_dict("records"),
        "listed": len(listed), "at": format.moment(lang, at), "class_name": lambda code: class_name(lang, code), "percent": format.percent,
        "when": lambda m: format.moment(lang, m), "until": lambda d: format.day(lang, d), "towns": lambda names: t(lang, "list.items").join(place_name(lang, name) for name in names),
    }  # fmt: skip


def own_units(store: Store, scope: Scope) -> list[tuple[str, str]]:
    """(code, name) of the units that are roots of the scope."""
    return store.run(
        "select g.code, g.name from unit u join grid g on g.grid_id = u.grid_id where list_contains($scope, u.grid_id) order by g.code",
        scope=scope.roots,
    ).fetchall()


def _why(lang: str, at: datetime, stop: Stop) -> list[str]:
    """In words, each once: what is to be done, until when."""
    found = []
    for reason in stop.reasons:
        if reason.kind == "task":
            what = reason.title or (measure_name(lang, reason.what))
            due = f" {reason.due_at:%H:%M}" if reason.due_at and reason.due_at.date() == at.date() else ""
            found.append(t(lang, "officer.task_late" if reason.late else "officer.task_due", what=what, due=due))
        elif reason.kind == "alert":
            found.append(t(lang, "officer.alert", what=t(lang, f"detector_short.{reason.what}")))
        elif reason.kind == "exit":
            found.append(t(lang, "officer.exit", place=place_name(lang, reason.title or "—")))
        else:
            found.append(t(lang, f"officer.{reason.kind}"))
    return list(dict.fromkeys(found))


def _ticks(store: Store, lang: str, at: datetime, stop: Stop) -> list:
    """Tasks that a tick does, one of each measure."""
    measures = running(store, at.date()).measures
    found = {r.what: r for r in stop.reasons if r.kind == "task" and (r.what not in measures or "tick" in measures[r.what].done_by)}  # fmt: skip
    return [(r.number, r.title or measure_name(lang, r.what)) for r in found.values()]


def _far(lang: str, metres: float | None) -> str:
    if metres is None:
        return ""
    return (
        t(lang, "officer.metres", count=int(round(metres, -1)))
        if metres < 1000
        else t(lang, "officer.km", count=f"{metres / 1000:.1f}")
    )


VIEWS = {"": day_view, "home": home_view, "new": new_view, "unit": unit_view}

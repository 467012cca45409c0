"""One person: register entry, household, memberships, classes, trail, health. Out of reach is the same as unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from core.audit.looks import VIEWED, look
from core.domain import Scope
from core.policy.facts import facts as policy_facts
from core.registry.people import shown
from core.registry.reach import reached
from core.store import Store, load_sql

NOBODY = -1


@dataclass(frozen=True)
class Person:
    """A register entry; name, phone, ID number and address are masked unless the scope reveals them."""

    person_id: int
    name: str | None
    sex: str | None
    birth_date: date | None
    phone: str | None
    id_type: str | None
    id_number: str | None
    address: str | None
    grid_id: int | None  # home
    grid_code: str | None
    place: str | None  # its name after that of the grid above it
    household_id: int | None
    household: str | None  # code
    relation: str | None
    origin: str | None
    arrived_on: date | None
    registered: bool
    status: str | None  # died | moved_out | cancelled | lost, since `status_on`; None: present
    status_on: date | None
    status_note: str | None


def person(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> Person | None:
    """The person, or None when there is none or the scope does not reach them on `as_of`."""
    reached = _reach(store, scope, person_id, as_of)
    row = store.one(load_sql(__file__, "person.sql"), person_id=reached, **shown(scope))
    return Person(*row) if row else None


def household_members(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """The household, this person included: person_id, name, sex, born, relation, phone, householder (bool), class, status. One row each."""
    return _read(store, scope, "person_household.sql", person_id, as_of)


def memberships(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """kind, unit_no (the number there, masked unless revealed), grid_id, grid_code, grid_name, axis, path (names from the township or unit down),
    since, until, current (bool). One row each."""
    return _read(store, scope, "person_memberships.sql", person_id, as_of)


def classes(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """All classes of today, the one shown first: class, rank, since, until, reason (code), fields (JSON), phase, place, phase_until and
    test_days (of a chain of phases), by_hand (bool). One row each."""
    return store.df(
        """select class, rank, since, until, reason, fields, phase, place, phase_until, test_days, manual_id is not null as by_hand
        from person_class where person_id = $person_id order by rank""",
        person_id=_reach(store, scope, person_id, as_of),
    )


def trail(
    store: Store, scope: Scope, *, person_id: int, since: date, until: date, as_of: date | None = None
) -> pd.DataFrame:
    """Check-ins from `since` to `until` (both included) in time order. The one read of raw check-ins by pages.

    Grain: one check-in. Columns: scanned_at, grid_id, grid_name, place (with the name of the grid above), axis, level, lon, lat (WGS-84), direction, temperature (°C),
    symptoms. Where somebody of the scope was scanned belongs to them: places outside the scope are named too.
    """
    return _read(store, scope, "person_trail.sql", person_id, as_of, since=since, until=until)


def health(
    store: Store, scope: Scope, *, person_id: int, since: date, until: date, as_of: date | None = None
) -> pd.DataFrame:
    """day, max_temperature (°C), check_ins, grids (places). Grain: one row per day with a check-in."""
    return store.df(
        """select day, cast(max_temperature as double) as max_temperature, check_ins, grids from person_day
        where day between $since and $until and person_id = $person_id order by day""",
        person_id=_reach(store, scope, person_id, as_of),
        since=since,
        until=until,
    )


def tests(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """sampled_at, reported_at, result (hidden unless the scope reveals ID numbers), method, ct, tube_no, site; the latest first. One row per test."""
    return store.df(
        """select sampled_at, reported_at, case when $see_id then result else 'hidden' end as result, method,
          case when $see_id then cast(ct as double) end as ct, tube_no, site
        from test_result where person_id = $person_id order by coalesce(sampled_at, reported_at) desc, test_id desc""",
        person_id=_reach(store, scope, person_id, as_of),
        see_id="id_number" in scope.reveal,
    )


def stays(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """since, until (missing: no end yet, or not told), place, place_name, doctor, released_on; the latest first. One row per stay in quarantine."""
    return store.df(
        """select since, nullif(until, date '9999-12-31') as until, place, case when $see_address then place_name else left(place_name, 2) || '***' end as place_name,
          doctor, released_on
        from quarantine where person_id = $person_id order by since desc nulls last, quarantine_id desc""",
        person_id=_reach(store, scope, person_id, as_of),
        see_address="address" in scope.reveal,
    )


def declarations(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """kind, declared_at, half, place, from_date, until_date, transport, temperature, symptoms (*** unless the scope reveals ID numbers); the latest first. One row per declaration."""
    return store.df(
        """select kind, declared_at, half, place, from_date, until_date, transport, cast(temperature as double) as temperature,
          case when symptoms is null or $see_id then symptoms else '***' end as symptoms
        from declaration where person_id = $person_id order by declared_at desc, half""",
        person_id=_reach(store, scope, person_id, as_of),
        see_id="id_number" in scope.reveal,
    )


def facts(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """What is known today of a person beyond the register's own fields (core/policy/facts.py): fact, value (masked unless revealed),
    since, source. Of one fact the latest; those that no longer hold are left out. One row per fact, in the order of facts.toml."""
    found = store.df(
        load_sql(__file__, "person_facts.sql"), person_id=_reach(store, scope, person_id, as_of), as_of=as_of or date.max,
        lasting=[f.code for f in policy_facts().values() if f.days], days=[f.days for f in policy_facts().values() if f.days],
        **shown(scope),
        **{
            f"as_{field}": [f.code for f in policy_facts().values() if (f.masked or (f.sensitive and "id_number")) == field]
            for field in ("name", "phone", "id_number", "address")
        },
    )  # fmt: skip
    order = list(policy_facts())
    known = found[found["fact"].isin(order)]
    return known.sort_values("fact", key=lambda c: c.map(order.index)).reset_index(drop=True)


def responsible(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """Who answers for a person, the nearest grid first, up to the township: grid_id, grid_name, level, role, name, position, phone (masked
    unless the scope reveals work phones), duties. One row per duty."""
    return _read(store, scope, "person_responsible.sql", person_id, as_of)


def exit_applications(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """application_id, applied_at, leave_on, return_on, destination, reason, status; the latest first. One row per application."""
    return store.df(
        """select application_id, applied_at, leave_on, return_on, destination, reason, status
        from exit_application where person_id = $person_id order by applied_at desc""",
        person_id=_reach(store, scope, person_id, as_of),
    )


def open_alerts(store: Store, scope: Scope, *, person_id: int, as_of: date | None = None) -> pd.DataFrame:
    """alert_id, detector, severity, status, first_day, last_day, reason (code), fields (JSON). One row per alert not yet closed that the scope reaches:
    a school that sees its pupil does not see what is the matter of the pupil's village alone."""
    return store.df(
        """select alert_id, detector, severity, status, first_day, last_day, reason, fields from alert
        where person_id = $person_id and status in ('open', 'acknowledged', 'assigned') and alert_id in (from scope_alerts($scope))
        order by last_day desc, alert_id""",
        person_id=_reach(store, scope, person_id, as_of),
        scope=scope.roots,
    )


def record_view(store: Store, *, person_id: int, actor: str, place: str, now: datetime) -> None:
    """Note in the audit log that `actor` has opened this person's page, and where (`place`): once an hour."""
    look(store, actor, VIEWED, person_id=person_id, place=place, now=now)


def _reach(store: Store, scope: Scope, person_id: int, as_of: date | None) -> int:
    """The id itself when the scope reaches the person, otherwise one that nobody has."""
    return person_id if reached(store.cursor(), scope, [person_id], as_of or date.max) else NOBODY


def _read(
    store: Store, scope: Scope, query: str, person_id: int, as_of: date | None, **params: date | datetime
) -> pd.DataFrame:
    return store.df(
        load_sql(__file__, query),
        person_id=_reach(store, scope, person_id, as_of),
        scope=scope.roots,
        as_of=as_of or date.max,
        **shown(scope),
        **params,
    )

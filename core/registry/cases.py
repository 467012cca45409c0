"""One person as a case and as a contact, and how it spread before and after them. Out of reach is the same as unknown."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain import Scope
from core.registry.people import shown
from core.registry.reach import reached
from core.store import Store, load_sql


def cases(store: Store, scope: Scope, *, person_id: int, as_of: date) -> pd.DataFrame:
    """case_no, own_no (the system's own), kind, severity, onset_on, sampled_on, confirmed_on, reported_on, outcome, outcome_on, hospital, infector_no,
    file; the latest first. One row per case."""
    return _read(store, scope, "person_cases.sql", person_id, as_of)


def contacts(store: Store, scope: Scope, *, person_id: int, as_of: date) -> pd.DataFrame:
    """level (contact, second_contact), contact_no, case_no, case_name (masked unless revealed), kind, relation, last_contact_on, found_on, quarantine_from,
    quarantine_until, place, place_name, case_kind, case_outcome, waits (its case is not known), through (who is named is a contact
    himself), file; the latest first. One row per contact."""
    return _read(store, scope, "person_contacts.sql", person_id, as_of)


def spread(store: Store, scope: Scope, *, person_id: int, as_of: date) -> pd.DataFrame:
    """From whom it may have come (step -1, -2 …) and to whom it may have gone (step 1): step, role (case, contact, second_contact), person_id and name
    (null out of reach), number, kind, day (onset, confirmation, last contact), relation. One row per case or contact."""
    return _read(store, scope, "person_spread.sql", person_id, as_of)


def _read(store: Store, scope: Scope, query: str, person_id: int, as_of: date) -> pd.DataFrame:
    found = reached(store.cursor(), scope, [person_id], as_of)
    return store.df(
        load_sql(__file__, query),
        person_id=person_id if found else -1,
        scope=scope.roots,
        as_of=as_of,
        **shown(scope),
    )

"""Events, terms and their files go together."""

from __future__ import annotations

import pytest

from core.classify.compiled import WHERE
from core.ingest.meaning.columns import written
from core.policy.folder import FOLDER
from core.policy.terms import TOLD, events, terms
from core.store import load_sql, statements
from tests.county import LAST_DAY, empty_store

BESIDE = str(FOLDER.parent / "classify" / "classify.py")
EVENT_COLUMNS = {"person_id", "grid_id", "on_day", "ends_on"}


def columns(file: str) -> set[str]:
    (text,) = statements(BESIDE, file)
    store = empty_store()
    given = {
        "first": LAST_DAY,
        "last": LAST_DAY,
        "origins": ["湖北"],
        "lists": [""],
        "facts": [""],
        "at_once": [""],
        "lasting": [""],
        "days": [0],
    }
    plain = text.replace("/*first*/", "$first").replace("/*told*/", "count(*) as told")
    return {column[0] for column in store.run(plain, **given).description}


@pytest.mark.parametrize("event", events())
def test_an_event_has_the_columns_of_its_terms(event):
    reckoned = {"days_since"}
    own = {t.code for t in terms({}).values() if t.events and event in t.events} - reckoned
    assert columns(f"events/{event}.sql") == EVENT_COLUMNS | own


@pytest.mark.parametrize("where", [w for w in WHERE if w != TOLD])
def test_terms_of_people_stand_where_the_catalogue_says(where):
    own = {t.code for t in terms({}).values() if t.events is None and t.source.partition(".")[0] == where}
    assert columns(f"people/{where}.sql") == own | {"person_id"}


# what the events read for a place of terms, where that is not called so itself
READ = {
    "reading": "person_day",
    "sighting": "person_day",
    "stay": "risk_stay",
    "risk_area": "standing_areas",
    "discharge": "disease_case",
    "case_contact": "contact_events",
}


@pytest.mark.parametrize("event", events().values(), ids=events())
def test_the_terms_of_an_event_stand_where_it_reads(event):
    text = load_sql(BESIDE, f"events/{event.code}.sql")
    own = [t for t in terms({}).values() if t.events and t.of(event.code)]
    places = {event.terms_from.get(t.code, t.source) for t in own} | {event.day_from, event.ends_from}
    read = {READ.get(place, place) for place in (p.partition(".")[0] for p in places if p)}
    cases = {"disease_case"} if "contact_events" in read else set()  # read within the macro
    assert {place for place in read - cases if place not in text} == set()
    assert bool(event.ends_from) == any(t.code == "ends_on" for t in own)


def test_every_file_is_an_event_or_a_place_of_terms():
    folder = FOLDER.parent / "classify"
    assert {f.stem for f in (folder / "events").iterdir()} == set(events())
    assert {f.stem for f in (folder / "people").iterdir()} == set(WHERE)


def test_the_roster_can_say_what_the_catalogue_knows():
    import tomllib

    known = tomllib.loads(load_sql(str(FOLDER.parent / "ingest" / "meaning" / "columns.py"), "columns.toml"))
    assert set(terms({})["attention"].values) == set(known["values"]["attention"]) - {"none"}
    assert set(terms({})["status"].values) == set(known["values"]["person_status"])


def test_lists_of_cases_can_say_what_the_catalogue_knows():
    kinds = (
        "asymptomatic",
        "suspected",
        "clinical",
        "confirmed",
    )  # written where the severity stands, and taken for the kind
    for term, set_name, besides in (("case_kind", "case_kind", ()), ("severity", "case_severity", kinds), ("outcome", "case_outcome", ("",)),
                                    ("contact_kind", "contact_kind", ()), ("relation", "contact_relation", ()), ("contact_place", "contact_place", ("",))):  # fmt: skip
        assert set(terms({})[term].values) == set(written(set_name)) - set(besides)

"""Cases, those near them, and those near these: rows in, classes out."""

from __future__ import annotations

import pytest

from core.classify import classes_unknown
from core.classify.why import why
from core.i18n import LANGUAGES
from core.policy.names import remember
from core.report.why import grounds
from tests.county import NOW, WHOLE
from tests.spec.classify.rows import ago, held, pack, person, place

CLASSES = (
    'code = "ill"\nevent = "case"\nends = "event"\nwhen = "case_kind in (\'confirmed\', \'asymptomatic\')"',
    'code = "healed"\nevent = "discharge"\ndays = 14',
    'code = "near"\nevent = "contact"\ndays = 14\nfrom_day = 0\nends = "first"\nwhen = "contact_kind <> \'general\'"',
    'code = "nearby"\nevent = "second_contact"\ndays = 7',
)
CASE = "insert into disease_case (case_id, person_id, case_no, kind, confirmed_on, onset_on, outcome, outcome_on, batch_id) values ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
CONTACT = (
    "insert into case_contact (contact_id, person_id, case_no, case_name, kind, last_contact_on, quarantine_until, batch_id)"
    " values ($1, $2, $3, $4, $5, $6, $7, 2)"
)


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    return pack(tmp_path_factory.mktemp("packs"), *CLASSES)


@pytest.fixture(scope="module")
def store():
    made = place()
    with made.write() as db:
        for number, name in ((1, "病例.xlsx"), (2, "密接.xlsx")):
            db.execute(
                "insert into import_batch values ($1, $2, 'clerk', $3, 'x', 1, 'committed', 0, true)",
                [number, NOW, name],
            )
    for number in range(1, 10):
        person(made, number, name=f"人{number}")
    person(made, 9_000, name="访客", home_grid_id=None, registered=False)
    return made


def case(person_id, no, kind="confirmed", confirmed=5, onset=None, outcome=None, ended=None):
    return (person_id, no, kind, confirmed, onset, outcome, ended)


def contact(person_id, no=None, name=None, kind="close", last=5, until=None):
    return (person_id, no, name, kind, last, until)


def day(days):
    return None if days is None else ago(days)


def fill(store, cases, contacts):
    with store.write() as db:
        db.execute("delete from disease_case")
        db.execute("delete from case_contact")
        for number, (who, no, kind, confirmed, onset, outcome, ended) in enumerate(cases, 1):
            db.execute(CASE, [number, who, no, kind, day(confirmed), day(onset), outcome, day(ended)])
        for number, (who, no, name, kind, last, until) in enumerate(contacts, 1):
            db.execute(CONTACT, [number, who, no, name, kind, day(last), day(until)])


# cases, contacts → person: [(class, since days ago, until days ago; None: open)]
ROWS = [
    ([case(1, "A")], [], {1: [("ill", 5, None)]}),
    ([case(1, "A", "suspected")], [], {}),
    ([case(1, "A", None)], [], {}),
    ([case(None, "A")], [], {}),
    ([case(1, "A", confirmed=30, outcome="discharged", ended=0)], [], {1: [("ill", 30, 0), ("healed", 0, -13)]}),
    ([case(1, "A", confirmed=30, outcome="discharged", ended=13)], [], {1: [("healed", 13, 0)]}),
    ([case(1, "A", confirmed=30, outcome="discharged", ended=14)], [], {}),
    ([case(1, "A", confirmed=30, outcome="died", ended=1)], [], {}),
    ([case(1, "A", confirmed=None, onset=3)], [], {1: [("ill", 3, None)]}),
    ([case(1, "A")], [contact(2, "a", last=13)], {1: [("ill", 5, None)], 2: [("near", 13, -1)]}),
    ([case(1, "A")], [contact(2, "A", last=14)], {1: [("ill", 5, None)], 2: [("near", 14, 0)]}),
    ([case(1, "A")], [contact(2, "A", last=15)], {1: [("ill", 5, None)]}),
    ([], [contact(2, "A", kind="general")], {}),
    ([], [contact(2, "A")], {2: [("near", 5, -9)]}),
    ([], [contact(2, "A", until=0)], {2: [("near", 5, 0)]}),
    ([], [contact(2, "A", until=1)], {}),
    ([], [contact(2, "A", last=None)], {}),
    # excluded: the contact ends on that day
    ([case(1, "A", outcome="excluded", ended=0)], [contact(2, "A")], {1: [("ill", 5, 0)], 2: [("near", 5, 0)]}),
    ([case(1, "A", outcome="excluded", ended=1)], [contact(2, "A")], {}),
    # of a contact: by the contact's name; once that one is a case, a contact
    (
        [case(1, "A")],
        [contact(2, "A"), contact(3, name="人2", last=6)],
        {1: [("ill", 5, None)], 2: [("near", 5, -9)], 3: [("nearby", 6, 0)]},
    ),
    ([case(1, "A")], [contact(2, "A"), contact(3, name="人2", last=7)], {1: [("ill", 5, None)], 2: [("near", 5, -9)]}),
    (
        [case(1, "A"), case(2, "B")],
        [contact(2, "A"), contact(3, name="人2", kind="second", last=7)],
        {1: [("ill", 5, None)], 2: [("ill", 5, None), ("near", 5, -9)], 3: [("near", 7, -7)]},
    ),
    ([case(1, "A")], [contact(3, "A", kind="second", last=6)], {1: [("ill", 5, None)], 3: [("nearby", 6, 0)]}),
    # who has no home is in a class too, and counts in no grid
    ([], [contact(9_000, "A")], {9_000: [("near", 5, -9)]}),
]


@pytest.mark.parametrize(("cases", "contacts", "expected"), ROWS)
def test_rows_in_classes_out(store, policy, cases, contacts, expected):
    fill(store, cases, contacts)
    found = held(store, policy=policy)
    assert found == {
        who: [(code, day(since), day(until)) for code, since, until in classes] for who, classes in expected.items()
    }


def test_what_is_not_told_is_told(store, policy):
    fill(store, [case(1, "A", None)], [contact(2, "A", last=None), contact(3, "A", kind=None)])
    found = classes_unknown(store, WHOLE, as_of=ago(0), policy=policy)
    assert set(zip(found["class"], found["term"], strict=True)) >= {
        ("ill", "case_kind"),
        ("near", "on_day"),
        ("near", "contact_kind"),
    }


def test_why_names_the_list_and_its_file(store, policy):
    fill(store, [case(1, "A")], [contact(2, "A", until=-3)])
    near = next(w for w in why(store, WHOLE, person_id=2, as_of=ago(0), policy=policy) if w.code == "near")
    told = {k.term: (k.source, k.file) for k in near.known}
    assert told["on_day"] == told["contact_kind"] == told["ends_on"] == ("case_contact", "密接.xlsx")
    assert told["case_kind"] == ("disease_case", "病例.xlsx")
    remember(policy.classes)
    for language in LANGUAGES:
        assert "密接.xlsx" in grounds(language, near) and "病例.xlsx" in grounds(language, near)
    ill = next(w for w in why(store, WHOLE, person_id=1, as_of=ago(0), policy=policy) if w.code == "ill")
    assert {k.term: k.file for k in ill.known}["case_kind"] == "病例.xlsx"

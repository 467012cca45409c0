"""One person as a case and as a contact, and how it spread before and after them."""

from __future__ import annotations

import pytest

from core.domain import EVERYTHING, Scope
from core.i18n import LANGUAGES
from core.registry.cases import cases, contacts, spread
from core.report.cases import case_line, contact_line, spread_lines
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, NOW, WHOLE, make_county

# A0 (nobody of the register) → A1 (person 31, of the other town) → A2 (person 1) → A3 (person 2)
CASES = [
    (1, None, "A0", None, "2026-01-10", None), (2, 31, "A1", "confirmed", "2026-01-15", "a0"), (3, 1, "A2", "confirmed", "2026-01-20", "A1"),
    (4, 2, "A3", "asymptomatic", "2026-01-24", "A2"),
]  # fmt: skip
# 1 was a contact of A1; 2 and 3 of A2; 32 (of the other town) too; 4 of contact 3; 5 waits for case Z9
CONTACTS = [
    (1, 1, "A1", None, "close", "2026-01-16"), (2, 2, "A2", None, "close", "2026-01-21"), (3, 3, "A2", None, "close", "2026-01-21"),
    (4, 32, "A2", None, "general", "2026-01-21"), (5, 4, None, "王小四三", "second", "2026-01-22"), (6, 5, "Z9", None, "close", "2026-01-22"),
]  # fmt: skip


@pytest.fixture(scope="module")
def county():
    store = make_county()
    with store.write() as db:
        db.execute("insert into import_batch values (1, $1, 'clerk', '病例.xlsx', 'x', 1, 'committed', 0, true)", [NOW])
        db.execute("update person set name = '王小四三' where person_id = 3")
        db.executemany(
            "insert into disease_case (case_id, person_id, case_no, kind, onset_on, infector_no, batch_id) values (?, ?, ?, ?, ?, ?, 1)",
            CASES,
        )
        db.executemany(
            "insert into case_contact (contact_id, person_id, case_no, case_name, kind, last_contact_on, batch_id) values (?, ?, ?, ?, ?, ?, 1)",
            CONTACTS,
        )
    return store


def steps(store, scope, person: int) -> list[tuple]:
    found = spread(store, scope, person_id=person, as_of=LAST_DAY)
    rows = found[["step", "role", "person_id", "number"]].astype(object)
    return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def test_as_a_case_and_as_a_contact(county):
    (ill,) = cases(county, WHOLE, person_id=1, as_of=LAST_DAY).to_dict("records")
    assert (ill["case_no"], ill["infector_no"], ill["file"]) == ("A2", "A1", "病例.xlsx")
    (near,) = contacts(county, WHOLE, person_id=1, as_of=LAST_DAY).to_dict("records")
    assert (near["level"], near["case_no"], near["waits"]) == ("contact", "A1", False)
    (second,) = contacts(county, MASKED, person_id=4, as_of=LAST_DAY).to_dict("records")
    assert (second["level"], second["case_name"], second["waits"]) == ("second_contact", "王***", False) and second[
        "through"
    ]
    assert contacts(county, WHOLE, person_id=5, as_of=LAST_DAY)["waits"].tolist() == [True]


def test_the_chain_before_and_after(county):
    assert steps(county, WHOLE, 1) == [
        (-2, "case", None, "A0"), (-1, "case", 31, "A1"), (1, "case", 2, "A3"), (1, "contact", 3, None), (1, "contact", 32, None),
    ]  # fmt: skip
    assert steps(county, WHOLE, 4) == [(-1, "contact", 3, None)]
    assert steps(county, WHOLE, 3) == [
        (-3, "case", None, "A0"),
        (-2, "case", 31, "A1"),
        (-1, "case", 1, "A2"),
        (1, "second_contact", 4, None),
    ]
    assert steps(county, WHOLE, 6) == []


@pytest.mark.parametrize("scope", [NOBODY, Scope((8,))])
def test_out_of_reach_is_the_same_as_unknown(county, scope):
    at = {"person_id": 1, "as_of": LAST_DAY}
    assert (
        cases(county, scope, **at).empty and contacts(county, scope, **at).empty and spread(county, scope, **at).empty
    )


def test_whom_the_scope_does_not_reach_is_a_number_and_no_name(county):
    found = spread(county, EAST, person_id=1, as_of=LAST_DAY)
    outside = found[found["number"] == "A1"].iloc[0]
    assert outside["name"] is None or outside["name"] != outside["name"]
    masked = spread(county, Scope((EVERYTHING,)), person_id=1, as_of=LAST_DAY)
    assert masked["name"].dropna().str.contains(r"\*").all()


def test_a_circle_of_sources_ends(county):
    with county.write() as db:
        db.execute("update disease_case set infector_no = 'A3' where case_no = 'A0'")
    assert {number for _, _, _, number in steps(county, WHOLE, 1)} >= {"A0", "A1"}
    with county.write() as db:
        db.execute("update disease_case set infector_no = null where case_no = 'A0'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_words(county, language):
    at = {"person_id": 1, "as_of": LAST_DAY}
    words = case_line(language, cases(county, WHOLE, **at).to_dict("records")[0])
    assert "A2" in words and "A1" in words and "{" not in words
    assert "A1" in contact_line(language, contacts(county, WHOLE, **at).to_dict("records")[0])
    lines = list(spread_lines(language, spread(county, WHOLE, **at)))
    assert len(lines) == 5 and "A0" in lines[0] and lines[2].strip().startswith("→")

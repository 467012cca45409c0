"""Rows in, pairs out: who is asked about, how surely, and who never is."""

from __future__ import annotations

import json
from datetime import date

import pytest

from core.duplicates.find import find_duplicates, variant_characters
from core.ingest.pinyin import readings
from tests.county import NOW, _grids, empty_store

# Two valid numbers (GB 11643), and one of 15 digits with what it stands for.
ID_1, ID_2 = "450127196503121012", "45012719900515101X"
OLD, LONG = "450127650312101", "450127196503121012"
BORN = date(1990, 5, 15)


def person(name="黄晓敏", *, id=None, phone=None, born=None, sex=None, grid=4, household=None, id_type=None, batch=1):
    return (name, id_type or ("resident_id" if id else None), id, sex, born, phone, grid, household, batch)


def store_of(*people):
    store = empty_store()
    with store.write() as db:
        _grids(db)
        db.execute("insert into import_batch values (1, '2026-01-01', 'x', 'a', 'a', 1, 'committed', 1, true)")
        db.execute("insert into import_batch values (2, '2026-01-05', 'x', 'b', 'b', 1, 'committed', 1, true)")
        for number, (name, id_type, id_number, sex, born, phone, grid, household, batch) in enumerate(people, 1):
            spoken = readings([name])["pinyin"][0] if name else None
            db.execute(
                "insert into person (person_id, name, pinyin, id_type, id_number, sex, birth_date, phone, home_grid_id, household_id,"
                " batch_id, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '2026-01-01')",
                [number, name, spoken, id_type, id_number, sex, born, phone, grid, household, batch],
            )
    return store


def found(*people) -> list[tuple[str, str]]:
    store = store_of(*people)
    find_duplicates(store, people=None, actor="test", now=NOW)
    return store.run("select band, rule from duplicate_pair order by pair_id").fetchall()


SAME = {
    "one number": (person(id=ID_1), person("黄小明", id=ID_1)),
    "15 and 18 digits": (person(id=OLD), person("张三", id=LONG)),
    "spaces, case, full width": (person(id="45012719900515101x"), person(id="450127 1990 0515 １０１Ｘ")),
}
PERHAPS = {
    "phone and name": ("phone", person(phone="13900000001"), person(phone="13900000001", grid=10)),
    "phone and homophone": ("phone", person(phone="13900000001"), person("黄小敏", phone="13900000001")),
    "phone and traditional": ("phone", person("张国华", phone="13900000001"), person("張國華", phone="13900000001")),
    "phone, name, other number": ("phone", person(id=ID_1, phone="13900000001"), person(id=ID_2, phone="13900000001")),
    "birth date, name, township": ("birth", person(born=BORN), person(born=BORN, grid=7)),
    "birth date, homophone, village": ("birth", person(born=BORN, grid=4), person("黄小敏", born=BORN, grid=5)),
    "one number is missing": ("birth", person(id=ID_2, born=BORN), person(born=BORN)),
    "moved phone": ("birth", person(born=BORN, phone="13900000001"), person(born=BORN, phone="13900000002")),
    "household and name": ("household", person(household=1), person(household=1, born=BORN)),
    "household, name, slip in the birth date": ("household", person(household=1, born=date(1990, 5, 16)), person(household=1, born=BORN)),
    "passport and resident number": ("birth", person(id=ID_2, born=BORN), person(id="E12345678", id_type="passport", born=BORN)),
}  # fmt: skip
DIFFERENT = {
    "twins": (
        person("黄晓敏", born=BORN, household=1, phone="13900000001"),
        person("黄晓慧", born=BORN, household=1, phone="13900000001"),
    ),
    "twins whose names sound alike, each with a number": (
        person("黄晓敏", id=ID_1, born=BORN, household=1),
        person("黄小敏", id=ID_2, born=BORN, household=1),
    ),
    "same name in one village": (person(born=BORN), person(born=date(1961, 2, 3))),
    "same name in one village, birth date unknown": (person(born=BORN), person()),
    "same name and birth date, two numbers": (person(id=ID_1, born=BORN), person(id=ID_2, born=BORN)),
    "same name and birth date far away": (person(born=BORN, grid=4), person(born=BORN, grid=10)),
    "homophone and birth date in another village": (person(born=BORN, grid=4), person("黄小敏", born=BORN, grid=7)),
    "brother and sister": (person("黄晓敏", born=BORN, sex="male"), person("黄小敏", born=BORN, sex="female")),
    "grandfather and grandson with one phone": (
        person("黄晓敏", born=BORN, phone="13900000001"),
        person("黄小敏", born=date(1931, 2, 3), phone="13900000001"),
    ),
    "father and son of one name, with one phone, each with a number": (
        person(id=ID_1, born=date(1965, 3, 12), phone="13900000001", household=1),
        person(id=ID_2, born=BORN, phone="13900000001", household=1),
    ),
    "shared phone": (person("黄晓敏", phone="13900000001"), person("韦大江", phone="13900000001")),
    "no name, no number": (person(None, phone="13900000001"), person(None, phone="13900000001")),
}


@pytest.mark.parametrize("people", SAME.values(), ids=SAME)
def test_one_document_is_one_person(people):
    assert found(*people) == [("same", "document")]


@pytest.mark.parametrize("case", PERHAPS.values(), ids=PERHAPS)
def test_perhaps_the_same(case):
    rule, *people = case
    assert found(*people) == [("perhaps", rule)]


@pytest.mark.parametrize("people", DIFFERENT.values(), ids=DIFFERENT)
def test_never_asked_about(people):
    assert found(*people) == []


def test_a_placeholder_joins_nobody():
    assert found(*[person("未登记", phone="13800000000", household=1) for _ in range(30)]) == []


def test_what_is_surer_comes_first_and_says_why():
    store = store_of(
        person("黄晓敏", phone="13900000001", born=BORN),
        person("黄晓敏", phone="13900000001", born=BORN),
        person("韦大江", household=1),
        person("韦大江", household=1, sex="male", born=BORN),
    )
    find_duplicates(store, people=None, actor="test", now=NOW)
    rows = store.run("select score, reasons from duplicate_pair order by pair_id").fetchall()
    assert rows[0][0] > rows[1][0]
    assert json.loads(rows[0][1]) == ["same_name", "same_phone", "same_birth", "same_village"]
    assert json.loads(rows[1][1]) == ["same_name", "same_household"]


def test_after_an_import_only_its_people_are_looked_at():
    store = store_of(
        person(phone="13900000001"), person(phone="13900000001"),
        person("韦大江", phone="13900000002"), person("韦大江", phone="13900000002", batch=2),
    )  # fmt: skip
    assert find_duplicates(store, people=2, actor="test", now=NOW) == 1
    assert store.run("select person_a, person_b from duplicate_pair").fetchall() == [(3, 4)]
    assert find_duplicates(store, people=None, actor="test", now=NOW) == 1
    assert find_duplicates(store, people=None, actor="test", now=NOW) == 0


def test_an_open_pair_goes_when_the_entry_was_mended_and_a_decided_one_stays():
    store = store_of(person(phone="13900000001"), person(phone="13900000001"), person(phone="13900000001"))
    assert find_duplicates(store, people=None, actor="test", now=NOW) == 3
    with store.write() as db:
        db.execute("update duplicate_pair set status = 'different' where person_a = 1 and person_b = 2")
        db.execute("update person set phone = '13900000009' where person_id <> 1")
    find_duplicates(store, people=None, actor="test", now=NOW)
    rows = store.run("select person_a, person_b, status from duplicate_pair order by 1, 2").fetchall()
    assert rows == [(1, 2, "different"), (2, 3, "open")]


def test_a_decision_is_not_inherited_by_whoever_gets_the_number_next():
    store = store_of(person(phone="13900000001"), person(phone="13900000001"))
    find_duplicates(store, people=None, actor="test", now=NOW)
    with store.write() as db:
        db.execute("update duplicate_pair set status = 'different'")
        db.execute("insert into import_batch values (3, '2026-03-01', 'x', 'c', 'c', 1, 'committed', 1, true)")
        db.execute("update person set batch_id = 3 where person_id = 2")
    assert find_duplicates(store, people=3, actor="test", now=NOW) == 1
    assert store.value("select status from duplicate_pair") == "open"


def test_every_variant_has_one_usual_form():
    written, plain = variant_characters()
    assert len(written) == len(plain) == len(set(written)) > 100
    assert not set(written) & set(plain)

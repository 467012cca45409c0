"""Who has a document or a phone: by what is kept at hand, and as the register says it whatever has happened since."""

from __future__ import annotations

import pytest

from core.intake import at_hand
from core.intake.at_hand import by_document, refresh
from core.intake.record import Record, Visitor
from core.intake.visitors import known_people
from core.store import load_sql
from tests.county import NOW, county_alone

ONE, TWO = "990101199001010018", "E0000002"


@pytest.fixture
def store():
    made = county_alone()
    made.run("update person set id_number = null")
    made.run("update person set id_number = $one where person_id = 5", one=ONE)
    return made


def asked(store, *documents: str) -> list[str]:
    """Files of the statements by which they were looked for."""
    return statements_of(store, lambda: by_document(store, list(documents)))


def statements_of(store, look) -> list[str]:
    seen, run = [], store.run
    store.run = lambda sql, **params: seen.append(sql) or run(sql, **params)
    look()
    del store.run
    return [
        name
        for name in ("documents_of.sql", "by_document.sql", "phones_of.sql", "by_phone.sql")
        if load_sql(by_document.__code__.co_filename, name) in seen
    ]


def who(store, *told: tuple[str, str]) -> list[int | None]:
    """By phone and name."""
    records = {no: Record(id=str(no), grid_id=4, at=NOW, visitor=Visitor(name=name, phone=phone)) for no, (phone, name) in enumerate(told)}  # fmt: skip
    return [one.person_id for one in known_people(store, records).values()]


def test_a_document_is_found_without_a_look_through_all_of_them(store):
    refresh(store)
    assert by_document(store, [ONE, ONE]) == {ONE: 5}
    assert asked(store, ONE) == ["documents_of.sql"]
    assert asked(store, ONE, TWO) == ["documents_of.sql", "by_document.sql"]


def test_what_the_register_says_now_holds(store):
    assert by_document(store, [ONE, TWO]) == {ONE: 5}
    store.run("update person set id_number = $two where person_id = 5", two=TWO)
    assert by_document(store, [ONE, TWO]) == {TWO: 5}
    store.run("update person set id_number = $one where person_id = 3", one=ONE)
    assert by_document(store, [ONE, TWO]) == {ONE: 3, TWO: 5}
    store.run("delete from person where person_id = 3")
    assert by_document(store, [ONE]) == {}


def test_of_two_with_one_document_the_first(store):
    store.run("update person set id_number = $one where person_id = 2", one=ONE)
    refresh(store)
    assert by_document(store, [ONE]) == {ONE: 2}
    store.run("update person set id_number = null where person_id = 2")
    assert by_document(store, [ONE]) == {ONE: 5}


def test_it_is_made_anew_once_people_have_come(store):
    refresh(store)
    store.run("update person set id_number = $two, updated_at = timestamp '2099-01-01' where person_id = 7", two=TWO)
    assert asked(store, TWO) == ["by_document.sql"]
    refresh(store)
    assert asked(store, TWO) == ["documents_of.sql"]
    assert by_document(store, [TWO]) == {TWO: 7}


def test_whoever_has_changed_is_added_and_all_are_read_again_now_and_then(store, monkeypatch):
    refresh(store)
    first = at_hand._kept[store]
    for year, person in ((2098, 7), (2099, 6)):
        store.run(
            f"update person set id_number = 'E{person}', updated_at = timestamp '{year}-01-01' where person_id = {person}"
        )
        refresh(store)
    assert at_hand._kept[store] is first
    assert by_document(store, ["E7", "E6", ONE]) == {"E7": 7, "E6": 6, ONE: 5}
    assert asked(store, "E7", "E6", ONE) == ["documents_of.sql"]
    monkeypatch.setattr(at_hand, "ANEW_SECONDS", -1)
    refresh(store)
    assert at_hand._kept[store] is first, "nobody has changed"
    store.run("update person set id_number = $two, updated_at = timestamp '2100-01-01' where person_id = 7", two=TWO)
    refresh(store)
    assert at_hand._kept[store] is not first and not at_hand._kept[store].later
    assert asked(store, TWO, "E6", ONE) == ["documents_of.sql"]


def test_a_register_of_nobody(store):
    store.run("update person set id_number = null")
    assert by_document(store, [ONE]) == {}


def test_a_phone_is_found_without_a_look_through_all_of_them(store):
    store.run("update person set phone = '13800000009', name = '张三' where person_id = 5")
    store.run("update person set phone = '13800000009', name = '李四' where person_id in (6, 7)")
    refresh(store)
    family = [("13800000009", "张三"), ("13800000009", "李四")]  # two of one name: nobody can tell who is meant
    assert who(store, *family) == [5, None]
    assert statements_of(store, lambda: who(store, *family)) == ["phones_of.sql"]
    assert who(store, ("13800000009", "王五"), ("13900000001", "张三")) == [None, None]


def test_a_phone_of_the_last_minute_is_found_and_one_that_was_given_up_is_not(store):
    store.run("update person set phone = '13800000009', name = '张三' where person_id = 5")
    refresh(store)
    store.run("update person set phone = '13800000008' where person_id = 5")
    assert who(store, ("13800000008", "张三"), ("13800000009", "张三")) == [5, None]
    assert statements_of(store, lambda: who(store, ("13800000008", "张三"))) == ["by_phone.sql"]

"""Who has a document: by what is kept at hand, and as the register says it whatever has happened since."""

from __future__ import annotations

import pytest

from core.intake.at_hand import by_document, refresh
from core.store import load_sql
from tests.county import county_alone

ONE, TWO = "990101199001010018", "E0000002"


@pytest.fixture
def store():
    made = county_alone()
    made.run("update person set id_number = null")
    made.run("update person set id_number = $one where person_id = 5", one=ONE)
    return made


def asked(store, *documents: str) -> list[str]:
    """Files of the statements by which they were looked for."""
    seen, run = [], store.run
    store.run = lambda sql, **params: seen.append(sql) or run(sql, **params)
    by_document(store, list(documents))
    del store.run
    return [
        name
        for name in ("documents_of.sql", "by_document.sql")
        if load_sql(by_document.__code__.co_filename, name) in seen
    ]


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


def test_a_register_of_nobody(store):
    store.run("update person set id_number = null")
    assert by_document(store, [ONE]) == {}

from __future__ import annotations

import pytest

from core.audit import first_broken, record
from tests.county import empty_store


@pytest.fixture
def store():
    made = empty_store()
    for i in range(5):
        with made.write() as db:
            record(db, "zhao", "import.committed", batch=i, rows=i * 100)
    return made


def test_a_whole_chain_is_whole(store):
    assert first_broken(store.cursor()) is None
    assert store.df("select entry_id from audit_entry").entry_id.tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("update audit_entry set fields = '{}' where entry_id = 3", 3),
        ("update audit_entry set actor = 'wang' where entry_id = 1", 1),
        ("update audit_entry set happened_at = happened_at + interval 1 second where entry_id = 5", 5),
        ("update audit_entry set event = 'x' where entry_id = 2", 2),
        ("delete from audit_entry where entry_id = 2", 2),
        ("delete from audit_entry where entry_id = 1", 1),
        ("update audit_entry set entry_id = 9 where entry_id = 4", 4),
    ],
)
def test_tampering_is_found_where_it_was_done(store, tampering, found):
    with store.write() as db:
        db.execute(tampering)
    assert first_broken(store.cursor()) == found


def test_an_entry_stands_or_falls_with_what_it_tells_of(store):
    with pytest.raises(RuntimeError), store.write() as db:
        record(db, "zhao", "account.disabled", account=1)
        raise RuntimeError
    assert store.value("select count(*) from audit_entry") == 5
    assert first_broken(store.cursor()) is None


def test_entries_of_one_transaction_chain_too(store):
    with store.write() as db:
        record(db, "a", "one")
        record(db, "a", "two", text='引号"和\n换行')
    assert first_broken(store.cursor()) is None

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from core.audit import record, record_many, verify
from core.audit.events import TYPES, events, plain
from tests.county import empty_store

# What people have: none of it may stand in an entry, whatever the type of the field.
PERSONAL = (
    "韦小宝",
    "张三",
    "13800138000",
    "450127199003071234",
    "45012719900307123X",
    "横县横州镇城东路12号",
    "O'Brien 先生",
)


def test_entries_of_one_transaction_chain_one_by_one_and_together():
    store = empty_store()
    with store.write() as db:
        record(db, "zhao", "account.disabled", account=np.int64(3))
        record_many(db, "zhao", "import.undone", [{"batch": n, "status": "undone"} for n in range(20)])
    record_many(store.cursor(), "zhao", "import.undone", [])
    assert verify(store).entries == 21
    assert verify(store).whole


def test_the_last_entry_is_found_after_one_was_taken_back_and_beside_another_store():
    """Stores in memory share a key, which knows the number of the entry that it signed last."""
    store, other = empty_store(), empty_store()
    for turn in range(3):
        with store.write() as db:
            record(db, "zhao", "account.disabled", account=turn)
        with pytest.raises(RuntimeError), store.write() as db:
            record_many(db, "zhao", "import.undone", [{"batch": n, "status": "undone"} for n in range(5)])
            raise RuntimeError
        with other.write() as db:
            record_many(db, "zhao", "import.undone", [{"batch": n, "status": "undone"} for n in range(7)])
        with store.write() as db:
            record(db, "zhao", "account.enabled", account=turn)
    assert [verify(one).entries for one in (store, other)] == [6, 21]
    assert verify(store).whole and verify(other).whole


def test_an_entry_stands_or_falls_with_what_it_tells_of():
    store = empty_store()
    with pytest.raises(RuntimeError), store.write() as db:
        record(db, "zhao", "account.disabled", account=1)
        raise RuntimeError
    assert store.value("select count(*) from audit_entry") == 0
    assert verify(store).whole


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {"reason", "state"}))
@pytest.mark.parametrize("text", PERSONAL)
def test_no_type_lets_anything_personal_through(kind, text):
    for value in (text, [text], {"name": text}, {text: 1}, [[1, text]]):
        assert TYPES[kind](value) is None


def test_free_text_stands_where_a_reason_is_asked_and_logins_where_an_act_is_to_be_taken_back():
    of = {
        kind: {event for event, fields in events().items() if kind in fields.values()} for kind in ("reason", "state")
    }
    assert of["reason"] == {"export.disclosed", "audit.accepted", "person.file_exported"}
    assert of["state"] == {"alert.taken", "alert.assigned", "alert.closed", "data.wound_down"}
    assert {kind for fields in events().values() for kind in fields.values()} == set(TYPES)


@pytest.mark.parametrize(
    ("event", "fields", "said"),
    [
        ("person.viewed", {"person": "7", "place": "people"}, "person of person.viewed is no id"),
        ("person.viewed", {"person": 7, "name": "韦小宝"}, "person.viewed has no field name"),
        ("person.seen", {"person": 7}, "person.seen is no event"),
    ],
)
def test_what_is_not_declared_is_refused_and_not_quoted(event, fields, said):
    with pytest.raises(ValueError, match=said) as refused:
        plain(event, fields)
    assert "韦" not in str(refused.value)


def test_values_are_written_as_their_types_are():
    made = plain(
        "emergency.declared", {"emergency": np.int32(1), "grid": None, "since": date(2026, 3, 1), "until": None}
    )
    assert made == {"emergency": 1, "grid": None, "since": "2026-03-01", "until": None}
    assert plain("wall.made", {"until": datetime(2026, 3, 1, 8)}) == {"until": "2026-03-01T08:00:00"}

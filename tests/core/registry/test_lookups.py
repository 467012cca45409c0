"""Guessing numbers tells nothing of who lies outside, is written down, and ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.domain import EVERYTHING, Scope, User
from core.errors import UserError
from core.registry import lookups, people
from core.registry.lookups import check_lookup, note_missed
from tests.county import EAST, LAST_DAY, make_county

OFFICER = User(1, "li", "李", "officer", frozenset(), EAST)
CHIEF = User(2, "wang", "王", "command", frozenset(), Scope((EVERYTHING,)))
ABROAD, NOBODY = "13900000035", "13911111111"  # somebody of the west, and no one


def test_who_lies_outside_answers_as_who_does_not_exist_and_guesses_end(monkeypatch):
    store, now = make_county(), clock.now()
    monkeypatch.setattr(lookups, "MOST", 4)
    for text in (ABROAD, NOBODY):
        assert people.search(store, EAST, text=text, as_of=LAST_DAY).empty
    for text in (ABROAD, ABROAD, NOBODY, "张小三", "450127198501013512", "9921"):
        check_lookup(store, OFFICER, text, now=now)
        note_missed(store, OFFICER, text, now=now)
    told = "select actor, fields ->> 'what', count(*) from audit_entry where event = 'person.not_found' group by 1, 2 order by 2"
    assert store.run(told).fetchall() == [("li", "id_number", 1), ("li", "phone", 2), ("li", "tail", 1)]
    with pytest.raises(UserError, match="lookups_many"):
        check_lookup(store, OFFICER, NOBODY, now=now)
    check_lookup(store, OFFICER, "张小三", now=now)  # by name one may look on
    check_lookup(store, CHIEF, NOBODY, now=now)
    note_missed(store, CHIEF, NOBODY, now=now)  # from whom nobody is hidden
    check_lookup(store, OFFICER, NOBODY, now=now + timedelta(hours=2))
    assert store.value("select count(*) from audit_entry where fields ->> 'what' = 'lookups_many'") == 1
    everything = store.value("select string_agg(fields, ' ') from audit_entry")
    assert not any(number in everything for number in (ABROAD, NOBODY, "450127198501013512"))

"""Notes on a person: who, when, what; the newest first; within the scope; and with the person through a merge and an undo."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from core.access.accounts import create_account
from core.access.roles import roles
from core.domain import Scope, User
from core.duplicates.merge import merge, unmerge
from core.errors import NotAllowed, UserError
from core.registry.notes import LONGEST, add_note, notes
from tests.county import NOW, WHOLE, make_county


def user(role: str, *grids: int) -> User:
    given = roles()[role]
    return User(1, f"the-{role}", role, role, given.permissions, Scope(grids or (0,), given.reveal))


def words(store, person: int, scope: Scope = WHOLE) -> list[str]:
    return notes(store, scope, person_id=person).note.tolist()


def test_the_newest_stands_first_with_who_and_when():
    store = make_county()
    create_account(
        store, login="the-officer", name="赵网格", role="officer", grids=[2], password=None, actor="test", now=NOW
    )
    add_note(store, user("clerk"), person_id=7, note=" 已电话联系 ", now=NOW)
    add_note(store, user("officer", 2), person_id=7, note="体温正常", now=NOW + timedelta(hours=1))
    assert notes(store, WHOLE, person_id=7).values.tolist() == [
        [NOW + timedelta(hours=1), "赵网格", "体温正常"], [NOW, "the-clerk", "已电话联系"],
    ]  # fmt: skip
    kept = store.run("select actor, fields from audit_entry where event = 'person.noted' order by entry_id").fetchall()
    assert [(actor, json.loads(fields)) for actor, fields in kept] == [
        ("the-clerk", {"note": 1, "person": 7}), ("the-officer", {"note": 2, "person": 7}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("writing", "person", "note", "code"),
    [
        (user("leader"), 7, "x", "note_not_allowed"), (user("officer", 8), 7, "x", "person_unknown"), (user("clerk"), 12345, "x", "person_unknown"),
        (user("clerk"), 7, " \n", "note_empty"), (user("clerk"), 7, "长" * (LONGEST + 1), "note_long"),
    ],
)  # fmt: skip
def test_what_is_refused_is_not_kept(writing, person, note, code):
    store = make_county()
    with pytest.raises(UserError, match=code) as refused:
        add_note(store, writing, person_id=person, note=note, now=NOW)
    assert isinstance(refused.value, NotAllowed) == (code == "note_not_allowed")
    assert store.value("select count(*) from person_note") == 0
    assert store.value("select count(*) from audit_entry where event = 'person.noted'") == 0


def test_nobody_reads_them_from_outside():
    store = make_county()
    add_note(store, user("clerk"), person_id=7, note="x", now=NOW)
    assert words(store, 7, Scope((8,))) == []
    assert words(store, 8) == []


def test_they_go_with_the_person_into_a_merge_and_out_of_it():
    store = make_county()
    add_note(store, user("clerk"), person_id=7, note="甲", now=NOW)
    add_note(store, user("clerk"), person_id=8, note="乙", now=NOW + timedelta(hours=1))
    number = merge(store, WHOLE, keep=7, gone=8, actor="clerk", now=datetime(2026, 2, 2, 9))
    assert words(store, 7) == ["乙", "甲"]
    unmerge(store, WHOLE, merge_id=number, actor="clerk", now=datetime(2026, 2, 2, 10))
    assert (words(store, 7), words(store, 8)) == (["甲"], ["乙"])

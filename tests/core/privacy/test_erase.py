"""A person is erased from every table of the dictionary, by two people, and nothing of them is left in the file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.audit import verify
from core.errors import NotAllowed, UserError
from core.privacy.dictionary import about_people
from core.privacy.erase import ask_erasure, confirm_erasure, waiting_erasures, withdraw_erasure
from core.privacy.rewrite import rewrite, wants_rewriting
from core.store import open_store
from tests.core.privacy.planted import PERSON, VALUES, county_file, found_in
from tests.county import EAST, NOW, WHOLE, make_county

WEST_PERSON = 35


def test_an_erased_person_is_found_nowhere_once_the_file_is_written_anew(tmp_path):
    store = county_file(tmp_path)
    original = tmp_path / "originals" / "900.bin"
    original.parent.mkdir()
    original.write_bytes(b"held")
    assert all(found_in(tmp_path).values()), "planted values stand in the file"
    number = ask_erasure(store, WHOLE, person_id=PERSON, reason="asked", actor="anna", now=NOW)
    with pytest.raises(NotAllowed, match="erase_same"):
        confirm_erasure(store, WHOLE, removal_id=number, actor="anna", now=NOW)
    rows = confirm_erasure(store, WHOLE, removal_id=number, actor="bert", now=NOW)
    assert rows["person"] == 1 and rows["check_in"] > 30 and rows["clue_picture"] == rows["task_move"] == 1
    for table in about_people():
        assert not store.one(f"select 1 from {table.name} where {table.names(str(PERSON))}"), table.name
    # What belonged to rows that went is gone, what named them lost the number; others' rows stand.
    assert store.value("select count(*) from import_change") == 0
    assert store.one("select told, teller, teller_phone from clue where clue_id = 902") == (
        "楼下很吵，回电 ***",
        None,
        None,
    )
    # Who asked for it can still read the answer by the receipt.
    assert store.one("select person_id, told, receipt from citizen_request") == (None, "", "YJ1")
    assert store.one("select caller, phone, told from work_order") == (None, None, "停水")
    assert store.one("select person_id, address, case_no from case_contact") == (None, None, "C1")
    assert store.value("select count(*) from person") == 39 and not original.exists()
    said = store.value("select string_agg(fields, ' ') from audit_entry where event like '%eras%'")
    assert said and not any(v in said for v in VALUES)
    assert wants_rewriting(store)
    store.close()
    rewrite(store.settings, actor="t", now=NOW)
    assert {v: files for v, files in found_in(tmp_path).items() if files} == {}
    store = open_store(store.settings)
    assert not wants_rewriting(store) and verify(store).whole
    assert store.value("select rewritten_at from removal") == NOW and store.value("select count(*) from person") == 39
    store.close()


def test_an_encrypted_store_stays_so_and_what_a_killed_rewriting_left_goes(tmp_path):
    store = county_file(tmp_path, key="a long enough key")
    store.close()
    left = [tmp_path / f"command.duckdb{ending}" for ending in (".fresh", ".fresh.wal", ".old")]
    for file in left:
        file.write_bytes(b"x")
    rewrite(store.settings, actor="t", now=NOW)
    assert not any(file.exists() for file in left) and not any(found_in(tmp_path).values())
    store = open_store(store.settings)
    assert store.value("select count(*) from person") == 40
    store.close()
    with pytest.raises(UserError, match="store_key_wrong"):
        open_store(replace(store.settings, key="another"))


@pytest.mark.parametrize(
    "held",
    [
        "insert into quarantine (quarantine_id, person_id, since) values (1, 35, date '2026-01-20')",
        "insert into disease_case (case_id, person_id, case_no) values (1, 35, 'C1')",
        "insert into case_contact (contact_id, person_id, quarantine_until) values (1, 35, date '2026-02-03')",
        "insert into lodging_stay (stay_id, room_id, bed, person_id, came_at, in_by) values (1, 1, 1, 35, timestamp '2026-01-20 08:00', 't')",
        "insert into paper (paper_id, kind, year, number, file_no, person_id, until, language, told, issued_on, made_by, made_at)"
        " values (1, 'release', 2026, 1, '1', 35, date '2026-02-03', 'zh', '{}', date '2026-01-20', 't', timestamp '2026-01-20 08:00')",
    ],
)  # fmt: skip
def test_what_the_law_needs_is_not_erased(held):
    store = make_county()
    with store.write() as db:
        db.execute(held)
    with pytest.raises(UserError, match="erase_held_"):
        ask_erasure(store, WHOLE, person_id=WEST_PERSON, reason="asked", actor="a", now=NOW)


def test_who_is_out_of_reach_is_not_erased_and_what_is_withdrawn_is_not_done():
    store = make_county()
    with pytest.raises(UserError, match="erase_unknown"):
        ask_erasure(store, EAST, person_id=WEST_PERSON, reason="asked", actor="a", now=NOW)
    with pytest.raises(UserError, match="erase_reason"):
        ask_erasure(store, WHOLE, person_id=WEST_PERSON, reason="because", actor="a", now=NOW)
    number = ask_erasure(store, WHOLE, person_id=WEST_PERSON, reason="asked", actor="a", now=NOW)
    with pytest.raises(UserError, match="erase_waits"):
        ask_erasure(store, WHOLE, person_id=WEST_PERSON, reason="asked", actor="a", now=NOW)
    with pytest.raises(UserError, match="erase_unknown"):
        confirm_erasure(store, EAST, removal_id=number, actor="b", now=NOW)
    assert waiting_erasures(store, EAST, on=NOW.date()).empty
    assert len(waiting_erasures(store, WHOLE, on=NOW.date())) == 1
    withdraw_erasure(store, WHOLE, removal_id=number, actor="b", now=NOW)
    with pytest.raises(UserError, match="erase_none"):
        confirm_erasure(store, WHOLE, removal_id=number, actor="b", now=NOW)
    assert store.value("select count(*) from person") == 40

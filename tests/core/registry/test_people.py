"""Searching people: what is recognised, what is found, and what is not handed out."""

from __future__ import annotations

from datetime import date

import pytest

from core.domain import Scope
from core.registry.people import count, recognise, search
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, NOW, WHOLE, make_county


@pytest.fixture(scope="module")
def county():
    return changed()


@pytest.fixture
def county_changed():
    return changed()


def changed():
    store = make_county()
    with store.write() as db:
        db.execute(
            "update person set name = '张小明', pinyin = 'zhang xiao ming', initials = 'zxm' where person_id = 7"
        )
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, fields, policy_version) values (7, 'key_attention', 1, date '2026-01-20', null, 'r', '{}', 'v')"
        )
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, fields, policy_version) values (8, 'key_attention', 2, date '2026-01-20', null, 'r', '{}', 'v')"
        )
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, fields, policy_version) values (8, 'inbound', 1, date '2026-01-30', date '2026-02-12', 'r', '{}', 'v')"
        )
        db.execute("update person set origin = '上海', arrived_on = '2026-01-30' where person_id = 8")
        db.execute(
            "insert into person (person_id, name, home_grid_id, status, status_on, updated_at) values (98, '韦走了', 4, 'moved_out', '2026-01-05', ?)",
            [NOW],
        )
        db.execute(
            "insert into person (person_id, name, phone, registered, updated_at) values (99, '李过客', '13711112222', false, ?)",
            [NOW],
        )
        db.execute(
            "insert into membership (person_id, grid_id, kind, since, until, batch_id) values (11, 10, 'temporary', null, date '2026-01-10', 1)"
        )  # over
        db.execute(
            "insert into membership (person_id, grid_id, kind, since, until, batch_id) values (12, 10, 'temporary', null, date '2026-12-31', 1)"
        )  # goes on
    return store


def test_the_list_is_kept_until_somebody_of_it_changes(county_changed):
    store = county_changed
    shown = {scope: (count(store, scope, as_of=LAST_DAY), found(store, scope)) for scope in (WHOLE, EAST)}
    with store.write(told=False) as db:  # classes are made, not told
        db.execute("update person_class set until = date '2026-03-01' where person_id = 8 and class = 'inbound'")
        db.execute("delete from person_class where person_id = 7")
    assert {s: (count(store, s, as_of=LAST_DAY), found(store, s)) for s in shown} == shown
    table = search(store, WHOLE, as_of=LAST_DAY).set_index("person_id")
    assert table.until[8].date() == date(2026, 3, 1)  # what is said of each is read each time
    assert found(store, person_class="key_attention") == [8]
    (in_east, everybody), whole = shown[EAST], shown[WHOLE][0]
    gone = everybody[0]
    with store.write() as db:
        db.execute("update person set status = 'died', status_on = '2026-01-05' where person_id = ?", [gone])
    assert count(store, EAST, as_of=LAST_DAY) == in_east - 1 and count(store, WHOLE, as_of=LAST_DAY) == whole - 1
    assert gone not in found(store, EAST) and gone in found(store, EAST, gone=True)
    with store.write() as db:
        db.execute(
            "insert into membership (person_id, grid_id, kind, batch_id) values (?, 10, 'work', 1)", [everybody[1]]
        )
    assert everybody[1] in found(store, unit=10) or everybody[1] in found(store, grid=10)


def found(store, scope=WHOLE, **wanted) -> list[int]:
    return sorted(search(store, scope, as_of=LAST_DAY, **wanted).person_id)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("张小明", [7]),
        ("小明", [7]),
        (" 张小 明 ", [7]),
        ("zxm", [7]),
        ("ZXM", [7]),
        ("zhangxiaoming", [7]),
        ("zhang xiao m", [7]),
        ("13900000007", [7]),
        ("139 0000 0007", [7]),
        ("+86 139-0000-0007", [7]),
        ("0007", [7]),  # tail of the phone
        ("007X", [7]),  # tail of the ID number
        ("007x", [7]),
        ("00007", [7]),
        ("45012719570101007", []),  # 17 characters are no ID number
        ("h2", [6, 7, 8, 9, 10]),  # household
        ("\uff11\uff13\uff19\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff17", [7]),  # full-width digits
        ("过客", []),  # not registered
        ("%", []),
        ("_", []),
        ("小%", []),
        ("' or 1=1 --", []),
        ("123", []),
    ],
)
def test_what_a_clerk_types_is_recognised(county, text, people):
    assert found(county, text=text) == people


def test_a_whole_id_number(county):
    number = county.value("select id_number from person where person_id = 7")
    assert len(number) == 18
    assert found(county, text=number) == [7]
    assert found(county, text=number.lower()) == [7]


def test_recognise_tells_kinds_apart():
    assert recognise("")["text"] is None
    assert recognise("张")["part"] == "张"
    assert recognise("张")["tail"] is None
    assert recognise("1234")["tail"] == "1234"
    assert recognise("1234")["phone"] is None
    assert recognise("450127195701010079")["id_number"] == "450127195701010079"
    assert recognise("E12345678")["id_number"] == "E12345678"


def test_a_wildcard_in_a_name_is_a_character(county):
    with county.write() as db:
        db.execute("update person set name = '王%五' where person_id = 20")
    assert found(county, text="王%五") == [20]
    assert found(county, text="王%") == [20]


def test_filters(county):
    assert found(county, person_class="key_attention") == [7, 8]  # whoever is in it, whatever else they are
    assert found(county, person_class="key_attention", leading=True) == [7]
    assert found(county, person_class="resident", registered=None, gone=None) == [
        p for p in range(1, 41) if p not in (7, 8)
    ]
    assert found(county, household=2) == [6, 7, 8, 9, 10]
    assert found(county, unit=20) == [1, 2, 3, 4, 5]
    assert found(county, unit=21) == [1, 2, 3, 4, 5]
    assert found(county, grid=20) == [1, 2, 3, 4, 5]
    assert found(county, grid=7) == list(range(21, 31))
    assert found(county, grid=3) == list(range(1, 21))


def test_visitors_are_found_when_asked_for(county):
    assert found(county, registered=None, text="过客") == [99]
    assert found(county, registered=False) == [99]
    assert found(county, registered=None, text="过客", grid=1) == [99]  # they belong to the topmost grid
    assert found(county, registered=None, text="过客", grid=2) == []
    assert found(county, registered=None, grid=-1) == []
    assert found(county, EAST, registered=None, text="过客") == []


def test_a_stay_counts_until_it_ends(county):
    assert found(county, grid=10) == [12, *range(31, 41)]
    assert 11 in search(county, WHOLE, grid=10, as_of=date(2026, 1, 9)).person_id.tolist()


def test_the_scope_bounds_everything(county):
    assert found(county, EAST) == list(range(1, 31))
    assert found(county, EAST, text="13900000031") == []
    assert found(county, NOBODY) == []
    assert count(county, NOBODY) == 0
    assert found(county, Scope((10,))) == [12, *range(31, 41)]
    assert found(county, Scope((30,))) == [31, 32, 33, 34, 35]


def test_personal_fields_are_masked_unless_revealed(county):
    masked = search(county, MASKED, text="zxm").iloc[0]
    assert (masked["name"], masked.phone) == ("张**", "139****0007")
    assert "*" in masked.id_number
    shown = search(county, WHOLE, text="zxm").iloc[0]
    assert (shown["name"], shown.phone) == ("张小明", "13900000007")


def test_pages_follow_each_other_without_gap_or_double(county):
    whole = search(county, WHOLE, limit=100).person_id.tolist()
    pages = [p for n in range(0, 40, 7) for p in search(county, WHOLE, limit=7, offset=n).person_id]
    assert pages == whole
    assert len(set(whole)) == 40 == count(county, WHOLE)
    assert search(county, WHOLE, limit=7, offset=1000).empty


def test_columns_and_places(county):
    row = search(county, WHOLE, text="zxm", as_of=LAST_DAY).iloc[0]
    assert row.place == "东一村 东一村1组"
    assert row.township == "东镇"
    assert (row.household, row["class"], row.born) == ("H2", "key_attention", 1957)


def test_all_that_somebody_is_and_until_when(county):
    row = search(county, WHOLE, person_class="key_attention", as_of=LAST_DAY).set_index("person_id").loc[8]
    assert list(row.classes) == ["inbound", "key_attention"]
    assert (row["class"], row.origin, str(row.arrived_on)[:10], str(row.until)[:10]) == (
        "inbound",
        "上海",
        "2026-01-30",
        "2026-02-12",
    )
    plain = search(county, WHOLE, text="0009", as_of=LAST_DAY).iloc[0]
    assert plain["class"] is None or plain.isna()["class"]


@pytest.fixture(scope="module")
def written():
    """Names as different programs and clerks write them."""
    store = make_county()
    names = {
        1: "阿依古丽・买买提",
        2: "阿依古丽•买买提",
        3: "王\ue863",
        4: "𠮷小明",
        5: "SMITH, JOHN",
        6: "Jean-Paul Sartre",
        7: "韦　小明",
    }
    with store.write() as db:
        for person, name in names.items():
            db.execute("update person set name = ?, pinyin = null, initials = null where person_id = ?", [name, person])
    return store


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("阿依古丽·买买提", [1, 2]), ("阿依古丽买买提", [1, 2]), ("阿依古丽．买买", [1, 2]), ("古丽 买", [1, 2]), ("王䶮", [3]), ("䶮", [3]),
        ("𠮷 小明", [4]), ("小 明", [4, 7]), ("John Smith", [5]), ("SMITH, JOHN", [5]), ("ｓｍｉｔｈ", [5]), ("sartre, jean paul", [6]),
    ],
)  # fmt: skip
def test_names_are_found_however_they_are_written(written, text, people):
    assert found(written, text=text) == people
    assert count(written, WHOLE, text=text, as_of=LAST_DAY) == len(people)

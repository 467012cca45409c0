"""Names written differently are one person's, in rosters, scans, applications and among duplicates; the written one is kept."""

from __future__ import annotations

import pytest

from core.duplicates.find import find_duplicates
from core.duplicates.pairs import pairs
from core.ingest.pinyin import readings
from tests.core.ingest.files import CHECK_INS, EXITS, PEOPLE, codes, counts, id_number, store_file, workbook
from tests.county import NOW, WHOLE, make_county

G = "990101100001001"
DOTTED = [
    "阿依古丽·买买提",
    "阿依古丽•买买提",
    "阿依古丽‧买买提",
    "阿依古丽・买买提",
    "阿依古丽．买买提",
    "阿依古丽.买买提",
    "阿依古丽⋅买买提",
]


@pytest.fixture
def county():
    return make_county()


def named(store, name="阿依古丽%"):
    return [
        n
        for (n,) in store.run("select name from person where name like $name order by person_id", name=name).fetchall()
    ]


def test_scans_of_one_visitor(county, tmp_path):
    rows = [[None, name, G, f"2026-01-30 0{n}:00", "入", None, None] for n, name in enumerate(DOTTED)]
    store_file(county, workbook(tmp_path / "scans.xlsx", {"s": [CHECK_INS, *rows]}))
    assert len(named(county)) == 1
    later = [[None, name, G, f"2026-01-31 0{n}:00", "入", None, None] for n, name in enumerate(DOTTED)]
    store_file(county, workbook(tmp_path / "later.xlsx", {"s": [CHECK_INS, *later]}))
    assert len(named(county)) == 1
    visits = "select count(*) from check_in c join person p on p.person_id = c.person_id where p.name like '阿依古丽%'"
    assert county.value(visits) == 2 * len(DOTTED)


def test_scans_find_who_is_registered_under_another_writing(county, tmp_path):
    with county.write() as db:
        db.execute("update person set name = '王\ue863' where person_id = 1")
        db.execute("update person set name = 'SMITH, JOHN' where person_id = 2")
    rows = [[None, name, G, "2026-01-30 09:15", "入", None, None] for name in ("王 䶮", "John Smith")]
    store_file(county, workbook(tmp_path / "scans.xlsx", {"s": [CHECK_INS, *rows]}))
    assert county.value("select count(*) from person") == 40


def test_a_roster_that_writes_the_name_otherwise_changes_nothing(county, tmp_path):
    first = [
        "阿依古丽·买买提",
        None,
        id_number(7, "19900101"),
        None,
        None,
        "13977112233",
        G,
        None,
        None,
        None,
        None,
        None,
    ]
    store_file(county, workbook(tmp_path / "first.xlsx", {"人员": [PEOPLE, first]}))
    for name in DOTTED[1:]:
        report = store_file(county, workbook(tmp_path / "again.xlsx", {"人员": [PEOPLE, [name, *first[1:]]]}))
        assert counts(report) == (1, 0, 0, 1, 0)
        assert "name_differs" not in codes(report)
    report = store_file(
        county, workbook(tmp_path / "moved.xlsx", {"人员": [PEOPLE, [DOTTED[1], *first[1:10], "幸福路2号", None]]})
    )
    assert counts(report) == (1, 0, 1, 0, 0)
    assert named(county) == ["阿依古丽·买买提"], "the writing of the register stays"


def test_applications_and_rows_of_one_list(county, tmp_path):
    with county.write() as db:
        db.execute("update person set name = '阿依古丽・买买提' where person_id = 1")
    row = ["2026-01-30 09:00", "阿依古丽·买买提", None, "南宁", "就医", "2026-01-31", None, None]
    header = [*EXITS, "联系电话"]
    report = store_file(county, workbook(tmp_path / "exits.xlsx", {"外出": [header, [*row, "13900000001"]]}))
    assert counts(report)[1] == 1
    twice = [[name, None, id_number(8), None, None, None, G] for name in DOTTED[:2]]
    report = store_file(county, workbook(tmp_path / "twice.xlsx", {"人员": [PEOPLE[:7], *twice]}))
    assert codes(report) == {"duplicate_row"}, "not another name under the same number"


def test_passports_are_names_of_one_person(county, tmp_path):
    row = ["SMITH, JOHN", "护照", "E12345678", "男", "1980-02-03", None, G]
    report = store_file(county, workbook(tmp_path / "a.xlsx", {"人员": [PEOPLE[:7], row]}))
    assert counts(report)[1] == 1
    assert not codes(report) & {"name_odd", "name_bad"}
    report = store_file(county, workbook(tmp_path / "b.xlsx", {"人员": [PEOPLE[:7], ["John Smith", *row[1:]]]}))
    assert counts(report) == (1, 0, 0, 1, 0)
    assert named(county, "%JOHN%") == ["SMITH, JOHN"]


def test_blanks_go_beside_rare_characters_too(county, tmp_path):
    names = ["韦　 小 明", "𠮷 小 明", "王　䶮", "㛃 小明", "王 \ue863"]
    rows = [[name, None, id_number(20 + n), None, None, None, G] for n, name in enumerate(names)]
    assert counts(store_file(county, workbook(tmp_path / "a.xlsx", {"人员": [PEOPLE[:7], *rows]})))[1] == 5
    stored = {n for (n,) in county.run("select name from person where person_id > 40").fetchall()}
    assert stored == {"韦小明", "𠮷小明", "王䶮", "㛃小明", "王\ue863"}


def test_duplicates_are_of_the_same_name(county):
    with county.write() as db:
        db.execute("update person set name = '阿依古丽·买买提', phone = '13811111111' where person_id = 1")
        db.execute(
            "update person set name = '阿依古丽．买买提', phone = '13811111111', sex = 'male', birth_date = date '1951-01-01' where person_id = 3"
        )
    find_duplicates(county, people=None, actor="t", now=NOW)
    found = pairs(county, WHOLE)
    assert [(row.name_a, row.name_b) for row in found.itertuples()] == [("阿依古丽·买买提", "阿依古丽．买买提")]
    assert "same_name" in found.reasons[0]


def test_dots_are_no_syllable():
    read = readings(["阿依古丽·买买提"])
    assert read["initials"] == ["aygbmmt"] or "·" not in read["pinyin"][0] + read["initials"][0]


@pytest.mark.parametrize("masked", ["韦*", "韦**", "韦*明", "*小明", "韦某某", "韦XX", "韦○○"])
def test_a_masked_name_beside_a_known_number_says_nothing(county, tmp_path, masked):
    row = ["韦小明", None, id_number(9), None, None, None, G, None, None, None, "幸福路1号"]
    store_file(county, workbook(tmp_path / "first.xlsx", {"人员": [PEOPLE[:11], row]}))
    again = [masked, *row[1:10], "幸福路2号"]
    report = store_file(county, workbook(tmp_path / "again.xlsx", {"人员": [PEOPLE[:11], again]}))
    assert (counts(report), codes(report)) == ((1, 0, 1, 0, 0), {"name_kept"})
    assert county.one("select name, address from person where person_id > 40") == ("韦小明", "幸福路2号")


@pytest.mark.parametrize("masked", ["黄*", "王某"])
def test_a_masked_name_of_another_or_of_nobody_known_is_kept_out(county, tmp_path, masked):
    row = ["韦小明", None, id_number(9), None, None, None, G]
    store_file(county, workbook(tmp_path / "first.xlsx", {"人员": [PEOPLE[:7], row]}))
    for number in (id_number(9), id_number(10), None):
        again = [masked, None, number, *row[3:]]
        report = store_file(county, workbook(tmp_path / "again.xlsx", {"人员": [PEOPLE[:7], again]}))
        assert counts(report) == (1, 0, 0, 0, 1)
        assert "name_masked" in codes(report)

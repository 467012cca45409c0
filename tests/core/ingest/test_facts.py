"""Facts that a policy wants: columns of a roster become rows, which are compared, taken back, joined, exported and shown."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest

from core.domain import Scope
from core.duplicates.merge import merge, unmerge
from core.errors import UserError
from core.ingest.plan import discard, prepare
from core.ingest.undo.undo import undo
from core.ingest.written import written_values
from core.policy.facts import facts, read_facts
from core.registry import person as register
from core.workbooks.export import editable
from tests.core.ingest.files import codes, counts, id_number, store_file, workbook
from tests.county import NOW, WHOLE, make_county

ONE, TWO = id_number(1), id_number(2, "20100505")
SECTION = "990101100001001"
HEADER = ["姓名", "证件号码", "联系电话", "网格编码", "交通方式", "车次/航班", "同行人", "核酸检测结果", "核酸检测时间"]
TRAIN = ["韦一", ONE, "13700000001", SECTION, "高铁", "D3654", "覃小兰", "阴性", "2026-01-30"]
BY_CAR = ["韦一", ONE, None, SECTION, "自驾", None, None, "阳性", "2026年2月1日"]
OPEN, MASKED = WHOLE, Scope(WHOLE.grids, frozenset())
LATER = datetime(2026, 2, 3, 9, 0)


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def put(county, tmp_path):
    def given(*rows: list, header: list[str] = HEADER, now: datetime = NOW, name: str = "返乡登记.xlsx") -> dict:
        return store_file(county, workbook(tmp_path / name, {"返乡人员": [header, *rows]}), scope=OPEN, now=now)

    return given


def known(county, number: str = ONE) -> dict[str, str]:
    return dict(
        county.run(
            "select f.fact, f.value from person_fact f join person p on p.person_id = f.person_id"
            " where p.id_number = $id and f.until is null",
            id=number,
        ).fetchall()
    )


def person_of(county, number: str) -> int:
    return county.value("select person_id from person where id_number = $id", id=number)


def test_columns_of_a_roster_become_rows(county, put):
    report = put(TRAIN)
    assert report["sheets"][0]["mapping"]["车次/航班"] == "fact_trip_number"
    assert known(county) == {
        "transport": "train", "trip_number": "D3654", "companions": "覃小兰", "test_result": "negative", "tested_on": "2026-01-30",
    }  # fmt: skip
    assert county.one("select since, source from person_fact limit 1") == (NOW.date(), "返乡登记.xlsx")
    assert counts(put(TRAIN, name="又一次.xlsx")) == (1, 0, 0, 1, 0), "told before: nothing changes"


def test_what_changed_ends_and_an_undo_gives_it_back(county, put):
    put(TRAIN)
    before = known(county)
    second = put(BY_CAR, now=LATER, name="第二次.xlsx")
    assert counts(second) == (1, 0, 1, 0, 0)
    assert known(county) == before | {"transport": "car", "test_result": "positive", "tested_on": "2026-02-01"}
    ended = county.run("select value from person_fact where until = $day", day=LATER.date()).fetchall()
    assert sorted(ended) == [("2026-01-30",), ("negative",), ("train",)]
    done = undo(county, OPEN, second["batch"], actor="test", now=LATER)
    assert known(county) == before and done["status"] == "undone"


def test_an_undo_stops_at_what_a_later_list_told(county, put):
    first = put(TRAIN)
    put(BY_CAR, now=LATER, name="第二次.xlsx")
    with pytest.raises(Exception, match="undo_blocked"):
        undo(county, OPEN, first["batch"], actor="test", now=LATER)


def test_a_cell_that_says_nothing_or_is_not_understood(county, put):
    put(TRAIN)
    report = put(["韦一", ONE, None, SECTION, "飞毯", "无", None, None, "昨天"], now=LATER, name="第二次.xlsx")
    assert {"value_unknown", "date_bad"} <= codes(report)
    assert known(county)["transport"] == "train"
    put(["韦一", ONE, None, SECTION, "---", None, None, None, None], now=LATER, name="第三次.xlsx")
    assert "transport" not in known(county), "emptied on purpose"


def test_the_preview_shows_them_and_what_they_were(county, put, tmp_path):
    put(TRAIN)
    plan = prepare(county, OPEN, workbook(tmp_path / "b.xlsx", {"返乡人员": [HEADER, BY_CAR]}), now=LATER)
    try:
        row = plan.preview("返乡人员").iloc[0]
        assert (row["status"], row["fact_transport"]) == ("changed", "自驾")
        assert '"fact_transport":"train"' in row["before"].replace(" ", "")
        writings = written_values(plan.sheets[0].work, 0, "people")
        assert set(writings[writings["field"] == "fact_transport"]["meaning"]) == {"car"}
    finally:
        discard(plan)
    masked = prepare(county, MASKED, workbook(tmp_path / "c.xlsx", {"返乡人员": [HEADER, TRAIN]}), now=LATER)
    try:
        row = masked.preview("返乡人员").iloc[0]
        assert (row["fact_companions"], row["fact_test_result"]) == ("覃**", "***")
    finally:
        discard(masked)


def test_a_merge_joins_them_and_an_unmerge_parts_them(county, put):
    put(TRAIN, ["韦一", TWO, None, SECTION, None, "K123", None, None, None])
    keep, gone = person_of(county, ONE), person_of(county, TWO)
    number = merge(county, OPEN, keep=keep, gone=gone, actor="test", now=LATER)
    assert county.value("select count(*) from person_fact where person_id = $id", id=keep) == 6
    unmerge(county, OPEN, merge_id=number, actor="test", now=LATER)
    assert known(county, TWO) == {"trip_number": "K123"} and len(known(county)) == 5


def test_they_leave_for_editing_and_come_back(county, put, tmp_path):
    put(TRAIN)

    def book(reason: str | None) -> openpyxl.Workbook:
        content = editable(
            county, MASKED, "people", "zh", conditions={"text": ONE}, actor="test", now=LATER, reason=reason,
            permissions=frozenset({"registers.disclose"}),
        )  # fmt: skip
        return openpyxl.load_workbook(io.BytesIO(content))

    plain = [cell.value for cell in book(None).worksheets[0][1]]
    assert "交通方式" in plain and "核酸检测结果" not in plain, "about health: not without a reason"
    back = book("核对")
    sheet = back.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    cells = {name: sheet.cell(2, at + 1) for at, name in enumerate(header)}
    assert (cells["交通方式"].value, cells["同行人"].value, cells["核酸检测结果"].value) == ("火车", "覃**", "阴性")
    back.save(tmp_path / "回.xlsx")
    assert counts(store_file(county, tmp_path / "回.xlsx", scope=OPEN, now=LATER)) == (1, 0, 0, 1, 0)
    cells["交通方式"].value = "飞机"
    back.save(tmp_path / "改.xlsx")
    assert counts(store_file(county, tmp_path / "改.xlsx", scope=OPEN, now=LATER)) == (1, 0, 1, 0, 0)
    assert known(county)["transport"] == "plane" and known(county)["companions"] == "覃小兰"


def test_the_person_page_reads_the_latest_that_still_holds(county, put):
    put(TRAIN)
    number = person_of(county, ONE)
    read = register.facts(county, OPEN, person_id=number, as_of=date(2026, 2, 4))
    assert dict(zip(read["fact"], read["value"], strict=True))["test_result"] == "negative"
    masked = register.facts(county, MASKED, person_id=number, as_of=date(2026, 2, 4)).set_index("fact")["value"]
    assert (masked["companions"], masked["test_result"]) == ("覃**", "***")
    late = register.facts(county, OPEN, person_id=number, as_of=date(2026, 2, 20))
    assert "test_result" not in set(late["fact"]), "a test holds seven days"
    assert "transport" in set(late["fact"])
    assert register.facts(county, Scope((), frozenset()), person_id=number).empty


def test_a_wrong_declaration_names_its_file_and_fact(tmp_path):
    file = tmp_path / "facts.toml"
    file.write_text('[colour]\ntype = "value"\nkinds = ["people"]\nzh = ["颜色"]\nen = ["Colour"]\n', "utf-8")
    with pytest.raises(UserError) as error:
        read_facts(file)
    assert (error.value.fields["file"], error.value.fields["name"]) == ("facts.toml", "colour")
    assert facts()["transport"].worded("train", "en") == "train"


def test_what_is_told_while_the_scans_lag_counts_from_the_day_after_their_last(county, put):
    last = NOW.date()
    with county.write() as db:
        db.execute("insert into grid_day select min(grid_id), $1, 3, 3, 0, 3, 0, 0, 3, null from grid", [last])
    put(TRAIN, now=datetime.combine(last + timedelta(days=30), LATER.time()))
    told = county.run("select distinct since, told_on from person_fact").fetchall()
    assert told == [(last + timedelta(days=1), last + timedelta(days=30))], (
        "a test then holds seven days from the latter"
    )
    put(BY_CAR, now=datetime.combine(last + timedelta(days=31), LATER.time()), name="改.xlsx")
    assert county.value("select count(*) from person_fact where until < since") == 0
    assert known(county)["transport"] == "car"


def test_a_fact_that_is_asked_has_a_column_for_yes_and_one_for_no(county, put):
    header = ["姓名", "证件号码", "网格编码", "是否转移/是", "是否转移/否"]
    put(["韦一", ONE, SECTION, "√", None], ["韦二", TWO, SECTION, None, "√"], header=header, name="转移.xlsx")
    assert (known(county)["evacuation"], known(county, TWO)["evacuation"]) == ("moved", "to_move")
    put(["韦一", ONE, SECTION, "否"], header=["姓名", "证件号码", "网格编码", "是否转移"], name="一列.xlsx", now=LATER)
    assert known(county)["evacuation"] == "to_move"


def test_of_what_kind_a_danger_is_matters_less_than_that_it_is(county, put):
    """Somebody on a list of a danger zone stays on it though nobody knows the word; who will not go has a column of their own."""
    header = ["姓名", "证件号码", "网格编码", "危险区类型", "是否转移", "不肯走的"]
    report = put(["韦一", ONE, SECTION, "龙卷风", "否", "是"], ["覃二", TWO, SECTION, "山洪", "否", "√"], header=header)
    assert [i["code"] for i in report["sheets"][0]["issues"]] == ["value_other"]
    told = county.run(
        "select p.name, f.fact, f.value from person_fact f join person p using (person_id) order by all"
    ).fetchall()
    assert told == [
        ("覃二", "danger_kind", "flash_flood"), ("覃二", "evacuation", "to_move"), ("覃二", "refuses", "yes"),
        ("韦一", "danger_kind", "other"), ("韦一", "evacuation", "to_move"), ("韦一", "refuses", "yes"),
    ]  # fmt: skip

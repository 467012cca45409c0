"""Who died or moved out is kept as such, with reason and day, in whatever words a list says it; and nobody comes back unasked."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest

from core.classify import classify
from core.duplicates.merge import merge, unmerge
from core.ingest.meaning.answers import Answers
from core.ingest.plan import discard, prepare
from core.ingest.undo.undo import undo
from core.ingest.written import written_values
from core.registry.cards import card
from core.registry.people import count, search
from core.registry.status import status
from core.rollup import roll_up
from core.rollup.series import by_child
from core.watch import detect
from core.workbooks.export import editable
from tests.core.ingest.files import codes, counts, store_file, workbook
from tests.county import LAST_DAY, NOW, WHOLE, make_county

G = "990101100001001"
HEAD = ["姓名", "证件号码", "网格编码"]
STORED = "status, cast(status_on as text) as day, status_note as note"


@pytest.fixture
def county():
    store = make_county()
    with store.write() as db:
        db.execute(
            "update person set id_type = null, birth_date = null, sex = null, id_number = 'E' || (10000000 + person_id)"
        )
    return store


@pytest.fixture
def put(county, tmp_path):
    """Store rows (person, cells …) below the usual header and these columns; the report."""

    def given(columns: list[str], *rows: list, title: str | None = None, grid: str | None = G, **options) -> dict:
        cells = [[*person(county, row[0]), grid, *row[1:]] for row in rows]
        path = workbook(
            tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx", {"名单": [[*HEAD, *columns], *cells]}, title
        )
        return store_file(county, path, **options)

    return given


def person(county, number: int) -> list:
    return list(county.one("select name, id_number from person where person_id = $p", p=number))


def stored(county, number: int) -> tuple:
    return county.one(f"select {STORED} from person where person_id = $p", p=number)


WORDS = [
    ("死亡", "died"), ("已故", "died"), ("2025年3月5日因病去世", "died"), ("死亡（2025.3.5）", "died"), ("注销（死亡）", "died"),
    ("deceased", "died"), ("迁出", "moved_out"), ("已迁往南宁市", "moved_out"), ("户口迁出", "moved_out"), ("全家搬走", "moved_out"),
    ("moved out", "moved_out"), ("注销", "cancelled"), ("户口已注销", "cancelled"), ("失联", "lost"), ("正常", None), ("健在", None),
    (None, None), ("/", None), ("其父死亡", None), ("低保户", None),
]  # fmt: skip


def test_the_words_of_a_status(county, put):
    report = put(["人员状态"], *([n, words] for n, (words, _) in enumerate(WORDS, 1)))
    unclear = {issue["row"] for issue in report["sheets"][0]["issues"] if issue["code"] == "value_unknown"}
    for n, (words, kept) in enumerate(WORDS, 1):
        assert stored(county, n)[0] == kept, words
        understood = kept or words in ("正常", "健在", None, "/")
        assert (n + 1 in unclear) == (not understood), words


def test_what_is_understood_by_its_words_is_no_question(county, tmp_path):
    rows = [
        [*person(county, 2), G, "迁往南宁"],
        [*person(county, 3), G, "2025年3月5日因病去世"],
        [*person(county, 4), G, "嗯嗯"],
    ]
    plan = prepare(county, WHOLE, workbook(tmp_path / "a.xlsx", {"甲": [[*HEAD, "人员状态"], *rows]}), now=NOW)
    found = written_values(plan.works["people"], 0, "people").query("field == 'status'")
    said = found.dropna(subset=["meaning"])
    assert dict(zip(said["text"], said["meaning"], strict=True)) == {
        "迁往南宁": "moved_out",
        "2025年3月5日因病去世": "died",
    }
    assert found.loc[found["meaning"].isna(), "text"].tolist() == ["嗯嗯"]
    discard(plan)


def test_the_day_comes_from_its_column_its_words_the_title_or_is_today(county, put):
    put(["死亡日期"], [1, "2026-01-15"])
    put(["人员状态", "迁出时间"], [2, "迁往南宁市青秀区", "2025/12/1"])
    report = put(["人员状态"], [3, "2025年3月5日因病去世"])
    assert codes(report) == set()
    report = put(["人员状态"], [4, "死亡"], title="2025年6月死亡人员名单")
    assert codes(report) == {"status_day_list"}
    report = put(["人员状态"], [5, "迁出"])
    assert codes(report) == {"status_day_today"}
    put(["人员状态", "注销时间", "迁往地"], [6, "注销", "2025-08-01", "广东深圳"])
    assert [stored(county, p) for p in range(1, 7)] == [
        ("died", "2026-01-15", None),
        ("moved_out", "2025-12-01", "迁往南宁市青秀区"),
        ("died", "2025-03-05", "2025年3月5日因病去世"),
        ("died", "2025-06-30", None),
        ("moved_out", "2026-02-01", None),
        ("cancelled", "2025-08-01", "广东深圳"),
    ]


def test_a_known_day_is_kept_by_a_list_that_has_none(county, put):
    put(["死亡日期"], [1, "2026-01-15"])
    report = put(["人员状态"], [1, "死亡"], now=NOW + timedelta(days=9))
    assert counts(report) == (1, 0, 0, 1, 0) and codes(report) == set()
    assert stored(county, 1)[1] == "2026-01-15"


def test_a_list_of_the_dead_needs_no_grid_and_leaves_them_where_they_lived(county, put):
    report = put(["死亡日期"], [1, "2026-01-15"], grid=None)
    assert counts(report) == (1, 0, 1, 0, 0)
    assert county.one("select home_grid_id, household_id from person where person_id = 1") == (4, 1)


def test_days_that_are_none_and_words_that_contradict_are_said(county, put):
    report = put(["人员状态", "死亡日期"], [1, None, "去年"], [2, None, "2026-12-01"], [3, "正常", "2026-01-15"])
    found = [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]]
    assert found == [(2, "死亡日期", "date_bad"), (3, "死亡日期", "date_future"), (4, "人员状态", "status_differs")]
    assert [stored(county, p)[0] for p in (1, 2, 3)] == [None, None, None]


def test_remarks_are_a_status_where_ends_stand_in_them(county, put, tmp_path):
    report = put(["备注"], [1, "已迁出"], [2, None], [3, "死亡"])
    assert report["sheets"][0]["mapping"]["备注"] == "status" and stored(county, 3)[0] == "died"
    report = put(["备注"], [4, "低保户"], [5, "独居"])
    assert report["sheets"][0]["dropped"] == {"备注": "remark"}
    report = put(["备注"], [4, "低保户"], [5, "已迁出"])
    assert report["sheets"][0]["asked"] == {"备注": "status"} and stored(county, 5)[0] is None


def test_a_state_of_something_else_is_no_status(county, put):
    report = put(["健康状态", "婚姻状态", "备注信息"], [1, "正常", "已婚", "已打电话"], [2, "正常", None, None])
    assert "asked" not in report["sheets"][0] and "status" not in report["sheets"][0]["mapping"].values()


def test_who_moved_out_and_is_listed_again_is_back_with_a_note(county, put):
    put(["人员状态", "迁出日期"], [1, "迁往南宁", "2025-12-01"])
    report = put([], [1])
    assert codes(report) == {"gone_back"} and counts(report) == (1, 0, 1, 0, 0)
    assert stored(county, 1) == (None, None, None)
    undo(county, WHOLE, report["batch"], actor="t", now=NOW)
    assert stored(county, 1) == ("moved_out", "2025-12-01", "迁往南宁")


def test_nobody_comes_back_from_the_dead_without_a_word(county, put, tmp_path):
    put(["死亡日期"], [1, "2026-01-15"])
    report = put([], [1])
    assert codes(report) == {"died_listed"} and counts(report) == (1, 0, 0, 1, 0)
    report = put(["联系电话"], [1, "13712345678"])
    assert codes(report) == {"died_present"} and counts(report) == (1, 0, 0, 0, 1)
    report = put(["人员状态"], [1, "健在"])
    assert codes(report) == {"died_present"} and stored(county, 1)[0] == "died"
    path = workbook(tmp_path / "alive.xlsx", {"名单": [HEAD, [*person(county, 1), G]]})
    plan = prepare(county, WHOLE, path, now=NOW, answers={"名单": Answers(dead="alive")})
    assert plan.preview("名单")["status"].tolist() == ["changed"]
    discard(plan)
    report = store_file(county, path, answers={"名单": Answers(dead="alive")})
    assert codes(report) == {"died_revived"} and stored(county, 1) == (None, None, None)


def test_an_export_shows_the_end_and_takes_it_back_by_a_cell(county, put, tmp_path):
    put(["人员状态", "迁出日期"], [1, "迁往南宁", "2025-12-01"])
    put(["人员状态"], [2, "失联"])
    now = NOW + timedelta(hours=1)
    content = editable(county, WHOLE, "people", "zh", conditions={"household": 1, "gone": None}, actor="t", now=now)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    header = [c.value for c in sheet[1]]
    at = {name: header.index(name) + 1 for name in ("姓名", "人员状态", "状态日期", "状态说明")}
    rows = {row[at["姓名"] - 1].value: row[0].row for row in sheet.iter_rows(min_row=2)}
    one, two, three = (rows[person(county, p)[0]] for p in (1, 2, 3))
    assert [sheet.cell(one, c).value for c in list(at.values())[1:]] == ["迁出", "2025-12-01", "迁往南宁"]
    path = tmp_path / "back.xlsx"
    book.save(path)
    assert counts(store_file(county, path, now=now))[2:] == (0, 5, 0)
    sheet.cell(one, at["人员状态"]).value = "---"
    sheet.cell(two, at["人员状态"]).value = "死亡"
    sheet.cell(three, at["人员状态"]).value = "迁出"
    sheet.cell(three, at["状态日期"]).value = "2026-01-20"
    book.save(path)
    report = store_file(county, path, now=now)
    assert counts(report)[2:] == (3, 2, 0)
    assert [stored(county, p)[:2] for p in (1, 2, 3)] == [
        (None, None),
        ("died", "2026-02-01"),
        ("moved_out", "2026-01-20"),
    ]


def test_all_who_count_people_agree_from_that_day_on(county, put):
    roll_up(county, days=None, actor="t")
    put(["死亡日期", "迁出日期"], [1, "2026-01-15", None], [2, None, "2026-01-20"], [3, None, "2026-03-01"])
    today = LAST_DAY
    assert card(county, WHOLE, grid_id=4, as_of=today).people == 8
    assert status(county, WHOLE, as_of=today)["people"] == 38
    assert (
        by_child(county, WHOLE, grid=3, since=date(2026, 1, 10), until=date(2026, 1, 14)).set_index("grid_id").people[4]
        == 10
    )
    assert by_child(county, WHOLE, grid=3, since=date(2026, 1, 10), until=today).set_index("grid_id").people[4] == 8
    assert sum(classify(county, as_of=date(2026, 1, 14), actor="t").values()) == 40
    assert sum(classify(county, as_of=today, actor="t").values()) == 38
    assert count(county, WHOLE, grid=4, as_of=today) == 8
    assert set(search(county, WHOLE, grid=4, gone=True, as_of=today).person_id) == {1, 2}
    assert count(county, WHOLE, grid=4, gone=None, as_of=today) == 10
    # whoever died works and studies nowhere; who moved out may do so still
    assert card(county, WHOLE, grid_id=22, as_of=today).members == 4


def test_the_dead_are_in_no_class_and_their_silence_alarms_nobody(county, put):
    with county.write() as db:
        db.execute("delete from check_in where person_id in (1, 2, 3) and scanned_at >= date '2026-01-20'")
        db.execute("update person set attention = 'key_attention' where person_id in (1, 2)")
    roll_up(county, days=None, actor="t")
    before = set(detect(county, as_of=LAST_DAY, actor="t").person_id.dropna()) & {1, 2, 3}
    put(["死亡日期", "迁出日期"], [1, "2026-01-19", None], [2, None, "2026-01-19"])
    with county.write() as db:
        db.execute("delete from alert")
    classify(county, as_of=LAST_DAY, actor="t")
    found = detect(county, as_of=LAST_DAY, actor="t")
    assert before == {1, 2, 3} and set(found[found.detector == "silent_resident"].person_id) == {3}
    assert county.value("select count(*) from person_class where person_id in (1, 2)") == 0


@pytest.mark.parametrize(
    ("kept", "gone", "joined"),
    [(None, "died", "died"), ("moved_out", "died", "died"), ("died", None, "died"), (None, "moved_out", None), ("moved_out", None, None)],
)  # fmt: skip
def test_of_two_entries_death_counts_and_then_being_there(county, kept, gone, joined):
    with county.write() as db:
        for number, value in ((1, kept), (2, gone)):
            db.execute(
                "update person set status = ?, status_on = case when ? then date '2026-01-01' end where person_id = ?",
                [value, value is not None, number],
            )
    number = merge(county, WHOLE, keep=1, gone=2, actor="t", now=NOW)
    assert stored(county, 1)[:2] == (joined, joined and "2026-01-01")
    unmerge(county, WHOLE, merge_id=number, actor="t", now=NOW)
    assert (stored(county, 1)[0], stored(county, 2)[0]) == (kept, gone)

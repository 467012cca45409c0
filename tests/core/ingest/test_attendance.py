"""Attendance: coming and going in one row, in and out by turns of the day; what machines write where nobody came."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.ingest.kinds.check_ins import halves
from core.ingest.meaning.answers import Answers
from core.ingest.plan import discard, prepare, remap
from tests.core.ingest.files import codes, counts, store_file, text_file, workbook
from tests.core.ingest.test_command import call
from tests.county import NOW, WHOLE, empty_store, make_county

PLACE = "东一村"
TURNS = "每人当天依次进出"
STORED = (
    "select p.name, c.direction, c.scanned_at from check_in c join person p using (person_id)"
    " where not p.registered order by p.name, c.scanned_at"
)


@pytest.fixture
def county():
    return make_county()


def stored(county) -> list[tuple[str, str, str]]:
    return [(name, way, f"{at:%m-%d %H:%M}") for name, way, at in county.run(STORED).fetchall()]


def daily(*rows: tuple[str, str, str], day: str = "2026-01-05") -> list[list[str]]:
    """Name, coming, going."""
    return [
        ["姓名", "日期", "上班打卡时间", "下班打卡时间", "打卡地点"],
        *[[n, day, came, went, PLACE] for n, came, went in rows],
    ]


def test_a_row_of_coming_and_going_is_two_check_ins(county, tmp_path):
    rows = daily(
        ("甲一", "08:00", "17:30"),
        ("甲二", "08:01", ""),
        ("甲三", "", "17:32"),
        ("甲四", "", ""),
        ("甲五", "缺卡", "旷工"),
    )
    report = store_file(county, workbook(tmp_path / "a.xlsx", {"甲": rows}))
    part = report["sheets"][0]
    assert (part["kind"], part["read"], part["left_out"], part["scans"]) == ("check_ins", 5, 2, 4)
    assert counts(report) == (3, 3, 0, 0, 0)
    assert [(i["row"], i["code"]) for i in part["issues"]] == [(5, "row_no_scan"), (6, "row_no_scan")]
    assert stored(county) == [
        ("甲一", "in", "01-05 08:00"), ("甲一", "out", "01-05 17:30"), ("甲三", "out", "01-05 17:32"), ("甲二", "in", "01-05 08:01"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("came", "went"),
    [("上班打卡时间", "下班打卡时间"), ("首次打卡", "末次打卡"), ("进校时间", "出校时间"), ("签到时间", "签退时间"), ("Clock in", "Clock out"),
     ("最早打卡时间", "最晚打卡时间")],
)  # fmt: skip
def test_by_whatever_names(county, tmp_path, came, went):
    rows = [
        ["姓名", came, went, "地点"],
        *[[f"甲{n}", f"2026-01-0{n} 08:00:00", f"2026-01-0{n} 17:30:00", PLACE] for n in (1, 2, 3)],
    ]
    part = store_file(county, text_file(tmp_path / "a.csv", rows))["sheets"][0]
    assert (part["kind"], part["rows"], part["new"], part["scans"]) == ("check_ins", 3, 3, 6)
    assert [(way, at) for _, way, at in stored(county)[:2]] == [("in", "01-01 08:00"), ("out", "01-01 17:30")]


def test_generic_words_are_asked_and_then_read(county, tmp_path):
    rows = [
        ["姓名", "手机号", "到达", "离开", "地点"],
        *[[f"甲{n}", f"1390009000{n}", f"2026-01-0{n} 08:00", f"2026-01-0{n} 17:30", PLACE] for n in (1, 2, 3)],
    ]
    plan = prepare(county, WHOLE, text_file(tmp_path / "a.csv", rows), now=NOW)
    assert {c.header: c.field for c in plan.sheets[0].asked} == {"到达": "in_at", "离开": "out_at"}
    remap(plan, {"a": Answers(columns={"到达": "in_at", "离开": "out_at"})})
    assert (plan.sheets[0].counts["new"], plan.sheets[0].scans) == (3, 6)
    discard(plan)


def test_a_list_of_arrivals_stays_a_list_of_people(county, tmp_path):
    rows = [
        ["姓名", "手机号", "村", "到达时间", "来自何地"],
        *[[f"甲{n}", f"1390009000{n}", PLACE, "2026-01-05", "武汉"] for n in (1, 2, 3)],
    ]
    assert store_file(county, text_file(tmp_path / "a.csv", rows))["sheets"][0]["kind"] == "people"


def test_three_shifts_a_day_as_daily_exports_have_them(county, tmp_path):
    header = ["姓名", "日期", *[f"{w}{n}打卡时间" for n in (1, 2, 3) for w in ("上班", "下班")], "地点"]
    rows = [
        header,
        *[[f"甲{n}", "2026-01-05 星期一", "08:00", "12:00", "14:00 迟到", "17:30", "", "", PLACE] for n in (1, 2, 3)],
    ]
    part = store_file(county, workbook(tmp_path / "a.xlsx", {"甲": rows}))["sheets"][0]
    assert (part["new"], part["scans"], part["issues"]) == (3, 12, [])
    assert [(way, at[6:]) for _, way, at in stored(county)[:4]] == [
        ("in", "08:00"),
        ("out", "12:00"),
        ("in", "14:00"),
        ("out", "17:30"),
    ]


def test_dates_and_times_that_a_workbook_keeps_as_numbers(county, tmp_path):
    rows = daily(*[(f"甲{n}", 8 / 24, 17.5 / 24) for n in (1, 2, 3)])
    part = store_file(county, workbook(tmp_path / "a.xlsx", {"甲": rows}))["sheets"][0]
    assert (part["new"], part["scans"]) == (3, 6)
    assert [at for _, _, at in stored(county)[:2]] == ["01-05 08:00", "01-05 17:30"]


def test_a_row_with_one_bad_time_is_kept_out_whole_and_the_cell_is_named(county, tmp_path):
    rows = daily(
        ("甲一", "08:00", "17:30"), ("甲二", "08:00", "午后"), ("甲三", "08:00", "17:30"), ("王小二", "08:00", "27:61")
    )
    report = store_file(county, text_file(tmp_path / "a.csv", rows))
    assert counts(report) == (4, 2, 0, 0, 2)
    assert [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]] == [
        (3, "下班打卡时间", "time_bad"), (5, "下班打卡时间", "time_bad"),
    ]  # fmt: skip
    assert {name for name, *_ in stored(county)} == {"甲一", "甲三"}
    assert county.value("select count(*) from person where name = '甲二'") == 0


def test_who_is_known_by_their_number_is_kept_out_whole_too(county, tmp_path):
    known = county.value("select id_number from person where person_id = 7")
    county.run("update person set id_number = '450127199001010109' where person_id = 7")
    rows = [["姓名", "身份证号", "日期", "上班打卡时间", "下班打卡时间", "打卡地点"]]
    rows += [
        ["甲", "450127199001010109", "2026-02-01", came, went, PLACE]
        for came, went in (("06:00", "07:00"), ("06:30", "99:00"), ("07:01", "07:30"))
    ]
    before = county.value("select count(*) from check_in where person_id = 7")
    report = store_file(county, text_file(tmp_path / "a.csv", rows))
    assert known and counts(report) == (3, 2, 0, 0, 1)
    assert county.value("select count(*) from check_in where person_id = 7") == before + 4


def test_the_night_shift_goes_on_the_next_day(county, tmp_path):
    rows = daily(
        ("甲一", "20:00", "06:00"),
        ("甲二", "09:00", "08:30"),
        ("甲三", "20:00", "次日 06:10"),
        ("甲四", "08:00", "08:00"),
    )
    report = store_file(county, text_file(tmp_path / "a.csv", rows))
    assert [(i["row"], i["column"], i["code"]) for i in report["sheets"][0]["issues"]] == [
        (2, "下班打卡时间", "out_next_day"), (3, "下班打卡时间", "out_before_in"), (5, "下班打卡时间", "scan_once"),
    ]  # fmt: skip
    assert counts(report) == (4, 3, 0, 0, 1)
    assert stored(county) == [
        ("甲一", "in", "01-05 20:00"), ("甲一", "out", "01-06 06:00"), ("甲三", "in", "01-05 20:00"), ("甲三", "out", "01-06 06:10"),
        ("甲四", "in", "01-05 08:00"),
    ]  # fmt: skip


def test_times_without_a_day_are_those_of_the_title(county, tmp_path):
    rows = [["2026年1月5日 考勤日报"], ["姓名", "上班打卡时间", "下班打卡时间", "打卡地点"]]
    rows += [[n, "08:00", "17:30", PLACE] for n in ("甲一", "甲二", "甲三")]
    report = store_file(county, workbook(tmp_path / "a.xlsx", {"甲": rows}))
    assert counts(report) == (3, 3, 0, 0, 0) and [i["code"] for i in report["sheets"][0]["issues"]] == ["day_of_title"]
    assert stored(county)[:2] == [("甲一", "in", "01-05 08:00"), ("甲一", "out", "01-05 17:30")]
    bare = store_file(county, workbook(tmp_path / "b.xlsx", {"甲": rows[1:]}))
    assert counts(bare) == (3, 0, 0, 0, 3) and codes(bare) == {"time_bad"}


def test_the_day_may_be_called_so_that_it_looks_like_a_time(county, tmp_path):
    rows = daily(("甲一", "08:00", "17:30"), ("甲二", "08:00", ""))
    rows[0][1] = "打卡日期"
    part = store_file(county, text_file(tmp_path / "a.csv", rows))["sheets"][0]
    assert (part["new"], part["scans"]) == (2, 3)


def test_the_same_file_again_is_nothing_new_and_a_later_time_of_going_is(county, tmp_path):
    first = text_file(
        tmp_path / "a.csv", daily(("甲一", "08:00", ""), ("甲二", "08:00", "17:00"), ("甲三", "08:00", "17:00"))
    )
    store_file(county, first)
    assert counts(store_file(county, first)) == (3, 0, 0, 3, 0)
    later = text_file(
        tmp_path / "b.csv", daily(("甲一", "08:00", "17:30"), ("甲二", "08:00", "17:00"), ("甲三", "08:00", "17:00"))
    )
    report = store_file(county, later)
    assert counts(report) == (3, 1, 0, 2, 0) and report["sheets"][0]["scans"] == 1
    assert len(stored(county)) == 6


def test_temperature_and_symptoms_are_told_once(county, tmp_path):
    rows = [
        ["姓名", "进校时间", "离校时间", "体温", "地点"],
        *[[f"甲{n}", "2026-01-05 08:00", "2026-01-05 17:00", "36.8", PLACE] for n in (1, 2, 3)],
    ]
    store_file(county, text_file(tmp_path / "a.csv", rows))
    told = county.run(
        "select direction, count(temperature) from check_in join person using (person_id) where not registered group by 1 order by 1"
    ).fetchall()
    assert told == [("in", 3), ("out", 0)]


def test_a_missing_time_that_the_clerk_corrects_is_a_check_in(county, tmp_path):
    plan = prepare(
        county,
        WHOLE,
        text_file(tmp_path / "a.csv", daily(("甲一", "08:00", "17:00"), ("甲二", "", ""), ("甲三", "08:00", ""))),
        now=NOW,
    )
    remap(plan, {"a": Answers(cells={"in_at": {"3": "2026-01-05 08:20"}})})
    part = plan.sheets[0]
    assert (part.read, part.left_out, part.counts["rows"], part.scans) == (3, 0, 3, 4)
    discard(plan)


def test_the_preview_shows_a_row_once(county, tmp_path):
    plan = prepare(
        county, WHOLE, text_file(tmp_path / "a.csv", daily(*[(f"甲{n}", "08:00", "17:00") for n in (1, 2, 3)])), now=NOW
    )
    shown = plan.preview("a")
    assert shown["row"].tolist() == [2, 3, 4] and shown["status"].tolist() == ["new"] * 3
    assert shown["out_at"].tolist() == ["2026-01-05 17:00"] * 3
    discard(plan)


# ── by turns ──


def machine(*scans: tuple[str, str]) -> list[list[str]]:
    return [["考勤号码", "姓名", "日期时间"], *[[str(1001 + ord(name[-1]) % 10), name, at] for name, at in scans]]


def by_turns(county, path, **fixed) -> dict:
    plan = prepare(county, WHOLE, path, now=NOW)
    from core.ingest.storing import commit

    remap(
        plan,
        {s.sheet: Answers(kind="check_ins", fixed={"grid": PLACE, "direction": TURNS} | fixed) for s in plan.sheets},
    )
    try:
        return commit(county, plan, actor="tester", now=NOW)
    finally:
        discard(plan)


def test_in_and_out_by_turns_per_person_and_day(county, tmp_path):
    rows = machine(
        ("甲一", "2026/1/5 星期一 17:30:42"), ("甲一", "2026/1/5 星期一 7:50:02"), ("甲二", "2026/1/5 星期一 7:51:02"),
        ("甲一", "2026/1/5 星期一 12:00:00"), ("甲一", "2026/1/6 星期二 7:50:02"), ("甲一", "2026/1/5 星期一 13:00:00"),
    )  # fmt: skip
    report = by_turns(county, workbook(tmp_path / "a.xlsx", {"甲": rows}))
    assert counts(report) == (6, 6, 0, 0, 0)
    assert [(name, way, at[6:]) for name, way, at in stored(county)] == [
        ("甲一", "in", "07:50"), ("甲一", "out", "12:00"), ("甲一", "in", "13:00"), ("甲一", "out", "17:30"), ("甲一", "in", "07:50"),
        ("甲二", "in", "07:51"),
    ]  # fmt: skip


def test_pressing_twice_is_one_turn(county, tmp_path):
    rows = machine(
        ("甲一", "2026-01-05 07:50:02"),
        ("甲一", "2026-01-05 07:50:09"),
        ("甲一", "2026-01-05 17:30:00"),
        ("甲一", "2026-01-05 17:30:00"),
    )
    report = by_turns(county, text_file(tmp_path / "a.csv", rows))
    assert counts(report) == (4, 3, 0, 1, 0)
    assert [way for _, way, _ in stored(county)] == ["in", "in", "out"]


def test_the_afternoon_follows_the_morning_that_is_stored(county, tmp_path):
    morning, evening = [("甲一", "2026-01-05 07:50:00")], [("甲一", "2026-01-05 17:30:00")]
    by_turns(county, text_file(tmp_path / "a.csv", machine(*morning)))
    by_turns(county, text_file(tmp_path / "b.csv", machine(*evening)))
    assert [way for _, way, _ in stored(county)] == ["in", "out"]
    report = by_turns(county, text_file(tmp_path / "c.csv", machine(*morning, *evening)))
    assert counts(report) == (2, 0, 0, 2, 0)


@pytest.mark.parametrize(
    ("said", "ways"), [("进", {"in"}), ("出", {"out"}), ("经过", {"pass"}), (TURNS, {"in", "out"})]
)
def test_the_clerk_says_once_what_all_scans_are(county, tmp_path, said, ways):
    rows = machine(("甲一", "2026-01-05 07:50:00"), ("甲一", "2026-01-05 17:50:00"))
    by_turns(county, text_file(tmp_path / "a.csv", rows), direction=said)
    assert {way for _, way, _ in stored(county)} == ways


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "en_US.UTF-8"])
def test_the_command_line_asks_for_place_and_direction_and_takes_them(tmp_path, lang):
    grids = [
        ["网格编码", "网格名称", "层级", "上级编码"],
        ["990101", "甲县", "县", ""],
        ["990101100", "东镇", "乡镇", "990101"],
    ]
    grids += [["990101100001", PLACE, "村", "990101100"]]
    db = tmp_path / "c.duckdb"
    assert call(db, text_file(tmp_path / "g.csv", grids)).returncode == 0
    file = text_file(tmp_path / "m.csv", machine(("甲一", "2026-01-05 07:50:00"), ("甲一", "2026-01-05 17:50:00")))
    asked = call(db, file, "--dry-run", lang=lang).stdout
    assert "--fixed direction=" in asked and "turns" in asked and "--fixed grid=" in asked
    done = call(
        db, file, "--fixed", f"grid={PLACE}", "--fixed", "direction=turns", "--save-mapping", "考勤机", "--json"
    )
    assert json.loads(done.stdout)["sheets"][0]["new"] == 2
    again = text_file(tmp_path / "n.csv", machine(("甲一", "2026-01-06 07:50:00")))
    assert json.loads(call(db, again, "--json").stdout)["sheets"][0]["new"] == 1, "remembered with the mapping"
    pairs = call(db, text_file(tmp_path / "d.csv", daily(*[(f"乙{n}", "08:00", "17:00") for n in "一二三"])), lang=lang)
    assert "6" in next(line for line in pairs.stdout.splitlines() if "次打卡" in line or "check-ins in" in line)


def test_turns_are_never_stored_nor_offered_in_a_template():
    from core.ingest.meaning.columns import kinds
    from core.workbooks.templates import choices_of

    assert choices_of(kinds()["check_ins"].fields["direction"], "zh") == ["进", "出", "经过"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["甲一", "甲二"]), st.integers(0, 3 * 24 * 60 - 1)),
        min_size=1,
        max_size=20,
        unique=True,
    )
)
def test_turns_always_alternate(tmp_path, scans):
    """Of minutes more than one apart."""
    county = empty_store()
    with county.write() as db:
        db.execute(
            f"insert into grid (grid_id, code, name, axis, level, updated_at) values (3, 'V', '{PLACE}', 'area', 'village', now())"
        )
        db.execute("insert into grid_tree values (3, 3), (0, 3)")
    rows = machine(
        *[(name, f"{datetime(2026, 1, 5 + m // 1440, m // 60 % 24, m % 60):%Y-%m-%d %H:%M:00}") for name, m in scans]
    )
    by_turns(county, text_file(tmp_path / "a.csv", rows))
    found = county.run(STORED).fetchall()
    assert len(found) == len(scans)
    for (name, way, at), (other, next_way, next_at) in pairwise(found):
        if name == other and at.date() == next_at.date():
            assert (way == next_way) == ((next_at - at).total_seconds() <= 60)
        else:
            assert next_way == "in"


def test_where_a_batch_ends_does_not_matter(county, tmp_path, monkeypatch):
    from core.ingest.kinds.check_ins import scans as module

    monkeypatch.setattr(module, "AT_ONCE", 1)
    rows = machine(*[(f"甲{n}", f"2026-01-05 {h:02}:00:00") for n in "一二三" for h in (8, 12, 17)])
    by_turns(county, text_file(tmp_path / "a.csv", rows))
    assert [way for _, way, _ in stored(county)] == ["in", "out", "in"] * 3
    assert halves.HALVES["in_at"] == "in"

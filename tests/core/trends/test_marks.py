"""What happened meanwhile: each once, on its day, for whom it may concern."""

from datetime import date, datetime

from core.grid_changes import Wish, carry_out, undo_change
from core.report.mark_words import mark_letter, mark_words
from core.trends.marks import KINDS, marks
from tests.county import EAST, NOBODY, WHOLE, county_alone

SPAN = {"since": date(2026, 2, 10), "until": date(2026, 3, 10)}
AT = "timestamp '2026-01-01 08:00:00'"


def store():
    made = county_alone()
    with made.write() as db:
        db.execute(f"""insert into policy_version values
            (1, 'epidemic', 'standard', '县级方案', null, '', 'published', date '2026-02-12', 'a', {AT}, 'b', {AT}),
            (2, 'epidemic', 'standard', '草稿', null, '', 'draft', date '2026-02-12', 'a', {AT}, null, null)""")
        db.execute(f"""insert into emergency values
            (50, 'flood', '西镇防汛', '县', '1', 8, date '2026-02-20', date '2026-03-01', 'a', {AT}, null, null),
            (51, 'flood', '往年', '县', '2', null, date '2025-02-20', date '2025-03-01', 'a', {AT}, null, null)""")
        db.execute(f"""insert into risk_area (area_id, name, level, grid_id, code, since, until, added_by, added_at, removed_at) values
            (1, '武汉市', 'high', null, '4201', date '2026-02-15', null, 'a', {AT}, null),
            (2, '西一村', 'medium', 9, null, date '2026-02-16', date '2026-02-28', 'a', {AT}, null),
            (3, '误加', 'high', null, '4202', date '2026-02-15', null, 'a', {AT}, {AT})""")
        for number, day, status in (
            (70, "2026-02-18 09:00", "committed"),
            (71, "2026-02-18 10:00", "committed"),
            (72, "2026-02-18 11:00", "undone"),
        ):
            db.execute(
                "insert into import_batch values (?, ?, 'a', 'x.xlsx', '', 1, ?, 1, true)", [number, day, status]
            )
            db.execute("insert into import_grid values (?, ?)", [number, 10 if number == 71 else 4])
    return made


def test_grids_that_changed_are_marked_where_they_lie():
    made = county_alone()
    now = datetime(2026, 2, 20, 9)
    carry_out(made, WHOLE, Wish("merge", ("990101100001",), now.date(), into="990101100002"), actor="t", now=now)
    undone = carry_out(made, WHOLE, Wish("rename", ("990101101",), now.date(), name="西街"), actor="t", now=now)
    undo_change(made, WHOLE, undone.change_id, actor="t", now=now)
    assert told(marks(made, WHOLE, grid=6, **SPAN)) == [("grids", 20, "东一村 → 东二村", None)]
    row = next(r for r in marks(made, WHOLE, grid=1, **SPAN).itertuples(index=False) if r.kind == "grids")
    assert mark_words("zh", row) == "网格合并：东一村 → 东二村"
    assert told(marks(made, WHOLE, grid=8, **SPAN)) == []


def told(found):
    return [(r.kind, r.day.day, r.name, r.number) for r in found.itertuples() if r.kind != "holiday"]


def test_each_once_on_its_day():
    made = store()
    whole = marks(made, WHOLE, grid=1, **SPAN)
    assert told(whole) == [
        ("policy", 12, "县级方案", None),
        ("risk", 15, "武汉市", None),
        ("risk", 16, "西一村", None),
        ("import", 18, None, 2),
        ("emergency", 20, "西镇防汛", None),
        ("emergency_end", 1, "西镇防汛", None),
    ]
    festival = whole[whole.kind == "holiday"].iloc[0]
    assert (festival["name"], festival.day, festival.until) == ("Spring Festival", date(2026, 2, 15), date(2026, 2, 23))
    # the east sees its own imports and what holds for all, nothing of the west
    assert told(marks(made, EAST, grid=2, **SPAN)) == [
        ("policy", 12, "县级方案", None),
        ("risk", 15, "武汉市", None),
        ("import", 18, None, 1),
    ]
    assert "import" not in set(marks(made, NOBODY, grid=1, **SPAN).kind)


def test_in_words():
    rows = list(marks(store(), WHOLE, grid=1, **SPAN).itertuples())
    assert {mark_letter("zh", kind) for kind in KINDS} == set("节策应险网导")
    zh, en = [[mark_words(lang, row) for row in rows] for lang in ("zh", "en")]
    assert "春节（至2月23日）" in zh and "Spring Festival (until 23 Feb)" in en
    assert "西一村列为中风险地区（至2月28日）" in zh and "导入 2 份文件" in zh
    assert "policy in force: 县级方案" in en


def test_an_edition_as_it_was_issued_goes_by_its_name():
    made = store()
    made.run("update policy_version set edition = '9', name = '第九版' where version_id = 1")
    row = next(r for r in marks(made, WHOLE, grid=1, **SPAN).itertuples() if r.kind == "policy")
    assert [mark_words(lang, row) for lang in ("zh", "en")] == ["政策执行：第九版", "policy in force: 9th edition"]
    made.run("update policy_version set changes = 'x' where version_id = 1")
    row = next(r for r in marks(made, WHOLE, grid=1, **SPAN).itertuples() if r.kind == "policy")
    assert mark_words("en", row) == "policy in force: 第九版"

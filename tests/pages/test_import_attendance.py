"""Lists of a unit and exports of attendance machines on the imports page: what is asked once, and what is proposed."""

from __future__ import annotations

import pytest

from core.i18n import t
from core.store import Store
from tests.county import make_county
from tests.pages.conftest import assert_fine
from tests.pages.test_imports import finish, upload

TURNS = "每人当天依次进出"
CLASS = "\n".join(["姓名,学号", *(f"学生{n},2020000{k}" for k, n in enumerate("一二三四五六"))])
WITH_COLUMN = "\n".join(["姓名,学号,班级", *(f"学生{n},2020000{k},初三(2)班" for k, n in enumerate("一二三四五六"))])
MACHINE = "\n".join(
    ["登记号码,姓名,出勤时间", *(f"1001,陈试一,2026/1/{d} 星期一 {h}:02" for d in (5, 6) for h in ("7:50", "17:30"))]
)
DAILY = "\n".join(
    [
        "姓名,日期,上班打卡时间,下班打卡时间,打卡地点",
        *(f"甲{n},2026-01-05,08:00,{w},东一村" for n, w in (("一", "17:30"), ("二", ""), ("三", "17:31"))),
    ]
)


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    made = make_county()
    monkeypatch.setattr(type(made.settings), "folder", property(lambda self: tmp_path))
    return made


def box(page, field: str, lang: str = "zh"):
    return next(s for s in page.selectbox if s.label == t(lang, "mapping.fixed", field=field))


def answered(page, lang: str = "zh"):
    next(b for b in page.button if b.label == t(lang, "mapping.answer")).click().run()
    assert_fine(page)
    return page


def test_a_class_list_is_put_under_one_class(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "班级.csv", CLASS)
    assert_fine(page)
    unit = box(page, "工作或学习单位编码")
    assert "东镇中学 / 初一 / 初一1班" in unit.options
    unit.set_value("U001-1-1")
    page = answered(page)
    assert [m.value for m in page.metric] == ["6", "0", "0", "0"]
    page.button(key="commit").click().run()
    finish(page)
    assert (
        store.value("select count(*) from membership where grid_id = 22 and kind = 'study' and unit_no like '2020000%'")
        == 6
    )


def test_a_class_in_a_column_is_asked_and_its_writing_too(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "班级.csv", WITH_COLUMN)
    page = answered(page)  # 班级 is the unit, as proposed
    value = next(s for s in page.selectbox if "初三(2)班" in s.label)
    value.set_value("U001-1-1")
    page = answered(page)
    assert [m.value for m in page.metric] == ["6", "0", "0", "0"]


@pytest.mark.parametrize(("lang", "direction", "place"), [("zh", "方向", "网格编码"), ("en", "Direction", "Grid code")])
def test_a_machine_is_asked_where_it_stands_and_turns_are_proposed(open_page, store, lang, direction, place):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "考勤机.csv", MACHINE)
    assert_fine(page)
    assert box(page, direction, lang).value == TURNS
    box(page, place, lang).set_value("U001")
    page = answered(page, lang)
    assert [m.value for m in page.metric] == ["4", "0", "0", "0"]
    page.button(key="commit").click().run()
    finish(page)
    ways = "select direction from check_in join person using (person_id) where not registered order by scanned_at"
    assert [way for (way,) in store.run(ways).fetchall()] == ["in", "out", "in", "out"]


def test_another_direction_can_be_said_for_all(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "考勤机.csv", MACHINE)
    box(page, "网格编码").set_value("U001")
    box(page, "方向").set_value("进")
    page = answered(page)
    page.button(key="commit").click().run()
    finish(page)
    assert (
        store.value(
            "select count(*) from check_in join person using (person_id) where not registered and direction = 'in'"
        )
        == 4
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_and_check_ins_are_counted_apart(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "日报.csv", DAILY)
    assert_fine(page)
    assert [m.value for m in page.metric] == ["3", "0", "0", "0"]
    assert any(t(lang, "imports.scans", scans="5") in c.value for c in page.caption)
    assert not [
        s for s in page.selectbox if s.label == t(lang, "mapping.fixed", field="方向" if lang == "zh" else "Direction")
    ]


def test_the_answers_are_remembered_with_the_mapping(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "考勤机.csv", MACHINE)
    box(page, "网格编码").set_value("U001")
    page = answered(page)
    next(i for i in page.text_input if i.label == t("zh", "mapping.name")).input("校门考勤机")
    next(b for b in page.button if b.label == t("zh", "mapping.save")).click().run()
    page = upload(page, "下月.csv", MACHINE.replace("2026/1/", "2026/1/1"))
    assert_fine(page)
    assert any("校门考勤机" in c.value for c in page.caption)
    assert [m.value for m in page.metric] == ["4", "0", "0", "0"]

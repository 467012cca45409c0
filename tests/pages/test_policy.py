"""The page Policy: what runs, two editions in two clicks, a change of one's own with its fault at its line, a version from draft to in force."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core import clock
from core.classify import classify
from core.policy import emergency, versions
from core.policy.running import running
from core.rollup import roll_up
from core.store import Store
from tests.copied import copied
from tests.county import LAST_DAY, county_alone, empty_store
from tests.pages.conftest import assert_fine
from tests.pages.test_people import texts

LATER = clock.today() + timedelta(days=5)
TEXT = "policy_text_epidemic@2020-02"


@pytest.fixture
def store() -> Store:
    return copied(_store)


def _store() -> Store:
    made = county_alone()
    with made.write() as db:
        db.execute("update person set origin = '湖北', arrived_on = date '2026-01-21' where person_id in (1, 31)")
    roll_up(made, days=None, actor="test")
    classify(made, as_of=LAST_DAY, actor="test")
    return made


def opened(page: AppTest, popover: str) -> AppTest:
    page.session_state[popover] = True
    return page.run()


def draft(store: Store, name: str = "七天", days: int = 7) -> int:
    changes = f'[[classes.class]]\ncode = "inbound"\ndays = {days}\n'
    return versions.save_draft(store, pack="epidemic", edition="2020-02", name=name, changes=changes, actor="test")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["leader", "command", "clerk", "officer", "admin"])
def test_what_runs_is_said_first(open_page, store, role, lang):
    page = open_page("policy", store=store, role=role, lang=lang)
    assert_fine(page)
    assert ("疫情防控正在执行：第二至四版" if lang == "zh" else "Epidemic: 2nd to 4th edition") in texts(page)
    declares = any(getattr(b, "label", "") in ("启动应急响应", "Declare an emergency") for b in page.button)
    assert declares == (role in ("command", "admin"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_store_is_told_how_to_begin(open_page, lang):
    made = empty_store()
    with made.write() as db:
        db.execute("delete from emergency")
    page = open_page("policy", store=made, lang=lang)
    assert_fine(page)
    assert ("人员不分类别" if lang == "zh" else "no classes") in page.warning[0].value
    assert any(e.label in ("启动应急响应", "Declare an emergency") for e in page.expander)


def test_two_editions_are_two_clicks(open_page, store):
    page = open_page("policy", store=store)
    page.selectbox(key="policy_a").set_value("epidemic@8").run()
    page.selectbox(key="policy_b").set_value("epidemic@9").run()
    assert_fine(page)
    assert "2 人类别不同，其中 2 人解除" in texts(page)
    assert all(town in texts(page) for town in ("东镇", "西镇"))


def heads(page: AppTest) -> list[str]:
    table = next(h.proto.body for h in page.get("html") if "<thead>" in h.proto.body)
    return re.findall(r"<th[^>]*>([^<]*)</th>", table)[1:3]


def test_what_holds_stands_beside_the_next_edition_then_the_newest_draft(open_page, store):
    page = open_page("policy", store=store)
    sides = [page.selectbox(key=f"policy_{side}").value for side in "ab"]
    assert sides == ["epidemic@2020-02", "epidemic@7"], "the 5th and the 6th hold nobody else"
    assert heads(page) == ["第二至四版", "第七版"]
    versions.publish(store, version_id=draft(store, "七天"), from_day=LAST_DAY, actor="test")
    page = open_page("policy", store=store)
    assert [page.selectbox(key=f"policy_{side}").value for side in "ab"] == ["epidemic@+1", "epidemic@5"]
    draft(store, "草稿"), draft(store, "七天", 12)
    page = open_page("policy", store=store)
    assert [page.selectbox(key=f"policy_{side}").value for side in "ab"] == ["epidemic@+1", "epidemic@+3"]
    assert heads(page) == ["甲：七天", "乙：七天"]


def test_after_the_last_edition_it_is_the_one_before(open_page, store):
    versions.use(store, pack="epidemic", edition="10", from_day=LAST_DAY, actor="test")
    page = open_page("policy", store=store, lang="en")
    assert [page.selectbox(key=f"policy_{side}").value for side in "ab"] == ["epidemic@10", "epidemic@art10"]


def test_two_packs_can_not_be_chosen(open_page, store):
    page = open_page("policy", store=store, a="epidemic@8", b="flood@base")
    assert page.selectbox(key="policy_b").value == "epidemic@7"
    assert not any("flood" in option for option in page.selectbox(key="policy_b").options)


def test_a_fault_of_a_change_is_told_with_its_line_and_a_right_one_is_kept(open_page, store):
    page = open_page("policy", store=store, b="own")
    page.text_area(key=TEXT).set_value('[[classes.class]]\ncode = "inbound"\ndays = 0').run()
    assert "第 3 行" in page.error[0].value
    page.text_area(key=TEXT).set_value('[[classes.class]]\ncode = "inbound"\ndays = 7').run()
    assert not page.error and "其中 2 人解除" in texts(page)
    page.text_input[-2].set_value("七天")
    next(b for b in page.button if b.label == "存为草稿").click().run()
    (kept,) = versions.versions(store)
    assert (kept.name, kept.status, kept.edition) == ("七天", "draft", "2020-02")
    page = opened(open_page("policy", store=store), "open_publish_1")
    assert "按1月31日的数据，2 人类别改变，其中 2 人解除。" in texts(page)
    page.button(key="publish_1").click().run()
    assert_fine(page)
    line = next(line for line in texts(page).split("\n") if "2020-02+1" in line)
    assert "· command" in line and "command-0" not in line  # by name, not by login
    assert page.toast[0].value == "已发布：自1月31日起执行“七天”"
    assert not page.session_state["open_publish_1"]
    assert running(store, LAST_DAY).version.startswith("epidemic@2020-02+1")
    assert store.value("select count(*) from person_class where class = 'inbound'") == 0


def test_a_version_that_another_replaced_says_so(open_page, store):
    for name in ("七天", "十天"):
        number = versions.save_draft(store, pack="epidemic", edition="2020-02", name=name, changes="", actor="test")
        versions.publish(store, version_id=number, from_day=LAST_DAY, actor="test")
    lines = [
        line for line in texts(open_page("policy", store=store)).split("\n") if "2020-02+" in line and "起执行" in line
    ]
    assert [("执行中" in line, "已被替代" in line) for line in lines] == [(True, False), (False, True)]


def test_an_emergency_is_ended_on_the_page(open_page, store):
    page = open_page("policy", store=store)
    assert not any(button.key == "set_1" for button in page.button)  # no day is chosen for them
    page.date_input(key="until_1").set_value(date(2026, 1, 30)).run()
    assert page.button(key="set_1").label == "最后一天定为1月30日"
    page.button(key="set_1").click().run()
    assert_fine(page)
    assert emergency.emergencies(store)[0].until == date(2026, 1, 30)
    assert page.warning and store.value("select count(*) from person_class") == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_coming_version_says_so_and_is_withdrawn(open_page, store, lang):
    for day, name in ((LATER, "七天"), (LAST_DAY, "十天")):
        versions.publish(store, version_id=draft(store, name), from_day=day, actor="test")
    draft(store, "草稿")
    page = open_page("policy", store=store, lang=lang)
    assert_fine(page)
    listed = [line for line in texts(page).split("\n") if "2020-02+" in line]
    assert [next(n for n in ("七天", "十天", "草稿") if n in line) for line in listed] == ["十天", "七天", "草稿"]
    assert ("届时代替“十天”" if lang == "zh" else "will then replace “十天”") in listed[1]
    assert ("起改为：七天" if lang == "zh" else ": 七天") in texts(page)
    assert [b.key for b in page.button if (b.key or "").startswith("withdraw_")] == ["withdraw_1"]
    page.button(key="withdraw_1").click().run()
    assert_fine(page)
    assert "七天" in page.toast[0].value
    assert versions.version(store, 1).status == "draft"


def test_before_it_is_published_it_is_said_what_it_does(open_page, store):
    draft(store)
    page = opened(open_page("policy", store=store), "open_use_2020-02")
    assert "1月31日执行的就是“第二至四版（2020年2月）”，不会有变化。" in texts(page)
    page = opened(open_page("policy", store=store), "open_use_9")
    assert "自1月31日起执行“第九版”，代替“第二至四版（2020年2月）”。" in texts(page)
    versions.publish(store, version_id=1, from_day=LATER, actor="test")
    page = opened(open_page("policy", store=store), "open_use_9")
    assert "起由已发布的“七天”接替" in texts(page)
    page = opened(open_page("policy", store=store, pack="flood"), "open_use_base")
    assert_fine(page)


def test_without_an_emergency_it_is_said_to_have_no_effect(open_page, store):
    draft(store)
    emergency.end(store, emergency_id=1, on=date(2026, 1, 1), actor="test")
    page = opened(open_page("policy", store=store), "open_publish_1")
    assert "“疫情防控”没有应急响应，启动之前不起作用。" in texts(page)


def test_an_emergency_declared_by_mistake_is_withdrawn_before_it_begins(open_page, store):
    emergency.declare(store, pack="flood", name="防汛", ordered_by="县防指", since=LATER, actor="test")
    page = open_page("policy", store=store)
    assert "尚未开始" in texts(page)
    assert not any(button.key == "withdraw_emergency_1" for button in page.button)
    page.button(key="withdraw_emergency_2").click().run()
    assert_fine(page)
    assert [e.emergency_id for e in emergency.emergencies(store)] == [1]


def test_an_emergency_is_declared_of_a_pack_that_does_not_run_with_a_last_day(open_page, store):
    page = open_page("policy", store=store)
    pack = next(box for box in page.selectbox if box.label == "策略包" and not box.key)
    assert pack.value == "flood"
    for label, text in (("名称", "防汛"), ("下令单位", "县防指")):
        next(box for box in page.text_input if box.label == label).set_value(text)
    next(box for box in page.date_input if box.label == "最后一天（可不填）").set_value(LATER)
    next(b for b in page.button if b.label == "启动应急响应").click().run()
    assert_fine(page)
    made = emergency.emergencies(store)[1]
    assert (made.pack, made.since, made.until) == ("flood", LAST_DAY, LATER)
    assert "防汛" in page.toast[0].value


def test_where_every_pack_runs_one_has_to_be_chosen(open_page, store):
    for pack in ("flood", "mosquito"):
        emergency.declare(store, pack=pack, name=pack, ordered_by="县", since=LAST_DAY, actor="test")
    page = open_page("policy", store=store)
    next(b for b in page.button if b.label == "启动应急响应").click().run()
    assert page.error[0].value == "请选择策略包"


@pytest.mark.parametrize("name", ["overview", "people", "trends", "grid_map", "anomalies"])
def test_pages_without_an_emergency_say_so_or_go_on(open_page, store, name):
    with store.write() as db:
        db.execute("delete from emergency")
    classify(store, as_of=LAST_DAY, actor="test")
    page = open_page(name, store=store)
    assert_fine(page)
    if name == "overview":
        assert "尚未启动应急响应，人员不分类别" in texts(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_cell_of_the_matrix_is_changed_by_the_form(open_page, store, lang):
    page = open_page("policy", store=store, lang=lang, b="own")
    assert ("早晚测温" if lang == "zh" else "every 3 days") in texts(page)  # the matrix as it stands
    page.selectbox(key="policy_cell_class").set_value("inbound").run()
    page.multiselect[0].set_value(["visit", "supplies"]).run()
    page.button(key="policy_cell_add").click().run()
    assert_fine(page)
    written = page.text_area(key=TEXT).value
    assert written.count("[measures.cell.inbound.") == 3 and 'measures = ["visit", "supplies"]' in written


def field(elements, start: str):
    return next(e for e in elements if (e.key or "").startswith(start))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_condition_is_corrected_in_the_form(open_page, store, lang):
    page = open_page("policy", store=store, lang=lang, b="own")
    page.selectbox(key="policy_edit_class").set_value("inbound").run()
    for when, faults in (("origin_rsk = 'high'", 1), ("origin_risk = 'medium'", 0)):
        field(page.text_input, "policy_edit_when_inbound").set_value(when).run()
        page.button(key="policy_edit_add").click().run()
        assert_fine(page)
        assert len(page.error) == faults
        assert field(page.text_input, "policy_edit_when_inbound").value == when
    field(page.number_input, "policy_edit_days_inbound").set_value(7).run()
    page.button(key="policy_edit_add").click().run()
    assert page.text_area(key=TEXT).value == (
        '[[classes.class]]\ncode = "inbound"\nwhen = "origin_risk = \'medium\'"\ndays = 7\n'
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_class_without_days_shows_none_and_none_are_written(open_page, store, lang):
    page = open_page("policy", store=store, lang=lang, pack="flood", b="own")
    page.selectbox(key="policy_edit_class").set_value("flood_lost").run()
    assert_fine(page)
    text = next(a for a in page.text_area if a.key.startswith("policy_text_flood"))
    assert field(page.number_input, "policy_edit_days_flood_lost").value is None
    page.button(key="policy_edit_add").click().run()
    assert page.text_area(key=text.key).value == ""
    field(page.number_input, "policy_edit_days_flood_lost").set_value(3).run()
    page.button(key="policy_edit_add").click().run()
    assert_fine(page)
    assert 'days = 3\nends = "first"' in page.text_area(key=text.key).value
    assert field(page.number_input, "policy_edit_days_flood_lost").value == 3


def test_tasks_a_day_add_up_as_they_are_shown():
    """A visit every three days is a third of a task: what is rounded above is summed below."""

    def drawn() -> None:
        import pandas as pd
        import streamlit as st

        from core.classify.compare import Comparison
        from pages.ui.policy.whatif import _work

        work = pd.DataFrame({"measure": ["visit", "supplies"], "under_a": [6.4, 3.4], "under_b": [6.6, 3.6]})
        st.html(_work(Comparison(pd.DataFrame(), pd.DataFrame(), work, 0, 0), ("a", "b")))

    (table,) = AppTest.from_function(drawn).run().get("html")
    rows = [re.findall(r'gc-right">(\d+)<', row) for row in table.proto.body.split("<tr>")]
    assert [row for row in rows if row] == [["6", "7"], ["3", "4"], ["9", "11"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_cards_of_the_classes_say_constants_by_their_values_and_no_foreign_marks(open_page, store, lang):
    page = open_page("policy", store=store, lang=lang)
    said = next(text for text in texts(page).splitlines() if 'class="gc-policy"' in text)
    assert "≥ 37.3" in said and "fever</dd>" not in said
    assert ("病例：" if lang == "zh" else "Case: Type of case = suspected") in said
    if lang == "en":
        assert not re.search(r"[：，；（）、。\u3400-\u9fff]", said)

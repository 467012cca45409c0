"""The page of risk areas: announced, looked at, let go and taken back by clicks."""

from __future__ import annotations

import pytest

from core.follow import follow
from tests.copied import copied
from tests.pages.conftest import assert_fine, prepared_alone
from tests.pages.test_people import texts


@pytest.fixture
def own():
    return copied(_own)


def _own():
    store = prepared_alone()
    with store.write() as db:
        db.execute("update person set origin = '湖北武汉', arrived_on = '2026-01-25' where person_id in (21, 31)")
        db.execute("update person set origin = '湖北', arrived_on = '2026-01-25' where person_id = 32")
    follow(store, actor="test", whole=True)
    return store


def typed(page, name: str):
    page.text_input(key="risk_name").set_value(name).run()
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_announced_released_and_removed(open_page, own, lang):
    page = open_page("risk_areas", store=own, lang=lang)
    assert_fine(page)
    typed(page, "武汉")
    assert ("湖北省武汉市" if lang == "zh" else "Wuhan City, Hubei Province") in texts(page)
    page.text_input(key="risk_source").set_value("国务院客户端").run()
    page.button(key="risk_add").click().run()
    assert_fine(page)
    assert page.query_params["area"] in ("1", ["1"])
    said = texts(page) + page.success[0].value
    assert ("涉及 2 人，待核实 1 人" if lang == "zh" else "2 people concerned, 1 to be asked") in said
    assert ("从该地来 2 人" if lang == "zh" else "2 came from there") in said
    assert list(page.dataframe[0].value.name) and len(page.dataframe[0].value) == 3
    # the form is empty for the next one: what has been added is not added again by a second click
    assert page.text_input(key="risk_name").value == "" == page.text_input(key="risk_source").value
    assert page.button(key="risk_add").disabled
    page.button(key="risk_release").click().run()
    assert_fine(page)
    of_areas = "from task where task_id in (select task_id from risk_task)"  # others come from the measures of classes
    assert own.run(f"select status, count(*) {of_areas} group by status").fetchall() == [("open", 3)]
    page.button(key="risk_remove_yes").click().run()
    assert_fine(page)
    assert own.run(f"select distinct status {of_areas}").fetchall() == [("cancelled",)]
    # it is said that it was taken back, and by whose name
    said = texts(page)
    assert ("已由command于" if lang == "zh" else "was removed by command on") in said and "command-0" not in said
    assert not any(untrue in said for untrue in ("没有发现涉及人员", "nobody is concerned", "涉及 0 人", "0 people"))


def test_who_gets_no_task_is_told_with_the_reason(open_page, own):
    page = typed(open_page("risk_areas", store=own), "武汉")
    page.segmented_control(key="risk_level").set_value("low").run()
    page.button(key="risk_add").click().run()
    assert_fine(page)
    assert "另有 3 人没有任务：低风险地区不派任务（3 人）。" in texts(page)


def test_which_place_is_asked(open_page, own):
    page = typed(open_page("risk_areas", store=own), "鼓楼区")
    assert "福建省福州市鼓楼区" in page.radio(key="risk_meant").options and page.button(key="risk_add").disabled
    page.radio(key="risk_meant").set_value(page.radio(key="risk_meant").options[-1]).run()  # none of them
    assert_fine(page)
    assert not page.button(key="risk_add").disabled
    page = typed(open_page("risk_areas", store=own), "武汉 深圳")
    assert page.radio(key="risk_meant").options[:2] == ["广东省深圳市", "湖北省武汉市"]
    page = typed(open_page("risk_areas", store=own), "东三村")
    assert page.radio(key="risk_meant").options[0] == "东镇 东一村（本县）"
    page.radio(key="risk_meant").set_value(page.radio(key="risk_meant").options[0]).run()
    page.button(key="risk_add").click().run()
    assert_fine(page)
    assert own.run("select name, grid_id from risk_area").fetchall() == [("东三村", 3)]


@pytest.mark.parametrize(
    ("role", "may_see", "may_write"),
    [("leader", False, False), ("clerk", True, False), ("officer", True, False), ("admin", True, True)],
)
def test_who_may_what(open_page, own, role, may_see, may_write):
    page = open_page("risk_areas", store=own, role=role, grids=(2,) if role == "officer" else (0,), area="7")
    assert bool(page.title) is may_see
    assert any(t.key == "risk_name" for t in page.text_input) is may_write

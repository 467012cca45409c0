"""The page Rules: a rule is back-tested, its budget changed, published; switched off and on."""

import pytest

from core.policy.running import running
from core.rollup import roll_up
from tests.county import LAST_DAY
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["leader", "command"])
def test_every_rule_says_what_it_is(open_page, role, lang):
    page = open_page("rules", role=role, lang=lang, rule="fever")
    assert_fine(page)
    told = texts(page)
    assert ("同一网格多人发热另报聚集" if lang == "zh" else "several in one grid are a cluster") in told
    assert any(b.key == "rule_switch_fever" for b in page.button) == (role == "command")


def test_a_rule_is_tried_changed_and_switched_on(open_page):
    store = prepared_county()
    with store.write() as db:
        db.execute(
            "update check_in set temperature = 38.6 where person_id in (1, 21) and scanned_at >= timestamp '2026-01-31'"
        )
    roll_up(store, days=None, actor="test")
    page = open_page("rules", store=store, rule="fever")
    page.number_input(key="rule_fever_budget_a_day").set_value(1).run()
    page.button(key="rule_try_fever").click().run()
    assert_fine(page)
    assert "会发出 1 条预警" in texts(page) and "未发 1 条" in texts(page)
    assert store.value("select count(*) from alert where detector = 'fever'") == 0  # nothing is written
    page.button(key="rule_publish_fever").click().run()
    assert_fine(page)
    assert running(store, LAST_DAY).detectors["fever"]["budget_a_day"] == 1
    assert store.value("select count(*) from alert where detector = 'fever'") == 1
    page = open_page("rules", store=store, rule="fever")
    page.button(key="rule_switch_fever").click().run()
    assert running(store, LAST_DAY).detectors["fever"]["on"] is False
    assert any("发热”（停用）" in toast.value for toast in page.toast)
    assert store.value("select count(*) from policy_version where status = 'published'") == 2
    # A rule that is off is switched on with what is changed of it, unless that is not wanted.
    for also, number in ((False, 2), (True, 3)):
        page = open_page("rules", store=store, rule="fever")
        page.number_input(key="rule_fever_budget_a_day").set_value(number).run()
        page.checkbox(key="rule_also_on_fever").set_value(also).run()
        page.button(key="rule_publish_fever").click().run()
        settings = running(store, LAST_DAY).detectors["fever"]
        assert (settings["on"], settings["budget_a_day"]) == (also, number)
    assert any("发热”（启用）" in toast.value for toast in page.toast)
    # Four versions of one day are not told one by one below every chart.
    assert "，另有 3 项" in texts(open_page("trends", store=store))


def test_a_rule_that_is_chosen_stands_above_the_others(open_page):
    assert "每日可容忍的偶然误报" not in texts(open_page("rules"))
    told = texts(open_page("rules", rule="rate_rise"))
    assert told.index("每日可容忍的偶然误报") < told.index("数据中断")

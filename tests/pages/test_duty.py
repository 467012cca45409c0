"""The page of duty information by clicks: drafted from an alert, changed, signed, told, the next one; who may not, does not see how."""

from __future__ import annotations

import pytest

from core import clock
from core.domain import User
from core.duty import READ, SIGN, WRITE, draft, tellings
from core.i18n import t
from tests.county import WHOLE
from tests.pages.conftest import assert_fine
from tests.pages.test_anomalies import drawn, watched

__all__ = ["watched"]
BOSS = User(1, "li", "李", "command", frozenset({READ, WRITE, SIGN}), WHOLE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_an_alert_to_the_units_above(open_page, watched, lang):
    alert = watched.value("select min(alert_id) from alert")
    page = open_page("duty", store=watched, lang=lang, alert=str(alert))
    assert_fine(page)
    assert page.info[0].value == t(lang, "duty_info.none")
    page.button(key=f"FormSubmitter:duty_new-{t(lang, 'duty_info.new.make')}").click().run()
    assert_fine(page)
    assert not page.error, page.error[0].value
    number = watched.value("select report_id from duty_report where alert_id = $alert", alert=alert)
    assert watched.value("select language from duty_report") == lang
    key = f"duty_{number}_1"
    page.text_area(key=f"{key}_cause").set_value("待查 <b>")
    page.text_area(key=f"{key}_place").set_value("东镇卫生院")
    page.button(key=f"FormSubmitter:{key}_form-{t(lang, 'duty_info.save')}").click().run()
    assert_fine(page)
    assert page.success[0].value == t(lang, "duty_info.saved")
    assert watched.value("select body from duty_part where part = 'cause'") == "待查 <b>"
    assert drawn(page).count(t(lang, "duty_info.changed")) == 1
    page.button(key="duty_sign").click().run()
    assert_fine(page)
    assert "〔" in page.success[0].value and "待查 &lt;b&gt;" in drawn(page)
    page.button(key=f"FormSubmitter:duty_told_0-{t(lang, 'duty_info.told.save')}").click().run()
    assert_fine(page)
    assert tellings(watched, WHOLE, number).way.tolist() == ["phone"]
    page.text_input(key="duty_ack_name_1").set_value("赵值班")
    page.button(key=f"FormSubmitter:duty_acks_1-{t(lang, 'duty_info.told.save')}").click().run()
    assert_fine(page)
    assert "赵值班" in drawn(page)
    page.button(key=f"FormSubmitter:duty_further-{t(lang, 'duty_info.new.make')}").click().run()
    assert_fine(page)
    assert watched.value("select kind from duty_report where report_id = $n", n=number + 1) == "follow"
    page = open_page("duty", store=watched, lang=lang)
    assert_fine(page)
    assert "duty_info." not in drawn(page) and f"report={number + 1}" in drawn(page)
    page = open_page("anomalies", store=watched, lang=lang, alert=str(alert))
    assert_fine(page)


def test_what_a_role_may_not_it_is_not_offered(open_page, watched):
    number = draft(watched, BOSS, now=clock.now(), alert=watched.value("select min(alert_id) from alert"))
    page = open_page("duty", role="leader", store=watched, report=str(number))
    assert_fine(page)
    keys = {b.key for b in page.button if b.key}
    assert "duty_sign" in keys and not [k for k in keys if "told" in k or "form" in k or "withdraw" in k]
    page = open_page("duty", role="clerk", store=watched, report=str(number))
    assert_fine(page)
    assert "duty_sign" not in {b.key for b in page.button if b.key}
    page = open_page("duty", role="officer", grids=(8,), store=watched, report="999")
    assert t("zh", "error.duty_unknown", number=999) in page.error[0].value

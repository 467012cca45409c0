"""The page of work orders: given to grids many at once, taken on, answered, checked by another; who called is shown by a kept click."""

from __future__ import annotations

import pytest

from core.act import moment
from core.i18n import t
from core.work_orders import orders, reply
from core.work_orders.acts import LONGEST
from tests.core.ingest.files import store_file, workbook
from tests.core.ingest.test_work_orders import HEADER, row
from tests.county import WHOLE
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts


@pytest.fixture
def county(tmp_path):
    store = prepared_county()
    given = [row("A1", address="东一村12号"), row("A2", address="人民路"), row("A3", told="西一村积水", secret="是")]
    store_file(store, workbook(tmp_path / "a.xlsx", {"工单": [HEADER, *given]}))
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_the_list_to_the_accepted_answer(open_page, county, lang):
    at = moment(county)
    number = dict(orders(county, WHOLE, at=at)[["order_no", "order_id"]].values)
    page = open_page("work_orders", store=county, lang=lang)
    assert_fine(page)
    assert page.title[0].value == t(lang, "page.work_orders")
    listed = page.dataframe[0].value
    assert set(listed.order_no) == {"A1", "A2", "A3"} and t(lang, "work_orders.nowhere") in set(listed["where"])

    page = open_page("work_orders", store=county, lang=lang, order=str(number["A3"]))
    assert_fine(page)
    spoken_of = t(lang, "work_orders.speaks_of", grid={"zh": "西一村", "en": "Xiyi Village"}[lang])
    assert spoken_of in [m.value for m in page.markdown]
    assert "13800000001" not in texts(page)
    page.button(key="order_phone").click().run()
    assert county.value("select count(*) from audit_entry where event = 'order.phone_shown'") == 1
    page.button(key="order_confirm").click().run()
    assert_fine(page)
    assert page.success[0].value == t(lang, "work_orders.done.confirm")
    page.button(key="order_take").click().run()
    page.button(key="order_reply").click().run()
    assert page.error[0].value == t(lang, "error.order_words", most=LONGEST)
    page.text_area(key=f"order_reply_{number['A3']}").set_value("已清理排水口").run()
    page.button(key="order_reply").click().run()
    assert_fine(page)
    page.button(key="order_accept").click().run()
    assert t(lang, "error.order_own_answer") in [e.value for e in page.error], "who answered does not check it"
    page.text_input(key=f"order_note_{number['A3']}").set_value("未附照片").run()
    page.button(key="order_return").click().run()
    reply(county, WHOLE, int(number["A3"]), words="已清理，附照片", actor="another", at=at)
    page.run()
    page.button(key="order_accept").click().run()
    assert_fine(page)
    assert orders(county, WHOLE, at=at, order_id=number["A3"]).state[0] == "accepted"


def test_the_clock_is_stopped_prolonged_and_an_order_sent_back_for_a_reason(open_page, county):
    at = moment(county)
    first = int(orders(county, WHOLE, at=at).set_index("order_no").order_id["A1"])
    county.run("update work_order set due_at = $due", due=at.replace(hour=18)).fetchall()
    page = open_page("work_orders", store=county, order=str(first))
    page.text_input(key=f"order_why_{first}").set_value("需上级协调").run()
    page.button(key="order_pause").click().run()
    assert_fine(page)
    page.button(key="order_resume").click().run()
    page.text_input(key=f"order_why_{first}").set_value("需上级协调").run()
    page.button(key="order_extend").click().run()
    assert_fine(page)
    page.text_input(key=f"order_why_{first}").set_value("不属本村").run()
    page.button(key="order_send_back").click().run()
    assert_fine(page)
    assert orders(county, WHOLE, at=at, order_id=first).state[0] == "new"


def test_only_who_may_sees_it(open_page, county):
    page = open_page("work_orders", store=county, role="leader")
    assert "A1" not in texts(page)

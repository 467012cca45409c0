"""A work order from dispatch to the accepted answer, its clock over a festival, and what is refused at each step."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from core.domain import Scope, User
from core.errors import UserError
from core.work_orders import (  # fmt: skip
    accept,
    acts,
    dispatch,
    extend,
    order_counts,
    orders,
    pause,
    reply,
    results,
    resume,
    return_it,
    send_back,
    show_phone,
    take,
)
from core.workbooks.order_results import order_results
from tests.core.ingest.files import store_file, workbook
from tests.core.ingest.test_work_orders import HEADER, row
from tests.county import EAST, MASKED, NOBODY, WHOLE, county_alone

WEST = Scope((8,))
AT = datetime(2026, 1, 30, 10)
BY = {"actor": "desk", "at": AT}


@pytest.fixture
def county(tmp_path):
    store = county_alone()
    given = [
        row("A1", address="东一村12号"),
        row("A2", address="人民路"),
        row("A3", told="西一村积水", secret="是"),
        row("A4", address="西一村", due="2026-01-30"),
    ]
    store_file(store, workbook(tmp_path / "a.xlsx", {"工单": [HEADER, *given]}))
    return store


def refused(act, *args, **given) -> str:
    with pytest.raises(UserError) as told:
        act(*args, **given)
    return told.value.code


def due(store, order=1) -> str:
    return f"{orders(store, WHOLE, at=AT, order_id=order).due_at[0]:%m-%d %H:%M}"


def test_from_dispatch_to_the_accepted_answer(county):
    assert list(orders(county, WHOLE, at=datetime(2026, 2, 1)).order_no) == ["A4", "A1", "A2", "A3"]
    assert dispatch(county, WHOLE, [2, 3], **BY) == 1  # of A2 nothing is proposed
    assert refused(dispatch, county, WHOLE, [2], grid=999, **BY) == "order_grid"
    assert dispatch(county, WHOLE, [2], grid=6, **BY) == 1
    assert dict(orders(county, WHOLE, at=AT)[["order_no", "grid_id"]].values) == {"A1": 3, "A2": 6, "A3": 9, "A4": 9}
    assert set(orders(county, EAST, at=AT).order_no) == {"A1", "A2"} and orders(county, NOBODY, at=AT).empty
    assert orders(county, EAST, at=AT, order_id=1, owned=True).owner_name[0] == "陆一"
    assert refused(take, county, WEST, 1, **BY) == "order_unknown"
    take(county, EAST, 1, **BY)
    assert refused(take, county, EAST, 1, **BY) == refused(accept, county, WHOLE, 1, **BY) == "order_step"
    assert refused(reply, county, EAST, 1, words=" ", **BY) == "order_words"
    reply(county, EAST, 1, words="已换灯泡", actor="village", at=AT)
    assert refused(accept, county, WHOLE, 1, actor="village", at=AT) == "order_own_answer"
    return_it(county, WHOLE, 1, note="请附照片", **BY)
    reply(county, EAST, 1, words="已换灯泡，附照片", actor="village", at=AT)
    accept(county, WHOLE, 1, **BY)
    assert list(acts(county, EAST, order_id=1).act) == ["take", "answer", "return", "answer", "accept"]
    send_back(county, WEST, 3, reason="不属本村", **BY)
    counts = order_counts(county, WHOLE, at=AT)
    assert {k: v for k, v in counts.items() if v} == {
        "total": 4,
        "open": 3,
        "near": 1,
        "new": 1,
        "dispatched": 2,
        "accepted": 1,
    }
    out = results(county, WHOLE, at=AT)
    assert list(out.order_no) == ["A1"] and out.answer[0] == "已换灯泡，附照片" and not {"caller", "phone"} & set(out)


def test_the_clock_counts_working_days_stands_still_and_is_prolonged_in_time(county):
    assert due(county) == "02-03 18:00"
    extend(county, WHOLE, 1, days=8, reason="需采购", **BY)
    assert due(county) == "02-13 18:00"  # before the festival, which has no working day
    pause(county, WHOLE, 1, reason="联系不上诉求人", actor="desk", at=datetime(2026, 2, 13, 9))
    late = datetime(2026, 2, 25, 9)
    assert orders(county, WHOLE, at=late, state="overdue").order_no.tolist() == ["A4", "A2", "A3"]
    assert refused(pause, county, WHOLE, 1, reason="x", actor="desk", at=late) == "order_paused"
    resume(county, WHOLE, 1, actor="desk", at=late)
    # 14 (made up for), 24 and 25 were working days on which it stood still
    assert due(county) == "02-25 18:00"
    assert refused(resume, county, WHOLE, 1, **BY) == "order_not_paused"
    assert refused(extend, county, WHOLE, 1, days=3, reason="x", actor="desk", at=datetime(2026, 3, 2)) == "order_late"
    assert refused(extend, county, WHOLE, 1, days=0, reason="x", **BY) == "order_days"
    assert refused(pause, county, WHOLE, 2, reason="", **BY) == "order_words"
    extend(county, WHOLE, 4, days=1, reason="在办", **BY)
    assert due(county, 4) == "02-02 18:00"


def test_who_called_is_shown_by_a_click_that_is_kept(county):
    seen = orders(county, MASKED, at=AT).set_index("order_no")
    assert set(seen.phone) == {"138****0001"} and set(seen.caller) == {"韦*"}
    assert orders(county, WHOLE, at=AT).set_index("order_no").caller["A3"] == "韦*"  # secret
    user = User(1, "zhao", "赵", "clerk", frozenset({"people.call"}), EAST)
    assert orders(county, show_phone(county, user, order_id=1), at=AT, order_id=1).phone[0] == "13800000001"
    assert refused(show_phone, county, user, order_id=4) == "order_unknown"
    said = county.value("select string_agg(event || fields, ' ') from audit_entry where event like 'order.%'")
    assert said == 'order.phone_shown{"order": 1}'


def test_results_leave_as_texts_that_nothing_runs(county):
    found = orders(county, WHOLE, at=AT)
    dispatch(county, WHOLE, list(found.order_id), **BY)
    first = orders(county, WHOLE, at=AT, state="dispatched").iloc[0]
    reply(county, WHOLE, int(first.order_id), words="=1+1", **BY)
    made = order_results(results(county, WHOLE, at=AT), {"order_no": "No", "received_at": "In", "answer": "Said"}, "R")
    head, line = openpyxl.load_workbook(io.BytesIO(made)).active.iter_rows()
    assert [c.value for c in head] == ["No", "In", "Said"]
    assert [c.value for c in line] == [first.order_no, f"{first.received_at:%Y-%m-%d %H:%M}", "=1+1"]
    assert {c.data_type for c in line} == {"s"}

"""What people tell and ask in the demo: a few clues in each state, applications to leave that wait for one level or two, and a list of
work orders as the 12345 line sends it, some of them handled."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from core.clues import answer, check, find, take
from core.codes import grids_below
from core.domain import EVERYTHING, Scope, User
from core.duty import SIGN, WRITE, draft, sign, tell
from core.errors import UserError
from core.exits import apply
from core.ingest.plan import prepare
from core.ingest.storing import commit
from core.policy.running import running
from core.registry import people
from core.store import Store
from core.work_orders import accept, orders, pause, reply
from core.work_orders import take as take_order

WHOLE = Scope((EVERYTHING,), frozenset({"name"}))
ACTOR = "demo"
DUTY = User(0, ACTOR, ACTOR, "command", frozenset({WRITE, SIGN}), WHOLE)
# hours ago, kind, what is told, place, channel, teller, phone, how far it has come
CLUES = (
    (80, "hidden_trip", "邻居李某上周从外省自驾回来，没有向村里报告，现在每天出门打牌。", "老榕树旁小卖部", "phone", "黄某", "13900000001", None),
    (30, "gathering", "晚上八点以后有人在祠堂里聚餐，约三十人，没有戴口罩。", "村祠堂", "online", "", "", "checking"),
    (20, "quarantine_breach", "居家隔离的人昨天傍晚到河边散步。", "河堤", "patrol", "", "", "confirmed"),
    (6, "hazard", "学校后门的围栏倒了，没有登记也能进出。", "学校后门", "visit", "陆某", "13900000002", None),
    (2, "prices", "口罩一只卖到十五元。", "农贸市场东门药店", "phone", "", "13900000003", None),
    (100, "unregistered", "出租屋住进两名外来务工人员。", "圩镇老街", "letter", "", "", "answered"),
)  # fmt: skip
ORDER_HEADER = ["工单编号", "接收时间", "紧急程度", "受理类型", "一级分类", "二级分类", "问题描述", "地址", "联系人", "联系电话", "是否保密", "转办意见", "承办单位"]  # fmt: skip
# days ago, kind, category, what is told, place, how far it has come
ORDERS = (
    (9, "投诉", "供水", "连续三天停水，群众生活受影响，请尽快处理。", "2组", None),
    (8, "求助", "路灯", "村口路灯不亮，老人夜里不敢出门。", "村口", "accepted"),
    (6, "投诉", "噪声", "夜间施工噪声扰民。", "村委会旁", "answered"),
    (4, "求助", "道路", "道路塌陷，车辆无法通行。", "小学门前", "taken"),
    (3, "咨询", "防疫", "外地返乡需要办理哪些手续？", "1组", "taken"),
    (3, "求助", "供水", "水管爆裂，一直在漏水。", "戏台旁", "paused"),
    (2, "举报", "防疫", "麻将馆仍在营业，人员聚集。", "圩场", None),
    (1, "建议", "防疫", "建议在路口增设体温检测点。", "", None),
    (1, "投诉", "市场", "药店抬高口罩价格。", "", None),
    (0, "求助", "医疗", "家中有透析病人，封控期间需要接送。", "3组", None),
)
TRIPS = (("南宁市", "复查就医"), ("贵港市", "探望父母"), ("广东省佛山市", "返岗务工"), ("宾阳县", "送孩子上学"))
KEPT = ("home_quarantine", "key_attention")  # how the codes of their classes begin


def tell_and_ask(store: Store, at: datetime) -> None:
    whole = store.value("select grid_id from grid where level = 'county' and axis = 'area' limit 1")
    if whole is None:
        return
    villages = grids_below(store, WHOLE, whole, ("village",), itself=False)
    for number, told in enumerate(CLUES):
        if villages:
            _clue(store, villages[number * 7 % len(villages)], *told, at=at)
    _applications(store, at)
    _orders(store, at)


def report_up(store: Store, at: datetime) -> None:
    """Duty information of the gravest alert, signed and told by phone; and of the next one a draft. After the search."""
    rows = store.run(
        "select alert_id from alert where severity = 'high' and status = 'open' and person_id is null"
        " order by detector = 'fever' desc, detector = 'rate_rise' desc, alert_id"
    ).fetchall()
    drafted: list[int] = []
    for (alert,) in rows:
        if len(drafted) == 2:
            break
        try:
            drafted.append(draft(store, DUTY, now=at, alert=alert))
        except UserError:  # one of the same situation is there
            continue
    if drafted:
        sign(store, DUTY, drafted[0], name="李值班", now=at)
        tell(store, DUTY, drafted[0], unit="市疫情防控指挥部办公室", way="phone", name="李值班", at=at, now=at)


def _clue(
    store: Store, grid: int, hours: int, kind: str, told: str, place: str, channel: str, teller: str, phone: str, until: str | None, *, at: datetime
) -> None:  # fmt: skip
    by = {"actor": ACTOR, "at": at - timedelta(hours=hours)}
    take(
        store,
        WHOLE,
        told=told,
        kind=kind,
        place=place,
        grid=grid,
        channel=channel,
        teller=teller,
        teller_phone=phone,
        **by,
    )
    number = store.value("select max(clue_id) from clue")
    by["at"] += timedelta(hours=1)
    if until is not None:
        check(store, WHOLE, number, **by)
    if until in ("confirmed", "answered"):
        find(store, WHOLE, number, verdict="confirmed", note="网格员上门核实，情况属实。", **by)
    if until == "answered":
        answer(store, WHOLE, number, words="已上门登记并纳入网格管理，谢谢您的反映。", **by)


def _applications(store: Store, at: datetime) -> None:
    """Of people in a class that asks two levels, and of some in none."""
    codes = [c.code for c in running(store, at.date()).classes if c.code.startswith(KEPT)]
    found = [people.search(store, WHOLE, person_class=code, as_of=at.date(), limit=2) for code in codes]
    found.append(people.search(store, WHOLE, as_of=at.date(), limit=6, offset=40))
    numbers = [int(n) for frame in found for n in frame.person_id]
    for place, person in enumerate(dict.fromkeys(numbers)):
        destination, reason = TRIPS[place % len(TRIPS)]
        leave = at.date() + timedelta(days=1 + place % 3)
        made = at - timedelta(hours=3 + place * 5)
        try:
            apply(
                store, WHOLE, person_id=person, leave_on=leave, return_on=leave + timedelta(days=2), destination=destination, reason=reason, at=made, actor=ACTOR
            )  # fmt: skip
        except UserError:  # their own list has one of the same days
            continue


def _orders(store: Store, at: datetime) -> None:
    """The line's spreadsheet, taken in as any; then dispatched, taken on, answered, accepted."""
    villages = store.run(
        "select t.name || v.name from grid v join grid t on t.grid_id = v.parent_id and t.level = 'township'"
        " where v.level = 'village' and v.axis = 'area' order by v.grid_id limit 60"
    ).fetchall()
    if not villages:
        return
    sheet = pd.DataFrame(
        [_order(n, villages[n * 11 % len(villages)][0], at) for n in range(len(ORDERS))], columns=ORDER_HEADER
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "12345工单.xlsx"
        sheet.to_excel(path, index=False, sheet_name="工单")
        commit(store, prepare(store, WHOLE, path), actor=ACTOR)
    for order in orders(store, WHOLE, at=at).sort_values("order_no").itertuples():
        _handled(store, order, ORDERS[int(order.order_no[-2:])][-1], at)


def _order(n: int, village: str, at: datetime) -> list[object]:
    days, kind, what, told, placed, _ = ORDERS[n]
    address = f"{village}{placed}" if placed else "县城内"
    received = at - timedelta(days=days)
    return [
        f"12345-{received:%m%d}{n:02}",
        f"{received:%Y-%m-%d %H:%M}",
        "一般",
        kind,
        "城乡建设",
        what,
        told,
        address,
        "韦某",
        f"139000001{n:02}",
        "否",
        "请核实处理并答复",
        "县指挥部",
    ]


def _handled(store: Store, order: object, until: str | None, at: datetime) -> None:
    by, number = {"actor": ACTOR, "at": at - timedelta(hours=3)}, int(order.order_id)
    if until is None or order.state != "dispatched":
        return
    if until == "paused":
        pause(store, WHOLE, number, reason="等待县供水公司抢修结果。", **by)
        return
    take_order(store, WHOLE, number, **by)
    if until in ("answered", "accepted"):
        reply(store, WHOLE, number, words="网格员已到现场核实并处理，已电话回复诉求人。", **by)
    if until == "accepted":
        accept(store, WHOLE, number, actor="checker", at=at)

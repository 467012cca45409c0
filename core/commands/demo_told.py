"""What people tell and ask in the demo: a few clues in each state, and applications to leave that wait for one level or two."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.clues import answer, check, find, take
from core.codes import grids_below
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.exits import apply
from core.policy.running import running
from core.registry import people
from core.store import Store

WHOLE = Scope((EVERYTHING,), frozenset({"name"}))
ACTOR = "demo"
# hours ago, kind, what is told, place, channel, teller, phone, how far it has come
CLUES = (
    (80, "hidden_trip", "邻居李某上周从外省自驾回来，没有向村里报告，现在每天出门打牌。", "老榕树旁小卖部", "phone", "黄某", "13900000001", None),
    (30, "gathering", "晚上八点以后有人在祠堂里聚餐，约三十人，没有戴口罩。", "村祠堂", "online", "", "", "checking"),
    (20, "quarantine_breach", "居家隔离的人昨天傍晚到河边散步。", "河堤", "patrol", "", "", "confirmed"),
    (6, "hazard", "学校后门的围栏倒了，没有登记也能进出。", "学校后门", "visit", "陆某", "13900000002", None),
    (2, "prices", "口罩一只卖到十五元。", "农贸市场东门药店", "phone", "", "13900000003", None),
    (100, "unregistered", "出租屋住进两名外来务工人员。", "圩镇老街", "letter", "", "", "answered"),
)  # fmt: skip
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

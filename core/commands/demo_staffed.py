"""What the people of the demo's desk have done by the time that it is opened: who is on duty, who is ill, who is in which bed, what was handed out,
which alerts were taken and how some ended. Nothing of it comes from a list."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from core.act import hand_over
from core.chain import Shift, add_rota
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.handling import assign, close, make_handover, note, sign_handover, take
from core.papers.make import make
from core.papers.register import receive, void
from core.places import add_place, move_in, move_in_all, move_out, waiting
from core.store import Store

WHOLE = Scope((EVERYTHING,), frozenset({"name"}))
ACTOR, DESK = "demo", "demo-command"
# kind, name, town (nth by code), rooms, beds in each, first room, address, who answers there, phone
PLACES = (
    ("quarantine", "横州镇卫生学校集中隔离点", 0, 12, 1, 201, "环城路18号", "覃某", "13900000101"),
    ("quarantine", "百合镇迎宾旅社集中隔离点", 1, 8, 2, 101, "圩镇东街6号", "农某", "13900000102"),
    ("shelter", "横州镇中学体育馆安置点", 0, 4, 30, 1, "学府路2号", "梁某", "13900000103"),
)
STRANDED = 6  # people of whom the shelter takes care
LEFT_WAITING = 5  # for a bed: the page has somebody to offer one to
ENDS = (
    ("fever", "resolved", "handled", "已送发热门诊，核酸阴性，居家休息。"),
    ("fever", "dismissed", "harmless", "接种疫苗后发热，村医已复测正常。"),
    ("impossible_movement", "dismissed", "data_error", "两张卡录成同一人，已更正。"),
    ("silent_resident", "dismissed", "false", "外出务工已登记，名单未更新。"),
)
TAKEN = ("quarantine_breach", "fever", "rate_rise")  # one of each is in hand
PROMISE = "答应镇卫生院下班前回复复测结果。"


def work(store: Store, at: datetime) -> None:
    """After the search for anomalies, with the demo's accounts."""
    county = store.value("select grid_id from grid where level = 'county' and axis = 'area' limit 1")
    towns = store.run(
        "select grid_id, code from grid where level = 'township' and axis = 'area' order by code"
    ).fetchall()
    if county is None or len(towns) < 2:
        return
    _on_duty(store, county, at)
    _ill(store, at)
    _beds(store, [code for _, code in towns], at)
    _papers(store, towns[0][0], at)
    _alerts(store, at)


def _on_duty(store: Store, county: int, at: datetime) -> None:
    """The county's desk, day and night, every day of the week."""
    for name, phone, first, last in (("李值班", "13900000201", 8, 18), ("韦夜班", "13900000202", 18, 8)):
        for weekday in range(1, 8):
            shift = Shift(
                county, "desk", datetime.combine(at.date() - timedelta(days=7), time()), name=name, phone=phone, weekday=weekday,
                from_minute=first * 60, to_minute=last * 60,
            )  # fmt: skip
            add_rota(store, WHOLE, shift, actor=ACTOR, at=at)


def _ill(store: Store, at: datetime) -> None:
    """Of a village with a deputy its responsible is ill for three days: work and alerts go to the deputy, and come back."""
    post = store.value(
        "select d.grid_id from duty d join grid g on g.grid_id = d.grid_id and g.level = 'village' and g.axis = 'area'"
        " where d.role = 'deputy' and d.name is not null and exists (from duty r where r.grid_id = d.grid_id and r.role = 'responsible' and r.name is not null)"
        " order by g.code limit 1"
    )
    if post is not None:
        hand_over(
            store, WHOLE, (post, "responsible"), to=(post, "deputy"), since=at, until=at + timedelta(days=3), actor=ACTOR, at=at
        )  # fmt: skip


def _beds(store: Store, towns: list[str], at: datetime) -> None:
    """Two quarantine points, in which most contacts are, and a shelter with those who got stranded."""
    came = at - timedelta(hours=20)
    numbers = [
        add_place(
            store, WHOLE, kind=kind, name=name, grid=towns[town], rooms=rooms, beds=beds, first_room=first, address=address, contact=contact, phone=phone,
            actor=ACTOR,
        )
        for kind, name, town, rooms, beds, first, address, contact, phone in PLACES
    ]  # fmt: skip
    found = waiting(store, WHOLE, on=at.date(), kind="quarantine", grid=EVERYTHING).person_id
    people = [int(n) for n in found][: max(len(found) - LEFT_WAITING, 0)]
    half = len(people) // 2
    for number, part in ((numbers[0], people[:half]), (numbers[1], people[half:])):
        move_in_all(store, WHOLE, place_id=number, people=part, at=came, now=at, actor=ACTOR)
    stranded = store.run(
        "select person_id from person_class where class = 'inbound' and since <= $on and coalesce(until, date '9999-12-31') >= $on"
        " and person_id not in (select person_id from lodging_stay) order by person_id limit $many",
        on=at.date(), many=STRANDED,
    ).fetchall()  # fmt: skip
    for (person,) in stranded:
        move_in(store, WHOLE, place_id=numbers[2], person_id=person, at=came, now=at, actor=ACTOR)
    gone = store.run("select stay_id from lodging_stay where person_id in (select unnest($p))", p=[n for (n,) in stranded[:1]]).fetchall()  # fmt: skip
    move_out(
        store, WHOLE, [n for (n,) in gone], at=at - timedelta(hours=2), now=at, went_home=True, actor=ACTOR
    )  # fmt: skip


def _papers(store: Store, town: int, at: datetime) -> None:
    """Notices of home quarantine of one town, most of them signed for, one void; those of the quarantine points; a letter asking another county."""
    given = {"on": at.date(), "at": at, "actor": ACTOR, "language": "zh"}
    notices = make(store, WHOLE, "home_quarantine", **given, person_class="home_quarantine", grid=town).papers
    numbers = [int(n) for n in notices.paper_id]
    receive(
        store, WHOLE, numbers[: len(numbers) * 2 // 3], by=None, on=at.date(), actor=ACTOR, at=at + timedelta(minutes=1)
    )
    if numbers:
        void(store, WHOLE, numbers[-1:], reason="住址写错，已重新出具。", actor=ACTOR, at=at + timedelta(minutes=1))
    make(store, WHOLE, "central_quarantine", **given)
    person = store.value("select min(person_id) from person_class where class = 'inbound'")
    if person is not None:
        asked = {"to": "宾阳县疫情防控指挥部", "matter": "该人三日前自你县乘车返回，请协助核查同车人员。"}
        make(store, WHOLE, "inquiry", **given, people=[person], asked=asked)


def _alerts(store: Store, at: datetime) -> None:
    """A shift that ended, handed over and signed; some that the next one has in hand."""
    by = {"actor": DESK, "at": at}
    for detector, status, outcome, reason in ENDS:
        number = _open(store, detector)
        if number is not None:
            take(store, WHOLE, [number], **by)
            close(store, WHOLE, number, status=status, outcome=outcome, reason=reason, **by)
    taken = [number for number in (_open(store, detector) for detector in TAKEN) if number is not None]
    if taken:
        take(store, WHOLE, taken, **by)
        note(store, WHOLE, taken[0], text=PROMISE, promise=True, **by)
    passed = _open(store, "key_attention_exit")
    post = store.one("select owner_grid_id, owner_role from alert where alert_id = $n", n=passed) if passed else None
    if post is not None:
        try:
            assign(store, WHOLE, [passed], post=post, note="请上门核实去向。", **by)
        except UserError:  # nobody holds a duty there: the desk has it
            note(store, WHOLE, passed, text="请值班室电话核实去向。", **by)
    over = make_handover(
        store, WHOLE, grid=EVERYTHING, name="韦夜班", note="夜间无新增确诊，隔离点运转正常。", actor=ACTOR, at=at
    )
    sign_handover(store, WHOLE, over, name="李值班", **by)


def _open(store: Store, detector: str) -> int | None:
    return store.value("select min(alert_id) from alert where status = 'open' and detector = $d", d=detector)

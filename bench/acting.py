"""A night's and a shift's work in a county of 1.2 million people: tasks made, closed, gone up the chain; 1,000 open alerts; the lists and pages of both."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import streamlit as st

from bench.county import demo, multiply_check_ins, multiply_people
from bench.pages import log_in, open_page
from bench.timing import Row, alternated, timed
from core import clock
from core.act import compliance, gaps, keep_tasks, loads, task_counts, tasks, tend
from core.act.moment import moment
from core.classify import classify, grade
from core.domain import EVERYTHING, Scope
from core.handling import activity, similar, situation, tend_alerts, told
from core.policy.running import running
from core.rollup import judged_day, roll_up
from core.store import Store, statements, use_store
from core.watch import alert_counts, alerts, detect

TITLE = "Tasks and alerts"
WHOLE = Scope((EVERYTHING,))
ACTOR = "bench"
TASKS, ALERTS = 100_000, 1_000  # unfinished, of a shift
PAGES = ("tasks", "anomalies", "chain")


def measure(*, small: bool) -> list[Row]:
    store, size = county(small=small)
    rows = [*_nights(store, moment(store) - timedelta(days=1), size)]
    at = moment(store)
    _fill(store, "acting_done.sql", tasks=TASKS, alerts=ALERTS, at=at)
    tend_alerts(store, at=clock.now(), owners=True)
    rows += _shift(store, at)
    store.close()
    return rows


def county(*, small: bool) -> tuple[Store, str]:
    """The demo county multiplied, with a day that is classified and graded, and open alerts."""
    people, times, classed = (2_000, 2, 500) if small else (20_000, 60, 50_000)
    store = demo(people, 60)
    multiply_people(store, times)
    multiply_check_ins(store, 1 if small else 6)
    roll_up(store, days=None, actor=ACTOR)
    last = judged_day(store)
    classify(store, as_of=last, actor=ACTOR)
    _fill(store, "acting_fill.sql", more=max(0, classed - _held(store, last)), day=last)
    classify(store, as_of=last, actor=ACTOR)
    grade(store, as_of=last, actor=ACTOR)
    detect(store, as_of=last, actor=ACTOR)
    _fill(store, "acting_alerts.sql", more=max(0, ALERTS - store.value("select count(*) from alert")))
    return store, f"{store.value('select count(*) from person'):,} people, {_held(store, last):,} in classes"


def _held(store: Store, day: date) -> int:
    return store.value("select count(distinct person_id) from person_class where coalesce(until, $d) >= $d", d=day)


def _fill(store: Store, name: str, **given: object) -> None:
    with store.write() as db:
        for statement in statements(__file__, name):
            db.execute(statement, {name: value for name, value in given.items() if f"${name}" in statement})


def _nights(store: Store, first: datetime, size: str) -> list[Row]:
    """Two days one after the other, each from the run at six in the morning."""
    made = timed(lambda: keep_tasks(store, actor=ACTOR, at=first.replace(hour=6, minute=0)))
    morning = first.replace(hour=6, minute=0) + timedelta(days=1)
    kept = []
    night = timed(lambda: kept.append(_night(store, morning)))
    again = timed(lambda: _night(store, morning + timedelta(minutes=1)))
    minute = timed(lambda: _minute(store, morning + timedelta(minutes=2)))
    done = kept[0]
    what = f"{done.made:,} made, {done.done:,} done, {done.overdue:,} overdue, {done.raised:,} gone up, {done.cancelled:,} ended"
    return [
        Row(f"tasks made from nothing, {size}", made),
        Row(f"the next night: {what}", night, aim="≤ 10 s"),
        Row("again, nothing has changed", again),
        Row("a minute in which nothing is due", minute),
    ]


def _night(store: Store, at: datetime):
    kept = keep_tasks(store, actor=ACTOR, at=at)
    tend_alerts(store, at=at, actor=ACTOR, owners=True)
    return kept


def _minute(store: Store, at: datetime) -> None:
    tend(store, actor=ACTOR, at=at)
    tend_alerts(store, at=at, actor=ACTOR)


def _shift(store: Store, at: datetime) -> list[Row]:
    open_tasks = store.value("select count(*) from task where status in ('open', 'overdue')")
    open_alerts = store.value("select count(*) from alert where status not in ('resolved', 'dismissed')")
    one = store.value("select min(alert_id) from alert where status = 'open'")
    day = at.date()
    list_of_tasks, counts, fails, done, load = alternated(
        lambda: tasks(store, WHOLE, at=at, statuses=["open", "overdue"], now_only=True, limit=50),
        lambda: task_counts(store, WHOLE, at=at),
        lambda: gaps(store, WHOLE, at=at),
        lambda: compliance(store, WHOLE, since=day - timedelta(days=6), until=day),
        lambda: loads(store, WHOLE, at=at, policy=running(store, day)),
    )
    now = clock.now()
    list_of_alerts, counts_of_alerts, around = alternated(
        lambda: alerts(store, WHOLE, as_of=day, limit=300, whose=None, reader=("bench", "bench"), at=now),
        lambda: alert_counts(store, WHOLE),
        lambda: (
            activity(store, WHOLE, alert_id=one),
            similar(store, WHOLE, alert_id=one),
            situation(store, WHOLE, alert_id=one, as_of=day),
            told(store, WHOLE, alert_id=one, at=now),
        ),
    )
    use_store(store)
    log_in(store)
    pages = []
    for name in PAGES:
        cold = open_page(name, cold=True)
        warm = sorted(open_page(name, cold=False) for _ in range(3))[1]
        pages.append(Row(f"page {name}, warm (cold {cold:.2f} s)", warm, aim="≤ 0.3 s"))
    use_store(None)
    st.cache_data.clear()
    return [
        Row(f"list of {open_tasks:,} open tasks", list_of_tasks, aim="≤ 0.3 s"),
        Row("how many of them stand how", counts),
        Row("grids without anybody who answers", fails),
        Row("how far measures are kept, seven days", done),
        Row("how much work each duty has", load),
        Row(f"list of {open_alerts:,} open alerts, its first 300", list_of_alerts, aim="≤ 0.3 s"),
        Row("how many of them stand how", counts_of_alerts),
        Row("one alert: activity, similar ones, situation, who is told", around),
        *pages,
    ]

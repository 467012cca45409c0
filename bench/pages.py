"""Server time of every page, cold (nothing cached) and warm (the same view again), through the frame."""

from __future__ import annotations

import time
from pathlib import Path

import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from bench.county import demo, multiply_check_ins, multiply_people
from bench.timing import Row
from core import clock
from core.access.accounts import create_account
from core.access.sessions import COOKIE, start_session
from core.classify import classify, classify_days, grade
from core.domain import EVERYTHING
from core.rollup import roll_up
from core.store import Store, use_store
from core.watch import detect

TITLE = "Pages"
FRAME = str(Path(__file__).parent.parent / "pages" / "frame.py")
PAGES = ("overview", "grid_map", "people", "trends", "anomalies", "units", "imports")


def measure(*, small: bool) -> list[Row]:
    people, times = (2_000, 2) if small else (20_000, 60)
    store = demo(people, 60)
    rows, before = _pages(store, before={})
    multiply_people(store, times)
    for step in (1, 2) if small else (6, 10):
        multiply_check_ins(store, step)
        _prepare(store)
        more, before = _pages(store, before)
        rows += more
    store.close()
    return rows


def _prepare(store: Store) -> None:
    roll_up(store, days=None, actor="bench")
    first, last = store.one("select min(day), max(day) from grid_day")
    classify_days(store, since=first, until=last, actor="bench")
    classify(store, as_of=last, actor="bench")
    grade(store, as_of=last, actor="bench")
    detect(store, as_of=last, actor="bench")


def _pages(store: Store, before: dict[str, float]) -> tuple[list[Row], dict[str, float]]:
    """Every page once cold and three times warm; the smaller store's warm times are the baseline."""
    use_store(store)
    log_in(store)
    people, check_ins = store.one(
        "select (select count(*) from person), (select coalesce(sum(check_ins), 0) from grid_day)"
    )
    size = f"{people:,} people, {check_ins / 1e6:.1f} million check-ins"
    rows, warm = [], {}
    for name in PAGES:
        cold = open_page(name, cold=True)
        warm[name] = sorted(open_page(name, cold=False) for _ in range(3))[1]
        what = f"{name}, {size}, warm (cold {cold:.2f} s)"
        rows.append(Row(what, warm[name], "the store before" if before else "", before.get(name), "≤ 0.3 s"))
    use_store(None)
    return rows, warm


def log_in(store: Store) -> None:
    now = clock.now()
    login = f"bench-{store.value('select count(*) from account')}"
    account = create_account(
        store, login=login, name="bench", role="admin", grids=[EVERYTHING], password=None, actor="bench", now=now
    )
    token = start_session(store, account, now=now, actor="bench")
    ContextProxy.cookies = property(lambda self: {COOKIE: token})
    ContextProxy.locale = property(lambda self: "zh-CN")


def open_page(name: str, *, cold: bool) -> float:
    """Seconds of one run of a page by a new visitor; the frame's own first run is not counted."""
    page = AppTest.from_file(FRAME, default_timeout=120).run()
    if cold:
        st.cache_data.clear()
    started = time.perf_counter()
    page.switch_page(f"{name}.py").run()
    seconds = time.perf_counter() - started
    if page.exception:
        raise AssertionError(f"{name}: {page.exception}")
    return seconds

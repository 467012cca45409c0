"""The tasks page: what is due today and how it stands, for each role and scope; what follows from a person's classes; who of a school may not come."""

from __future__ import annotations

import re
from datetime import datetime, time
from importlib import import_module

import pytest

from core.act import keep_tasks
from core.classify import classify, grade
from core.rollup import roll_up
from tests.copied import copied
from tests.county import LAST_DAY, county_alone
from tests.pages.conftest import assert_fine
from tests.pages.test_people import texts


@pytest.fixture
def busy(tmp_path, monkeypatch):
    """1 (a student) in quarantine until 10 February, 31 back from 湖北, in a village with nobody: tasks of the last day, at 13:00."""
    store = copied(_busy)
    # whatever the hour of the day at which this runs: the morning's task can't be done after noon
    monkeypatch.setattr(import_module("core.act.moment"), "ENDS", time(13))
    monkeypatch.setattr(type(store.settings), "folder", property(lambda self: tmp_path))
    return store


def _busy():
    store = county_alone()
    with store.write() as db:
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = '2026-02-10' where person_id = 1"
        )
        db.execute("update person set origin = '湖北', arrived_on = '2026-01-29' where person_id = 31")
        db.execute("delete from check_in where person_id in (1, 31) and scanned_at >= '2026-01-31'")
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    grade(store, as_of=LAST_DAY, actor="test")
    for hour in (1, 13):
        keep_tasks(store, actor="test", at=datetime(2026, 1, 31, hour))
    return store


def rows(page) -> list[str]:
    """The list's rows, in plain words."""
    html = next(h.proto.body for h in page.get("html") if "gc-tasks" in h.proto.body)
    return [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<li.*?</li>", html)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["leader", "command", "clerk", "officer", "admin"])
def test_what_is_due_and_overdue_is_said_first(open_page, busy, role, lang):
    grids = (2,) if role == "officer" else (0,)
    page = open_page("tasks", role=role, lang=lang, store=busy, grids=grids)
    assert_fine(page)
    asked = "home_grid_id < 8" if role == "officer" else "true"
    due, overdue = busy.one(
        "select count(*) filter (where made_for = '2026-01-31'), count(*) filter (where task.status = 'overdue')"
        f" from task join person using (person_id) where {asked}"
    )
    assert overdue == 1
    assert (f"今天应办 {due} 项" if lang == "zh" else f"{due} tasks today") in texts(page)
    assert (f"逾期 {overdue} 项" if lang == "zh" else f"{overdue} overdue") in texts(page)
    listed = rows(page)
    assert ("早晚测温" if lang == "zh" else "Temperature") in listed[0], "what is overdue stands first"
    handles = role in ("command", "officer", "admin")
    assert any(("办结" if lang == "zh" else "Done") in row for row in listed) == handles
    assert ("小" in listed[0]) == (role != "leader"), "leaders look at figures"


def test_an_officer_sees_their_grids_alone(open_page, busy):
    page = open_page("tasks", role="officer", grids=(8,), store=busy)
    assert len(rows(page)) == busy.value(
        "select count(*) from task where grid_id = 10 and status in ('open', 'overdue') and opens_at <= '2026-01-31 13:00'"
    )
    assert "无人负责" in texts(page)


def test_filters_of_the_address(open_page, busy):
    page = open_page("tasks", store=busy, measure="supplies")
    assert all("生活物资" in row for row in rows(page))
    assert "没有符合条件的任务" in texts(open_page("tasks", store=busy, state="cancelled"))
    assert_fine(open_page("tasks", store=busy, owner="nonsense", measure="nonsense", state="nonsense"))


def test_what_is_drafted_is_sent_out_by_one_button(open_page, busy):
    with busy.write() as db:
        db.execute(
            "insert into task (task_id, kind, grid_id, person_id, due_at, status, created_by, created_at)"
            " values (900, 'verify', 4, 3, '2026-02-01 12:00', 'drafted', 'x', '2026-01-31 10:00')"
        )
    assert not [b for b in open_page("tasks", store=busy, role="leader").button if b.key == "tasks_send"]
    page = open_page("tasks", store=busy)
    page.button(key="tasks_send").click().run()
    assert_fine(page)
    assert busy.one("select status, owner_grid_id from task where task_id = 900") == ("open", 2)
    assert any("核实" in row for row in rows(page))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_matrix_stands_there_in_words(open_page, busy, lang):
    said = texts(open_page("tasks", store=busy, lang=lang))
    assert ("每3天" if lang == "zh" else "every 3 days") in said
    assert ("足不出户" if lang == "zh" else "Stay at home") in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_persons_page_says_what_follows_and_a_schools_who_may_not_come(open_page, busy, lang):
    said = texts(open_page("people", store=busy, lang=lang, person="1"))
    assert ("应落实的措施" if lang == "zh" else "What follows") in said
    assert ("足不出户" if lang == "zh" else "Stay at home") in said
    assert ("逾期，时限 1月31日 12:00" if lang == "zh" else "Overdue, due 31 Jan 12:00") in said
    with busy.write() as db:
        db.execute(
            "update task set status = 'done', done_how = 'tick', done_at = due_at, done_by = 'command-0' where person_id = 1"
        )
    said = texts(open_page("people", store=busy, lang=lang, person="1"))
    assert ("：command确认办结" if lang == "zh" else "ticked by command") in said
    assert ("command-0确认办结" if lang == "zh" else "ticked by command-0") not in said  # by name, not by login
    page = open_page("units", store=busy, lang=lang, unit="U001")
    assert_fine(page)
    assert ("1 人暂不能到校" if lang == "zh" else "1 person may not come") in texts(page)
    listed = next(d.value for d in page.dataframe if "name" in d.value.columns)
    assert listed.name.tolist() == [busy.value("select name from person where person_id = 1")]


def test_a_task_is_given_by_hand_handed_on_and_walked(open_page, busy):
    with busy.write() as db:
        db.execute(
            "insert into duty (grid_id, role, name) values (3, 'responsible', '丙三'), (2, 'responsible', '陆一')"
        )
    page = open_page("tasks", role="officer", store=busy, grids=(2,), about="11")
    page.selectbox(key="new_kind").select("call").run()
    page.text_input(key="new_title").set_value("问清行程").run()
    page.date_input(key="new_day").set_value(LAST_DAY).run()
    page.button(key="new_do").click().run()
    assert_fine(page)
    given = "select kind, title, person_id, grid_id, owner_grid_id, owner_why from task where kind = 'call'"
    assert busy.run(given).fetchall() == [("call", "问清行程", 11, 5, 3, "vacant")]
    page = open_page("tasks", role="officer", store=busy, grids=(2,), measure="call")
    page.selectbox(key="give_to").select((2, "responsible")).run()
    page.button(key="give_do").click().run()
    assert_fine(page)
    assert busy.run(given).fetchall()[0][4:] == (2, "given")
    page = open_page("tasks", role="officer", store=busy, grids=(2,), owner="990101100", walk="responsible")
    assert_fine(page)
    assert "问清行程" in texts(page)

"""What the command line tells of an alert, of work, of a drill and of applications: who has it, until when, and words beside every code."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import timedelta

import pytest

from core import clock
from core.act import Asked, add_task, compliance, done, moment, task_counts
from core.commands.alerts import assign_some, show, take_some
from core.commands.drill import show as show_drill
from core.commands.exits import decide_them, list_them
from core.commands.grids import change
from core.commands.tasks import answer as tasks_answer
from core.errors import UserError
from core.exits import apply
from core.handling import note, tend_alerts, tick
from core.i18n import t
from tests.county import WHOLE, make_county


@pytest.fixture(scope="module")
def store():
    made = make_county()
    at = clock.now()
    with made.write() as db:
        db.execute("delete from duty")
        db.execute("insert into duty (grid_id, role, name, phone) values (3, 'responsible', '组长甲', '13800000001')")
        for number, person in ((1, 1), (2, 2)):  # of one household
            db.execute(
                "insert into alert (alert_id, detector, grid_id, person_id, status, severity, score, first_day, last_day, reason, fields, policy_version, opened_at)"
                " values (?, 'fever', 4, ?, 'open', 'high', 1, date '2026-01-30', date '2026-01-31', 'fever', '{\"day\": \"2026-01-31\", \"temperature\": 38.2}', 'v', ?)",
                [number, person, at],
            )
    tend_alerts(made, at=at)
    tick(made, WHOLE, 1, step="clinic", actor="li", at=at)
    note(made, WHOLE, 1, text="已电话", actor="li", at=at)
    return made


def given(**more: object) -> Namespace:
    return Namespace(**({"lang": "zh", "json": True} | more))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_alert_is_told_whole(store, lang):
    told = json.loads(show(store, given(number=1, lang=lang)))
    assert (told["alert_id"], told["status"], told["severity"]) == (1, "open", "high")
    assert told["due_at"] and told["owner"]["name"] == "组长甲" and told["owner"]["words"].endswith("组长甲")
    assert [post["role"] for post in told["next"]] == ["desk"]
    assert told["next"][0]["words"].endswith(t(lang, "duty.desk")), "a desk without a rota is somebody"
    assert (told["situation"]["kind"], [a["alert_id"] for a in told["situation"]["alerts"]]) == ("household", [2])
    done = {step["code"]: step["done_by"] for step in told["playbook"]}
    assert done.pop("clinic") == "li" and set(done.values()) == {None}
    assert [act["act"] for act in told["activity"]] == ["note", "step", "opened"]
    words = show(store, given(number=1, lang=lang, json=False))
    assert told["owner"]["words"] in words and told["playbook"][0]["words"] in words and "#2" in words


def test_work_of_a_desk_without_a_rota_names_the_desk(store):
    at = moment(store)
    add_task(store, WHOLE, Asked("visit", at + timedelta(hours=1), grid_id=10), actor="x", at=at)
    asked = {name: None for name in ("add", "give", "away", "grid", "owner", "status")}
    (row,) = json.loads(tasks_answer(store, given(**asked, gaps=False, loads=True, limit=9)))
    assert row["holder"] is None and row["post"].endswith(t("zh", "duty.desk"))
    (row,) = json.loads(tasks_answer(store, given(**asked, gaps=False, loads=False, limit=9)))
    assert row["owner"].endswith(t("zh", "duty.desk"))


def test_without_a_drill_it_says_so(store):
    with pytest.raises(UserError, match="drill_none"):
        show_drill(store, given(drill=None))


def test_applications_are_listed_with_who_has_them_and_refusals_have_words(store):
    at = moment(store)
    day = at.date() + timedelta(days=2)
    number = apply(
        store, WHOLE, person_id=1, leave_on=day, return_on=day, destination="南宁市", reason="就医", at=at, actor="x"
    )
    listed = {row["application_id"]: row for row in json.loads(list_them(store, given(state="waiting", limit=99)))}
    assert listed[number]["owner"].endswith("组长甲") and listed[number]["due_at"]
    asked = given(numbers=[number, 999], decision="approved", reason="同意")
    code, text = decide_them(store, asked)
    told = json.loads(text)
    assert code == 0
    assert told["done"] == [number]
    assert told["refused"] == {"999": {"code": "exit_unknown", "words": t("zh", "error.exit_unknown")}}


def test_what_did_nothing_ends_with_1(store):
    """A script that looks at nothing else must not go on as if it had been done."""
    post = store.value("select code from grid where grid_id = 3")
    asked = {name: None for name in ("add", "away")} | {"give": [999], "to": post}
    for done_nothing in (
        decide_them(store, given(numbers=[999], decision="approved", reason="同意")),
        take_some(store, given(numbers=[999])),
        assign_some(store, given(numbers=[999], to=post, role="responsible", note="")),
        tasks_answer(store, given(**asked)),
    ):
        assert done_nothing[0] == 1 and json.loads(done_nothing[1])


def test_a_days_figures_are_those_of_its_tasks_by_hand_too(store):
    at = moment(store)
    numbers = [
        add_task(store, WHOLE, Asked("call", at + timedelta(hours=1), grid_id=4), actor="x", at=at) for _ in range(2)
    ]
    done(store, WHOLE, numbers[:1], actor="x", at=at)
    day = (at + timedelta(hours=1)).date()
    of_day = compliance(store, WHOLE, since=day, until=day)
    counts = task_counts(store, WHOLE, at=at, on=day)
    assert counts["done"] == of_day.done.sum() == 1 and counts["overdue"] == of_day.overdue.sum() == 0
    assert sum(counts[s] for s in ("open", "done", "overdue")) == of_day.due.sum() >= 2


def test_two_villages_may_be_merged_into_one_of_them(store):
    named = {"sources": ["990101100001", "990101100002"], "into": "990101100001"}
    asked = given(act="merge", date=None, code=None, name=None, note="", preview=True, **named)
    told = json.loads(change(store, asked))
    assert (told["sources"], told["target"], told["preview"]) == (["990101100002"], "990101100001", True)

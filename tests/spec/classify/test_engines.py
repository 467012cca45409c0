"""The cases of classes on both engines, row for row. All of them stand in one store, so that its tables are sent once."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import date

import pytest

from core.classify.compiled import candidates
from core.engine import engine_of
from core.engine.duck import DuckEngine
from core.policy.loader import load_policy
from core.store import open_store
from tests.county import declare_epidemic
from tests.lake import settings_in
from tests.spec.classify import test_cases as cases
from tests.spec.classify import test_flood as flood
from tests.spec.classify import test_mosquito as mosquito
from tests.spec.classify import test_tables as shown
from tests.spec.classify.rows import DAY, SECTION, ago, in_place, pack, person
from tests.spec.classify.tables import ZERO, Line, fill, lines, on

TABLES = [*shown.SHIPPED.values(), *shown.EDITIONS.values(), *(table for _, table in shown.MADE.values())]
WHOLE = [3, 28]  # days judged by all classes that are shipped
LANGUAGE = (
    "age < 14", "student", "not student and works", "unit_kind = 'none'", "sex in ('male', 'female') or sex is null", "origin = '--$since /* 湖''北'",
    "origin = 'a\\b\"c' or origin = '$last'", "days_since between 1 and 6", "on_day >= date '2026-02-19'", "health_code in ('red', 'yellow')",
    "tested_on >= on_day", "last_temperature >= fever", "last_test = 'negative' or tests_negative >= 1", "lives_alone", "symptom_days >= 1",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory, address):
    made = open_store(settings_in(tmp_path_factory.mktemp("classes"), engine="spark", spark=address))
    with made.write() as db:
        declare_epidemic(db)
    in_place(made)
    first = 0
    for table in TABLES:
        found = [Line(one.number, one.person_id + first, one.facts, one.days, one.expected) for one in lines(table)]
        fill(made, found)
        first = found[-1].person_id
    _of_cases(made)
    for number, (facts, born, _) in enumerate(flood.FACTS, 50_001):
        person(made, number, birth_date=born)
        flood.told(made, number, facts)
    for number, (disease, onset) in enumerate((("dengue", 0), ("chikungunya", 6), ("covid", 1)), 60_001):
        person(made, number)
        mosquito.case(made, number, disease, onset)
        mosquito.told(made, number, mosquito_zone="core")
    _of_the_language(made)
    yield made
    made.close()


def _of_cases(store) -> None:
    """Each row of theirs with people and numbers of its own."""
    with store.write() as db:
        for at, (ill, near, _) in enumerate(cases.ROWS):
            base = 10_000 + 100 * at
            for n in range(1, 10):
                db.execute(
                    "insert into person (person_id, name, home_grid_id, registered, updated_at) values (?, ?, 1, true, localtimestamp)",
                    [base + n, f"人{at} {n}"],
                )
            for n, (who, no, kind, confirmed, onset, outcome, ended) in enumerate(ill, 1):
                days = cases.day(confirmed), cases.day(onset)
                db.execute(
                    cases.CASE, [base + n, who and base + who, f"{no}{at}", kind, *days, outcome, cases.day(ended)]
                )
            for n, (who, no, name, kind, last, until) in enumerate(near, 1):
                called = name and f"人{at} {name[1:]}"
                given = [base + n, base + who % 10, no and f"{no}{at}", called, kind, cases.day(last), cases.day(until)]
                db.execute(cases.CONTACT, given)


def _of_the_language(store) -> None:
    for number, given in enumerate(
        (
            {"birth_date": date(2012, 2, 29), "sex": "male"}, {"birth_date": date(2012, 2, 20), "origin": "--$since /* 湖'北"},
            {"origin": "a\\b\"c"}, {"origin": "$last\n二\t/"}, {},
        ), 70_001,
    ):  # fmt: skip
        person(store, number, arrived_on=ago(1), **given)
    with store.write() as db:
        db.execute("insert into household values (7, 'H7', 1, '7号', 70001, 1)")
        db.execute("update person set household_id = 7 where person_id = 70001")
        for number, kind in ((70_001, "study"), (70_002, "work")):
            db.execute("insert into membership values (?, ?, ?, null, null, 1, null)", [number, SECTION, kind])
        db.execute(
            "insert into test_result (test_id, person_id, sampled_at, result) values (70001, 70001, ?, 'negative')",
            [ago(2)],
        )
        db.execute(
            "insert into declaration (declaration_id, person_id, kind, declared_at, symptom) values (70001, 70001, 'health', ?, true)",
            [ago(1)],
        )
        db.execute("insert into person_day values (70005, ?, 1, 1, 38.5, ?, ?, 1)", [ago(3), ago(3), ago(3)])
    mosquito.told(store, 70_001, health_code="red")
    mosquito.told(store, 70_002, health_code="green", tested_on="2026-02-19")


@pytest.fixture(scope="module")
def answers(store):
    """Of a policy and days: what each engine answers."""
    with ExitStack() as stack:
        db = store.fresh_cursor()
        engines = (DuckEngine(), engine_of(store))
        runs = [stack.enter_context(engine.run(db, since=on(-60), until=on(60))) for engine in engines]

        def answer(work, asked) -> list[tuple]:
            db.register("answered", work.answer(asked.sql, **asked.parameters))
            rows = db.execute("from answered order by all").fetchall()
            db.unregister("answered")
            return rows

        yield lambda policy, *days: [answer(work, candidates(policy, since=days[0], until=days[-1])) for work in runs]


def alike(answers, policy, *days) -> int:
    duck, spark = answers(policy, *days)
    assert spark == duck, (policy.version, days)
    return len(duck)


def test_what_is_shipped(answers):
    assert min(alike(answers, load_policy(), on(day)) for day in WHOLE) > 30
    assert alike(answers, load_policy(), ZERO, on(42)) > 100


def test_what_each_edition_has_otherwise(answers):
    seen: set[str] = set()
    for edition in ("", *shown.EDITIONS):
        policy = load_policy("epidemic", edition) if edition else load_policy()
        told = {one: candidates(replace(policy, classes=(one,)), since=DAY, until=DAY) for one in policy.classes}
        others = tuple(one for one, said in told.items() if said and said.sql not in seen)
        if edition and others:
            alike(answers, replace(policy, classes=others), on(7))
        seen |= {said.sql for said in told.values() if said}


def test_what_a_rule_can_say(answers, tmp_path):
    for entry, table in shown.MADE.values():
        policy = pack(tmp_path, entry, facts=shown.FACTS)
        days = sorted({day for line in lines(table) for day in line.days})
        assert sum(alike(answers, policy, on(day)) for day in (days[0], days[len(days) // 2])) > 0


def test_cases_and_their_contacts(answers, tmp_path):
    assert alike(answers, pack(tmp_path, *cases.CLASSES), DAY) > 15


def test_other_packs(answers):
    assert alike(answers, load_policy("flood"), DAY) >= 10
    assert alike(answers, load_policy("mosquito"), DAY) >= 3


def test_each_thing_that_a_condition_may_say(answers, tmp_path):
    entries = [
        f"code = \"c{n}\"\nevent = \"arrival\"\ndays = 14\nwhen = '''{when}'''" for n, when in enumerate(LANGUAGE)
    ]
    duck, spark = answers(pack(tmp_path, *entries), DAY)
    assert spark == duck
    assert len({row[5] for row in duck}) == len(LANGUAGE)  # each is somebody's

"""What a pack may say beyond the six classes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.classify import classes_unknown, classify, classify_days
from core.classify.compiled import candidates
from core.policy.conditions import ConditionError, condition
from core.policy.facts import facts
from core.policy.never import holds
from core.policy.terms import terms
from tests.county import WHOLE
from tests.spec.classify.rows import DAY, SECTION, ago, classes, held, pack, person, place, seen

ARRIVED = 'code = "x"\nevent = "arrival"\ndays = 14\n'


@pytest.fixture
def store():
    return place()


@pytest.mark.parametrize(("from_day", "last"), [(1, ago(-6)), (0, ago(-7))])
def test_the_day_of_the_event_is_day_one_or_day_nought(store, tmp_path, from_day, last):
    person(store, arrived_on=ago(7))
    made = pack(tmp_path, ARRIVED + f"from_day = {from_day}")
    assert held(store, policy=made)[1] == [("x", ago(7), last)]
    assert classes(store, last, made) == ["x"]


@pytest.mark.parametrize(
    ("born", "inside"),
    [
        (date(2012, 2, 20), False),
        (date(2012, 2, 21), True),
        (date(2012, 2, 29), True),
        (date(2011, 3, 1), False),
        (None, False),
    ],
)
def test_age_is_that_of_the_day_judged(store, tmp_path, born, inside):
    person(store, birth_date=born, arrived_on=ago(1))
    assert classes(store, policy=pack(tmp_path, ARRIVED + "when = 'age < 14'")) == (["x"] if inside else [])


def test_who_was_born_on_a_leap_day_is_older_in_march(store, tmp_path):
    person(store, birth_date=date(2012, 2, 29), arrived_on=date(2026, 2, 25))
    made = pack(tmp_path, ARRIVED + "when = 'age < 14'")
    assert classes(store, date(2026, 2, 28), made) == ["x"]
    assert classes(store, date(2026, 3, 1), made) == []


def test_school_and_work_are_known_by_membership(store, tmp_path):
    for number, kind in ((1, "study"), (2, "work"), (3, None), (4, "study")):
        person(store, number, arrived_on=ago(1))
        if kind:
            until = ago(1) if number == 4 else None
            with store.write() as db:
                db.execute(
                    "insert into membership values ($1, $2, $3, null, $4, 1, null)", [number, SECTION, kind, until]
                )
    expected = {"student": {1}, "teacher": {2}, "works": {2}, "not student": {2, 3, 4}, 'unit_kind = "none"': {3, 4}}
    for when, people in expected.items():
        made = pack(tmp_path, ARRIVED + "when = " + repr(when.replace('"', "'")).replace("\\'", "'"))
        assert set(held(store, policy=made)) == people, when


def test_facts_of_a_pack_are_terms_and_only_as_long_as_they_hold(store, tmp_path):
    told = [
        (1, "health_code", "red", ago(2), None),
        (2, "health_code", "red", ago(14), None),
        (3, "health_code", "green", ago(1), None),
        (4, "tested_on", "2026-02-19", None, None),
        (5, "health_code", "red", ago(20), ago(13)),  # told while the scans lagged a week
        (6, "health_code", "red", ago(21), ago(14)),
    ]
    for at, (number, fact, value, since, said_on) in enumerate(told):
        person(store, number, arrived_on=ago(1))
        with store.write() as db:
            db.execute(
                "insert into person_fact values ($1, $2, $3, $4, $5, null, 'list', 1, $6)",
                [at, number, fact, value, since, said_on],
            )
    red = pack(tmp_path, ARRIVED + '''when = "health_code in ('red', 'yellow')"''')
    assert set(held(store, policy=red)) == {1, 5}
    assert classes_unknown(store, WHOLE, as_of=DAY, policy=red).to_dict("records") == [
        {"class": "x", "term": "health_code", "people": 3}
    ]
    tested = pack(tmp_path, ARRIVED + '''when = "tested_on > on_day - 1"'''.replace(" - 1", ""))
    assert set(held(store, policy=tested)) == set()
    assert set(held(store, policy=pack(tmp_path, ARRIVED + '''when = "tested_on >= on_day"'''))) == {4}
    assert '"health_code"' not in (store.value("select string_agg(fields, '') from person_class") or "")


def test_one_class_does_away_with_another(store, tmp_path):
    person(store, arrived_on=ago(1), attention="key_attention")
    held_by = 'code = "a"\nevent = "attention"\nends = "event"\nexcludes = ["x"]'
    assert classes(store, policy=pack(tmp_path, held_by, ARRIVED)) == ["a"]
    assert classes(store, policy=pack(tmp_path, held_by.replace('excludes = ["x"]', ""), ARRIVED)) == ["a", "x"]


def test_a_condition_that_changes_with_the_day_is_judged_on_each_day(store, tmp_path):
    person(store, arrived_on=ago(9))
    made = pack(tmp_path, ARRIVED + "when = 'days_since >= 7'")
    classify_days(store, since=ago(5), until=DAY, actor="test", policy=made)
    at_once = store.run("select day, class, people from class_day order by all").fetchall()
    assert [day for day, code, _ in at_once if code == "x"] == [ago(2), ago(1), DAY]
    for back in range(5, -1, -1):
        classify(store, as_of=ago(back), actor="test", policy=made)
    assert store.run("select day, class, people from class_day order by all").fetchall() == at_once


def test_texts_that_look_like_a_comment_or_a_parameter_are_texts(store, tmp_path):
    person(store, arrived_on=ago(1), origin="--$since /* 湖'北")
    made = pack(tmp_path, ARRIVED + '''when = "origin = '--$since /* 湖''北' or origin = '$last'"''')
    assert classes(store, policy=made) == ["x"]


def test_every_event_is_read_once(store, tmp_path):
    made = pack(tmp_path, *(ARRIVED.replace('"x"', f'"{c}"') + f"when = 'age > {n}'" for n, c in enumerate("abc")))
    text = candidates(made, since=DAY, until=DAY).sql
    assert text.count("arrived_on between") == 1
    assert text.count("about_person as") == 1


TERMS = terms(facts())
WORDS = st.sampled_from(
    ["age", "sex", "student", "origin", "on_day", "days_since", "unit_kind", "tested_on", "health_code", "fever", "origins", "nobody", "and", "or", "not", "in", "between", "is",
     "null", "(", ")", ",", "=", "<>", "<", ">=", "'male'", "'x'", "'school'", "3", "37.3", "-1", "date '2026-01-31'", "'2026-01-31'", "true", "false", ";", "--", "$x",
     "select", "*", "case", "::", "'", '"', "[", "]"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join)))
def test_any_text_is_read_or_refused(text):
    try:
        condition(text, event="arrival", terms=TERMS, constants={"fever": 37.3, "origins": ("湖北",)})
    except ConditionError as wrong:
        assert wrong.code


NUMBERS, SEXES = st.integers(0, 20), st.sampled_from(["male", "female"])
PARTS = st.one_of(
    st.builds("age {} {}".format, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), NUMBERS),
    st.builds("age between {} and {}".format, NUMBERS, NUMBERS),
    st.builds("age not between {} and {}".format, NUMBERS, NUMBERS),
    st.builds("sex {} '{}'".format, st.sampled_from(["=", "<>"]), SEXES),
    st.builds("sex {} ('{}', '{}')".format, st.sampled_from(["in", "not in"]), SEXES, SEXES),
    st.sampled_from(["student", "not student", "age is null", "age is not null", "student is null", "sex is not null"]),
)
WHOLE_CONDITIONS = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=6,
)


@given(WHOLE_CONDITIONS, st.none() | NUMBERS, st.none() | SEXES, st.none() | st.booleans())
def test_what_is_tried_for_never_is_what_the_store_says(text, age, sex, student):
    """And every condition that is read is one that the store can run."""
    found = condition(text, event="arrival", terms=TERMS, constants={})
    row = "select cast($age as double) as age, cast($sex as text) as sex, cast($student as boolean) as student"
    said = place().value(f"select {found.sql('e')} from ({row}) e", age=age, sex=sex, student=student)
    assert holds(found.tree, {"age": age, "sex": sex, "student": student}) == said


PEOPLE = st.lists(
    st.fixed_dictionaries({
        "origin": st.sampled_from([None, "湖北", "广东"]), "arrived": st.none() | st.integers(0, 16), "attention": st.sampled_from([None, "home_quarantine", "key_attention"]),
        "until": st.none() | st.integers(-3, 16), "temperature": st.sampled_from([None, 36.5, 37.3]), "registered": st.booleans(),
    }), min_size=2, max_size=6,
)  # fmt: skip


@given(PEOPLE, st.randoms())
@settings(max_examples=30)
def test_the_order_in_which_people_are_stored_changes_nothing(people, random):
    numbered = list(enumerate(people, 1))
    first = _classed(numbered)
    random.shuffle(numbered)
    assert _classed(numbered) == first


def _classed(people: list[tuple[int, dict]]) -> dict[int, list[tuple]]:
    store = place()
    for number, p in people:
        home = {} if p["registered"] else {"home_grid_id": None, "registered": False}
        person(store, number, origin=p["origin"], arrived_on=None if p["arrived"] is None else ago(p["arrived"]),
               attention=p["attention"], attention_until=None if p["until"] is None else ago(p["until"] - 3), **home)  # fmt: skip
        seen(store, number, ago(1), p["temperature"])
    return held(store)

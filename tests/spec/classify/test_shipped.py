"""The six classes that are shipped, at their boundaries."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.classify.rows import DAY, ago, classes, held, person, place, seen


@pytest.fixture
def store():
    return place()


@pytest.mark.parametrize(
    ("days", "inside"), [(0, True), (6, True), (7, True), (8, True), (13, True), (14, False), (15, False)]
)
@pytest.mark.parametrize(
    ("origin", "code"), [("湖北省黄冈市", "inbound"), ("广东广州", "returnee"), (None, "returnee")]
)
def test_fourteen_days_with_the_day_of_arrival(store, days, inside, origin, code):
    person(store, origin=origin, arrived_on=ago(days))
    assert held(store).get(1) == ([(code, ago(days), ago(days - 13))] if inside else None)


def test_who_is_yet_to_arrive_is_in_no_class(store):
    person(store, origin="武汉", arrived_on=ago(-1))
    assert classes(store) == []
    assert classes(store, ago(-1)) == ["inbound"]


@pytest.mark.parametrize(("temperature", "inside"), [(37.2, False), (37.3, True), (37.4, True), (None, False)])
def test_fever_from_its_threshold(store, temperature, inside):
    person(store)
    seen(store, 1, DAY, temperature)
    assert held(store).get(1) == ([("fever", DAY, ago(-2))] if inside else None)


@pytest.mark.parametrize(("days", "inside"), [(0, True), (2, True), (3, False)])
def test_fever_lasts_three_days(store, days, inside):
    person(store)
    seen(store, 1, ago(days), 38.0)
    assert (classes(store) == ["fever"]) == inside


def test_a_second_fever_prolongs_the_first(store):
    person(store)
    seen(store, 1, ago(2), 38.0)
    seen(store, 1, ago(1), 38.5)
    assert held(store)[1] == [("fever", ago(2), ago(-1))]


@pytest.mark.parametrize(("until", "inside"), [(ago(1), False), (DAY, True), (ago(-14), True)])
def test_quarantine_ends_when_the_roster_says(store, until, inside):
    person(store, attention="home_quarantine", attention_until=until, arrived_on=ago(30))
    assert held(store).get(1) == ([("home_quarantine", ago(30), until)] if inside else None)


def test_quarantine_whose_end_alone_is_told_began_fourteen_days_before(store):
    person(store, attention="home_quarantine", attention_until=ago(-4))
    assert held(store)[1] == [("home_quarantine", ago(10), ago(-4))]


@pytest.mark.parametrize("until", [None, date(9999, 12, 31)])
@pytest.mark.parametrize("attention", ["home_quarantine", "key_attention"])
def test_what_has_no_end_goes_on_from_the_day_it_was_first_given(store, until, attention):
    person(store, attention=attention, attention_until=until)
    assert held(store)[1] == [(attention, DAY, None)]
    assert held(store, ago(-3))[1] == [(attention, DAY, None)]


def test_other_words_of_a_roster_are_no_class(store):
    person(store, attention="student")
    assert classes(store) == []


def test_a_visitor_until_seen_elsewhere_or_for_fourteen_days(store):
    person(store, home_grid_id=None, registered=False)
    seen(store, 1, ago(13))
    assert held(store)[1] == [("visitor", ago(13), DAY)]
    seen(store, 1, ago(3))
    assert held(store)[1] == [("visitor", ago(3), ago(-10))]
    assert classes(store, ago(-11)) == []


def test_leap_day_counts(store):
    person(store, origin="武汉", arrived_on=date(2024, 2, 29))
    assert held(store, date(2024, 2, 29))[1] == [("inbound", date(2024, 2, 29), date(2024, 3, 13))]
    assert classes(store, date(2024, 3, 13)) == ["inbound"]
    assert classes(store, date(2024, 3, 14)) == []


def test_all_that_fit_are_kept_in_order(store):
    person(store, attention="home_quarantine", attention_until=ago(-5), origin="武汉", arrived_on=ago(2))
    seen(store, 1, DAY, 39.0)
    assert classes(store) == ["fever", "home_quarantine", "inbound"]


@pytest.mark.parametrize(
    ("status", "ended"), [("died", True), ("moved_out", True), ("cancelled", True), ("lost", False)]
)
def test_an_end_ends_every_class_the_day_before(store, status, ended):
    person(store, origin="武汉", arrived_on=ago(5), status=status, status_on=ago(1))
    assert classes(store) == ([] if ended else ["inbound"])
    assert held(store, ago(2))[1][0][2] == (ago(2) if ended else ago(-8))

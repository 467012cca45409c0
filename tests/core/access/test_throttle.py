from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from core.access.throttle import MOST_KEPT, Throttle
from tests.county import NOW


def tries(throttle, count, *, login="zhao", address="10.0.0.1", now=NOW):
    return [throttle.begin(login=login, address=address, now=now) for _ in range(count)]


def test_a_thousand_tries_at_one_login_get_five_looks():
    assert tries(Throttle(), 1000).count(0) == 5


def test_a_thousand_tries_at_once_get_no_more():
    throttle = Throttle()
    with ThreadPoolExecutor(16) as pool:
        waits = list(
            pool.map(lambda i: throttle.begin(login="zhao", address=f"10.0.{i % 200}.{i}", now=NOW), range(1000))
        )
    assert waits.count(0) == 5


def test_one_address_gets_twenty_looks_over_all_logins():
    throttle = Throttle()
    assert sum(throttle.begin(login=f"u{i}", address="10.0.0.1", now=NOW) == 0 for i in range(1000)) == 20
    assert throttle.begin(login="other", address="10.0.0.2", now=NOW) == 0


def test_an_ipv6_network_counts_as_one_address():
    throttle = Throttle()
    waits = [throttle.begin(login=f"u{i}", address=f"2001:db8::{i:x}", now=NOW) for i in range(100)]
    assert waits.count(0) == 20


def test_waits_double_up_to_a_quarter_of_an_hour():
    throttle, now, waits = Throttle(), NOW, []
    tries(throttle, 5)
    for i in range(10):
        wait = throttle.begin(login="zhao", address="x", now=now)
        waits.append(wait)
        now += timedelta(seconds=wait)
        assert throttle.begin(login="zhao", address=f"x{i}", now=now) == 0
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_waiting_tries_do_not_lengthen_the_wait():
    throttle = Throttle()
    tries(throttle, 500)
    assert throttle.begin(login="zhao", address="x", now=NOW + timedelta(seconds=5)) == 0


def test_success_and_time_forgive():
    throttle = Throttle()
    tries(throttle, 4)
    throttle.succeeded(login="zhao", address="10.0.0.1")
    assert tries(throttle, 5).count(0) == 5
    assert tries(throttle, 1)[0] > 0
    assert tries(throttle, 6, now=NOW + timedelta(hours=2)).count(0) == 5


def test_guessing_names_does_not_fill_the_memory():
    throttle = Throttle()
    for i in range(MOST_KEPT + 500):
        throttle.begin(login=f"u{i}", address=f"a{i}", now=NOW)
    assert len(throttle._tries) <= MOST_KEPT + 2

from __future__ import annotations

from datetime import timedelta

import pytest

from core.access.accounts import create_account, load_user, password_matches
from core.access.links import (
    link_purpose,
    new_password_link,
    new_setup_link,
    use_password_link,
    use_setup_link,
)
from core.errors import UserError
from tests.county import NOW, empty_store

GOOD = "correct horse"


@pytest.fixture
def store():
    return empty_store()


def dead(call) -> bool:
    with pytest.raises(UserError) as error:
        call()
    return error.value.code == "link_dead"


def test_the_set_up_link_makes_one_administrator_of_everything(store):
    token = new_setup_link(store, now=NOW)
    assert link_purpose(store, token, now=NOW) == "setup"
    account = use_setup_link(store, token, login="chen", name="陈", password=GOOD, now=NOW)
    user = load_user(store, account)
    assert (user.role, user.scope.grids, user.name) == ("admin", (0,), "陈")
    assert link_purpose(store, token, now=NOW) is None
    assert dead(lambda: use_setup_link(store, token, login="second", name="", password=GOOD, now=NOW))
    assert dead(lambda: new_setup_link(store, now=NOW))


def test_the_set_up_link_dies_when_an_account_appears_otherwise(store):
    token = new_setup_link(store, now=NOW)
    create_account(store, login="wang", name="", role="admin", grids=[0], password=GOOD, actor="t", now=NOW)
    assert link_purpose(store, token, now=NOW) is None
    assert dead(lambda: use_setup_link(store, token, login="chen", name="", password=GOOD, now=NOW))
    assert store.value("select count(*) from account") == 1


def test_a_refused_password_leaves_the_link_alive(store):
    token = new_setup_link(store, now=NOW)
    with pytest.raises(UserError):
        use_setup_link(store, token, login="chen", name="", password="12345678", now=NOW)
    assert link_purpose(store, token, now=NOW) == "setup"
    assert store.value("select count(*) from account") == 0


def test_links_expire_and_are_replaced(store):
    first = new_setup_link(store, now=NOW)
    second = new_setup_link(store, now=NOW)
    assert link_purpose(store, first, now=NOW) is None
    assert link_purpose(store, second, now=NOW + timedelta(hours=23)) == "setup"
    assert link_purpose(store, second, now=NOW + timedelta(hours=24)) is None
    late = NOW + timedelta(hours=24)
    assert dead(lambda: use_setup_link(store, second, login="chen", name="", password=GOOD, now=late))


def test_a_password_link_serves_its_own_account_once(store):
    ids = [
        create_account(store, login=login, name="", role="clerk", grids=[0], password=None, actor="t", now=NOW)
        for login in ("a", "b")
    ]
    token = new_password_link(store, ids[0], actor="t", now=NOW)
    assert link_purpose(store, token, now=NOW) == f"password:{ids[0]}"
    assert dead(lambda: use_password_link(store, token, account_id=ids[1], password=GOOD, now=NOW))
    use_password_link(store, token, account_id=ids[0], password=GOOD, now=NOW)
    assert password_matches(store, login="a", password=GOOD) == ids[0]
    assert dead(lambda: use_password_link(store, token, account_id=ids[0], password="another good", now=NOW))


def test_the_store_does_not_hold_the_token(store):
    token = new_setup_link(store, now=NOW)
    assert token not in store.df("select * from one_time_link").to_csv()
    assert token not in store.df("select * from audit_entry").to_csv()

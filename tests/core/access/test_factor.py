"""The second factor: codes of RFC 6238's own table, each once; recovery; who must have one."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pyotp
import pytest

from core import clock
from core.access.accounts import create_account
from core.access.factor import (
    CODE,
    ENROL,
    begin_factor,
    check_factor,
    codes_left,
    confirm_factor,
    factor_address,
    has_factor,
    still_due,
)
from core.access.manage import reset_factor
from core.access.sessions import account_of_token, start_session
from core.errors import UserError
from tests.county import NOW, WHOLE, empty_store


@pytest.fixture
def store():
    made = empty_store()
    create_account(made, login="zhao", name="赵", role="clerk", grids=[0], password=None, actor="t", now=NOW)
    return made


def code_at(secret, moment):
    return pyotp.TOTP(secret).at(clock.seconds(moment))


def made(store) -> tuple[str, list[str]]:
    secret = begin_factor(store, 1, now=NOW)
    return secret, confirm_factor(store, 1, code_at(secret, NOW), actor="zhao", now=NOW)


def test_it_counts_from_its_first_code_on(store):
    secret = begin_factor(store, 1, now=NOW)
    assert begin_factor(store, 1, now=NOW) == secret and not has_factor(store, 1)
    assert factor_address(store, 1, secret, issuer="甲县指挥台").startswith("otpauth://totp/")
    for wrong in ("", "000000", "１２３４５６", code_at(secret, NOW - timedelta(minutes=5))):
        with pytest.raises(UserError, match="factor_wrong"):
            confirm_factor(store, 1, wrong, actor="zhao", now=NOW)
    assert len(made(store)[1]) == 10 and still_due(store, 1) == CODE
    with pytest.raises(UserError, match="factor_there"):
        begin_factor(store, 1, now=NOW)


def test_a_code_holds_once_and_half_a_minute_around_now(store):
    secret, _ = made(store)
    assert not check_factor(store, 1, code_at(secret, NOW), now=NOW)  # it made the factor
    for seconds, fits in ((30, True), (30, False), (0, False), (90, True), (60, False), (300, False)):
        code = code_at(secret, NOW + timedelta(seconds=seconds))
        assert check_factor(store, 1, f" {code[:3]} {code[3:]} ", now=NOW + timedelta(seconds=min(seconds, 60))) is fits


def test_a_recovery_code_holds_once_for_its_own_account(store):
    create_account(store, login="qian", name="钱", role="clerk", grids=[0], password=None, actor="t", now=NOW)
    _, codes = made(store)
    assert not check_factor(store, 2, codes[0], now=NOW)
    assert check_factor(store, 1, codes[0].upper().replace("-", " "), now=NOW)
    assert not check_factor(store, 1, codes[0], now=NOW)
    assert codes_left(store, 1) == 9
    kept = str(store.run("from recovery_code").fetchall()) + str(store.run("from audit_entry").fetchall())
    assert not any(code.replace("-", "") in kept.replace("-", "") for code in codes)


def test_whose_role_must_have_one_is_said_by_the_setting(store):
    assert still_due(store, 1) is None
    for said, due in (("admin", None), ("admin, clerk", ENROL), ("*", ENROL)):
        store.settings = dataclasses.replace(store.settings, factor_roles=said)
        assert still_due(store, 1) == due


def test_an_administrator_resets_it_and_the_account_is_out(store):
    made(store)
    token = start_session(store, 1, now=NOW, actor="t")
    reset_factor(store, WHOLE, account_id=1, actor="boss")
    assert account_of_token(store, token, now=NOW) is None
    assert still_due(store, 1) is None and codes_left(store, 1) == 0
    assert store.value("select actor from audit_entry where event = 'factor.reset'") == "boss"
    with pytest.raises(UserError, match="factor_none"):
        reset_factor(store, WHOLE, account_id=1, actor="boss")

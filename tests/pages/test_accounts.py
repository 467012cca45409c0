"""The administrator's page: accounts while everybody works."""

from __future__ import annotations

import dataclasses
import re

import pytest

from core import clock
from core.access.accounts import create_account, load_user, password_matches
from core.access.links import use_password_link
from core.access.manage import change_account, set_subject
from core.access.sessions import start_session, user_of_token
from core.access.subjects import subjects
from core.i18n import format, t
from tests.county import WHOLE, make_county
from tests.pages.conftest import assert_fine
from tests.patience import PATIENCE

PASSWORD = "correct horse"


@pytest.fixture
def store():
    return make_county()


def account(store, login="zhao", role="clerk", grids=(2,)) -> int:
    return create_account(
        store, login=login, name=login, role=role, grids=list(grids), password=PASSWORD, actor="t", now=clock.now()
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_account_is_made_by_a_link(open_page, store, lang):
    page = open_page("accounts", role="admin", store=store, lang=lang)
    assert_fine(page)
    page.text_input(key="new_login").set_value("qian")
    page.text_input(key="new_name").set_value("钱一")
    page.selectbox(key="new_role").set_value("officer")
    page.multiselect(key="new_scope").set_value([3])
    page.button[0].click().run()
    assert_fine(page)
    token = re.search(r"/setup\?token=(\S+)", page.code[0].value).group(1)
    number = store.value("select account_id from account where login = 'qian'")
    use_password_link(store, token, account_id=number, password=PASSWORD, now=clock.now())
    user = load_user(store, password_matches(store, login="qian", password=PASSWORD))
    assert (user.role, user.scope.grids, user.name) == ("officer", (3,), "钱一")
    assert store.value("select count(*) from audit_entry where event = 'account.created' and actor like 'admin%'") == 1


def test_without_role_or_scope_nothing_is_made(open_page, store):
    page = open_page("accounts", role="admin", store=store)
    page.text_input(key="new_login").set_value("qian")
    page.button[0].click().run()
    assert page.error[0].value == t("zh", "accounts.incomplete")
    assert store.value("select count(*) from account where login = 'qian'") == 0


@pytest.mark.parametrize("role", ["command", "clerk", "officer", "leader"])
def test_nobody_else_gets_in(open_page, store, role):
    page = open_page("accounts", role=role, store=store)
    assert page.warning[0].value == t("zh", "login.not_allowed")
    assert not page.text_input


def edit(open_page, store, number: int):
    """The page of one account. AppTest can't click a table, so the editing part is drawn for the account itself."""
    from streamlit.testing.v1 import AppTest

    def one() -> None:
        import streamlit as st

        from core.access.manage import list_accounts
        from pages.ui.accounts.editing import editing
        from pages.ui.shared.session import require, store

        user = require("accounts.manage")
        known = list_accounts(store(), user.scope).set_index("account_id", drop=False)
        editing(store(), user, known.loc[st.session_state["number"]])

    open_page("accounts", role="admin", store=store)
    page = AppTest.from_function(one, default_timeout=PATIENCE)
    page.session_state["number"] = number
    return page.run()


def test_a_changed_scope_holds_from_the_next_look_up(open_page, store):
    number = account(store)
    token = start_session(store, number, now=clock.now(), actor="t")
    page = edit(open_page, store, number)
    page.multiselect(key=f"scope_{number}").set_value([8])
    page.selectbox(key=f"role_{number}").set_value("officer")
    page.button[0].click().run()
    assert_fine(page)
    user = user_of_token(store, token, now=clock.now())
    assert (user.scope.grids, user.role) == ((8,), "officer")


def test_the_providers_name_is_asked_for_only_where_there_is_a_provider(open_page, store):
    number, other = account(store), account(store, "li")
    assert not [box for box in edit(open_page, store, number).text_input if box.key == f"subject_{number}"]
    store.settings = dataclasses.replace(store.settings, oidc_issuer="https://id.county")
    set_subject(store, WHOLE, account_id=other, subject="u-18", actor="t")
    page = edit(open_page, store, number)
    page.text_input(key=f"subject_{number}").set_value(" u-17 ")
    page.button[1].click().run()
    assert_fine(page)
    assert subjects(store)[number] == "u-17"
    page.text_input(key=f"subject_{number}").set_value("u-18")
    page.button[1].click().run()
    assert page.error[0].value == t("zh", "error.subject_taken")


def test_shut_and_open_again(open_page, store):
    number = account(store)
    token = start_session(store, number, now=clock.now(), actor="t")
    page = edit(open_page, store, number)
    page.button(key=f"disable_{number}").click().run()
    assert_fine(page)
    assert user_of_token(store, token, now=clock.now()) is None
    page.button(key=f"enable_{number}").click().run()
    assert password_matches(store, login="zhao", password=PASSWORD) == number


def test_all_devices_are_logged_out(open_page, store):
    number = account(store)
    token = start_session(store, number, now=clock.now(), actor="t")
    edit(open_page, store, number).button(key=f"end_{number}").click().run()
    assert user_of_token(store, token, now=clock.now()) is None
    assert password_matches(store, login="zhao", password=PASSWORD) == number


def test_the_last_administrator_stays(open_page, store):
    number = account(store, "boss", role="admin", grids=(0,))
    page = edit(open_page, store, number)
    page.button(key=f"disable_{number}").click().run()
    assert page.error[0].value == t("zh", "error.account_last_admin")
    page.selectbox(key=f"role_{number}").set_value("clerk")
    page.button[0].click().run()
    assert page.error[0].value == t("zh", "error.account_last_admin")
    assert store.value("select active and role = 'admin' from account where account_id = $n", n=number)


def test_a_new_link_is_shown_once_with_its_end(open_page, store):
    number = account(store)
    page = edit(open_page, store, number)
    page.button(key=f"link_{number}").click().run()
    assert_fine(page)
    until = store.value("select expires_at from one_time_link")
    assert format.moment("zh", until) in page.success[0].value
    assert "/setup?token=" in page.code[0].value
    page.run()
    assert not page.code


def test_a_scope_below_the_village_is_shown_and_can_be_left(open_page, store):
    number = account(store, role="officer", grids=(4, 22))
    page = edit(open_page, store, number)
    assert_fine(page)
    assert page.multiselect(key=f"scope_{number}").value == [4, 22]
    page.multiselect(key=f"scope_{number}").set_value([10])
    page.button[0].click().run()
    assert load_user(store, number).scope.grids == (10,)


def test_an_officer_without_grids_is_refused_in_words(open_page, store):
    number = account(store)
    page = edit(open_page, store, number)
    page.selectbox(key=f"role_{number}").set_value("officer")
    page.multiselect(key=f"scope_{number}").set_value([0])
    page.button[0].click().run()
    assert page.error[0].value == t("zh", "error.scope_needed")


def test_an_administrator_of_a_town_is_offered_the_town_alone(open_page, store):
    account(store, "inside", grids=(3,))
    account(store, "beyond", grids=(9,))
    page = open_page("accounts", role="admin", grids=(2,), store=store)
    assert_fine(page)
    assert "全部" not in page.multiselect(key="new_scope").options
    assert not any("西" in option for option in page.multiselect(key="new_scope").options)
    shown = page.dataframe[0].value
    assert "inside" in set(shown["login"]) and "beyond" not in set(shown["login"])


def test_accounts_are_found_by_grid(open_page, store):
    account(store, "inside", grids=(3,))
    account(store, "beyond", grids=(9,))
    page = open_page("accounts", role="admin", store=store, q="西一")
    assert page.dataframe[0].value["login"].tolist() == ["beyond"]
    page = open_page("accounts", role="admin", store=store, q="nobody at all")
    assert page.info[0].value == t("zh", "accounts.none")


def test_what_was_prepared_with_other_rights_is_dropped(open_page, store):
    page = open_page("imports", role="clerk", store=store)
    page.session_state["prepared"] = "with the rights of then"
    number = store.value("select account_id from account where role = 'clerk'")
    change_account(store, WHOLE, account_id=number, grids=[2], actor="t")
    page.run()
    assert_fine(page)
    assert page.session_state["account"][2].grids == (2,)
    assert "prepared" not in page.session_state


def test_on_a_phone_accounts_are_cards_that_open(open_page, store):
    account(store)
    page = open_page("accounts", role="admin", store=store)
    page.session_state["narrow"] = True
    page.run()
    drawn = "".join(h.proto.body for h in page.get("html"))
    assert not page.dataframe and 'href="/accounts?account=zhao"' in drawn
    assert t("zh", "accounts.choose") in [c.value for c in page.caption]
    page.query_params["account"] = "zhao"
    page.run()
    assert_fine(page)
    assert t("zh", "accounts.choose") not in [c.value for c in page.caption]

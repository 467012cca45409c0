"""Log-in by the county's OpenID Connect provider, against one that answers over HTTP with signed tokens: who it vouches for gets what the account
list says and nothing more; whatever does not hold opens nothing, is told in one sentence and noted without a name."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core import clock
from core.access import factor, oidc
from core.access.accounts import create_account
from core.access.factor import begin_factor, confirm_factor
from core.access.manage import disable_account, set_subject
from core.access.sessions import COOKIE, user_of_token
from core.doctor.safe import provider as provider_sign
from core.errors import UserError
from core.i18n import t
from core.web.provider import WAY
from tests.core.web.client import Client
from tests.core.web.conftest import with_settings
from tests.core.web.identity import CLIENT, KEY, OTHER_KEY, SECRET, Identity, shared_secret
from tests.core.web.test_factor import code
from tests.county import EAST, NOW, WHOLE

ZHAO = 1


@pytest.fixture
def there(store):
    """The provider, which calls Zhao u-17."""
    oidc.forget()
    identity = Identity(lambda: clock.seconds(clock.now()))
    with_settings(
        store, oidc_issuer=identity.issuer, oidc_client=CLIENT, oidc_secret=SECRET, address="http://desk:8501", oidc_name="政务通"
    )  # fmt: skip
    set_subject(store, WHOLE, account_id=ZHAO, subject="u-17", actor="boss")
    yield identity
    identity.close()
    oidc.forget()


def begun(client, there, url="/oidc"):
    """The address that the provider sends the browser back to."""
    answer = client.get(url)
    assert answer.status == 303 and answer.header("location").startswith(there.issuer), answer.text
    return there.log_in(answer.header("location"))


def said(client, answer):
    """Nobody is in; the sentence on the log-in page."""
    assert answer.status == 303 and COOKIE not in client.cookies and WAY not in client.cookies
    page = client.get(answer.header("location"))
    why = parse_qs(urlsplit(answer.header("location")).query)["why"][0]
    assert t("zh", f"error.{why}") in page.text
    return why


def denied(store):
    return [
        (actor, fields)
        for actor, fields in store.run("select actor, fields from audit_entry where event = 'login.denied'").fetchall()
    ]


def test_whom_the_provider_vouches_for_gets_in_as_the_account_list_says(store, client, there):
    page = client.get("/login?next=/people%3Fgrid%3D1")
    assert "用政务通登录" in page.text and "/oidc?next=%2Fpeople%3Fgrid%3D1" in page.text
    answer = client.get(begun(client, there, "/oidc?next=/people%3Fgrid%3D1&lang=en"))
    assert (answer.status, answer.header("location")) == (303, "/people?grid=1&lang=en")
    assert client.get("/people").text == "SECRET"
    user = user_of_token(store, client.cookies[COOKIE], now=clock.now())
    assert (user.login, user.role, user.scope.grids) == ("zhao", "clerk", (0,))
    asked = there.asked[0]
    assert asked["code_challenge_method"] == "S256" and asked["prompt"] == "login" and asked["response_type"] == "code"
    assert asked["redirect_uri"] == "http://desk:8501/oidc/back" and asked["scope"] == "openid"
    cookie = answer.header("set-cookie").lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and WAY not in client.cookies
    events = [e for (e,) in store.run("select event from audit_entry order by entry_id").fetchall()]
    assert events[-2:] == ["login.vouched", "session.started"]
    assert "u-17" not in str(store.run("from audit_entry").fetchall())


def test_without_a_provider_there_is_no_such_door(client, store):
    for path in ("/oidc", "/oidc/back?code=x&state=y"):
        assert client.get(path).status == 404
    assert "/oidc" not in client.get("/login").text
    with_settings(
        store, oidc_issuer="https://id.county", oidc_client="desk"
    )  # without an own address none could lead back
    assert client.get("/oidc").status == 404
    assert [s.code for s in provider_sign(store.settings)] == ["half"]


BENT = {
    "another audience": {"aud": "another-desk"},
    "several audiences": {"aud": [CLIENT, "another-desk"], "azp": CLIENT},
    "another issuer": {"iss": "http://127.0.0.1:1/realms/gov"},
    "another nonce": {"nonce": "guessed"},
    "no nonce": {"nonce": None},
    "no end": {"exp": None},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a list for a subject": {"sub": ["u-17"]},
}


@pytest.mark.parametrize("bent", BENT)
def test_a_token_that_does_not_hold_opens_nothing(client, there, store, bent):
    there.claims = BENT[bent]
    assert said(client, client.get(begun(client, there))) == "provider_token"
    assert denied(store)[0][0] == "unknown" and "u-17" not in str(denied(store))


@pytest.mark.parametrize("seconds", [-3600, -130])
def test_an_expired_token_opens_nothing(client, there, seconds):
    now = clock.seconds(clock.now())
    there.claims = {"exp": now + seconds, "iat": now + seconds - 300}
    assert said(client, client.get(begun(client, there))) == "provider_token"


@pytest.mark.parametrize("seconds", [-100, 100])
def test_clocks_may_differ_a_little(client, there, seconds):
    there.now, there.claims = lambda: clock.seconds(clock.now()) + seconds, {"aud": [CLIENT]}
    assert client.get(begun(client, there)).header("location") == "/"
    assert client.get("/people").text == "SECRET"


def test_a_token_from_the_future_opens_nothing(client, there):
    there.now = lambda: clock.seconds(clock.now()) + 3600
    assert said(client, client.get(begun(client, there))) == "provider_token"


def test_only_the_providers_own_keys_sign(client, there):
    there.key = OTHER_KEY
    assert said(client, client.get(begun(client, there))) == "provider_token"
    there.key, there.header = shared_secret(), {"alg": "HS256"}
    assert said(client, client.get(begun(client, there))) == "provider_token"


def test_new_keys_of_the_provider_are_asked_for(client, there, monkeypatch):
    client.get(begun(client, there))
    client.get("/logout", sec_fetch_site="same-origin")
    there.key, there.published = OTHER_KEY, [OTHER_KEY]
    monkeypatch.setattr(oidc, "AWAY", 0)
    assert client.get(begun(client, there)).header("location") == "/"


@pytest.mark.parametrize("ago", [None, 7200, "soon"])
def test_who_was_not_asked_anew_is_not_let_in(client, there, store, ago):
    now = clock.seconds(clock.now())
    there.claims = {"auth_time": now - ago if isinstance(ago, int) else ago}
    why = said(client, client.get(begun(client, there)))
    assert why == ("provider_token" if ago == "soon" else "provider_again")
    if ago != "soon":
        with_settings(store, oidc_fresh=False)
        back = begun(client, there)
        assert "prompt" not in there.asked[-1]
        assert client.get(back).header("location") == "/"


def test_a_foreign_or_missing_state_asks_nobody(client, there, app):
    back = begun(client, there)
    way = client.cookies[WAY]
    for browser, path in (
        (Client(app), back),  # the link sent to somebody else: no cookie
        (Client(app, cookies={WAY: way}), back.replace("state=", "state=x")),
        (Client(app, cookies={WAY: way}), back.split("&state=")[0]),
        (Client(app, cookies={WAY: "x" + way}), back),
        (Client(app, cookies={WAY: way.replace(".2", ".1", 1)}), back),  # another moment
        (Client(app, cookies={WAY: "...."}), back),
    ):
        assert said(browser, browser.get(path)) == "provider_state"
    assert there.tokens == 0
    assert client.get(back).header("location") == "/"  # and whoever began is in


def test_an_answer_counts_once(client, there, app):
    back = begun(client, there)
    way = client.cookies[WAY]
    assert client.get(back).header("location") == "/"
    for _ in range(2):
        thief = Client(app, cookies={WAY: way})
        assert said(thief, thief.get(back)) == "provider_twice"
    assert there.tokens == 1


def test_an_answer_that_took_too_long_is_none(client, there, monkeypatch):
    back, now = begun(client, there), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=11))
    assert said(client, client.get(back)) == "provider_old"
    assert there.tokens == 0


def test_who_is_not_in_the_list_or_was_shut_gets_the_same_sentence_and_another_entry(client, there, store):
    there.who = "zhao"  # a login is no name at the provider
    assert said(client, client.get(begun(client, there))) == "provider_unknown"
    there.who = "u-17 "
    assert said(client, client.get(begun(client, there))) == "provider_unknown"
    assert store.value("select count(*) from account where login not like 'demo-%'") == 1  # nobody is made
    there.who = "u-17"
    disable_account(store, WHOLE, account_id=ZHAO, actor="boss", now=NOW)
    assert said(client, client.get(begun(client, there))) == "provider_unknown"
    assert {actor for actor, _ in denied(store)} == {"unknown", "1"}


def test_what_the_provider_says_of_roles_gives_no_rights(client, there, store):
    there.claims = {"role": "admin", "groups": ["admin"], "realm_access": {"roles": ["admin"]}}
    client.get(begun(client, there))
    assert user_of_token(store, client.cookies[COOKIE], now=clock.now()).role == "clerk"


def test_the_second_factor_is_asked_as_after_a_password(client, there, store, monkeypatch):
    monkeypatch.setattr(factor.throttle, "_tries", {})
    secret = begin_factor(store, ZHAO, now=clock.now())
    confirm_factor(store, ZHAO, code(secret, -1), actor="t", now=clock.now())
    answer = client.get(begun(client, there, "/oidc?next=/people&lang=en"))
    assert answer.header("location") == "/factor?next=%2Fpeople%3Flang%3Den&lang=en"
    assert client.get("/people").status == 303
    client.post("/factor", {"code": code(secret), "next": "/people"})
    assert client.get("/people").text == "SECRET"


def test_a_session_before_it_ends(client, there, store):
    client.get(begun(client, there))
    first = client.cookies[COOKIE]
    client.get(begun(client, there))
    assert client.cookies[COOKIE] != first and user_of_token(store, first, now=clock.now()) is None


def test_another_name_there_throws_out_who_was_in(client, there, store):
    client.get(begun(client, there))
    set_subject(store, WHOLE, account_id=ZHAO, subject="u-18", actor="boss")
    assert client.get("/people").status == 303
    del client.cookies[COOKIE]
    assert said(client, client.get(begun(client, there))) == "provider_unknown"


def test_a_name_belongs_to_one_account_of_who_manages_it(store, there):
    other = create_account(store, login="li", name="李", role="clerk", grids=[8], password=None, actor="t", now=NOW)
    for scope, subject, why in (
        (WHOLE, "u-17", "subject_taken"),
        (EAST, "u-20", "account_unknown"),
        (WHOLE, "u\n2", "subject_invalid"),
    ):
        with pytest.raises(UserError) as refused:
            set_subject(store, scope, account_id=other, subject=subject, actor="boss")
        assert refused.value.code == why


def test_a_name_counts_at_its_own_provider_alone(client, there, store):
    with store.write() as db:
        db.execute("update account_subject set issuer = 'https://former.county'")
    assert said(client, client.get(begun(client, there))) == "provider_unknown"


def test_the_provider_is_away_and_passwords_work(client, there, app, store):
    back = begun(client, there)
    there.close()
    assert said(client, client.get(back)) == "provider_away"
    oidc.forget()
    assert said(client, client.get("/oidc")) == "provider_away"
    assert [s.code for s in provider_sign(store.settings)] == ["provider_away"]
    assert client.post("/login", {"login": "zhao", "password": "correct horse"}).status == 303


@pytest.mark.parametrize(
    ("about", "status", "why"),
    [
        ({"issuer": "https://id.other"}, 200, "provider_odd"),
        ({"token_endpoint": "http://id.other/token"}, 200, "provider_odd"),  # a secret without TLS
        ({"authorization_endpoint": "javascript:alert(1)"}, 200, "provider_odd"),
        ({"jwks_uri": None}, 200, "provider_odd"),
        ({}, 404, "provider_odd"),
        ({}, 302, "provider_odd"),
        ({}, 503, "provider_away"),
    ],
)
def test_a_provider_that_says_odd_things_is_not_asked(client, there, about, status, why):
    there.about, there.status = about, status
    assert said(client, client.get("/oidc")) == why


def test_who_says_no_there_is_told_so(client, there):
    back = begun(client, there)
    state = back.partition("&state=")[2]
    assert said(client, client.get(f"/oidc/back?error=access_denied&error_description=<b>x</b>&state={state}")) == "provider_refused"  # fmt: skip
    back = begun(client, there)
    there.codes.clear()  # it does not know its own code
    assert said(client, client.get(back)) == "provider_refused"


def test_guessing_is_throttled_without_shutting_out_others(client, there, app):
    answers = [said(client, client.get("/oidc/back?code=x&state=y")) for _ in range(40)]
    assert answers[-1] == "provider_busy" and answers.count("provider_state") <= 25
    other = Client(app, address="10.9.9.9")
    assert other.get(begun(other, there)).header("location") == "/"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/logout", "/oidc", "/people?" + "x" * 2000]
)
def test_no_way_back_leads_elsewhere(client, there, wanted):
    client.cookies.clear()
    answer = client.get("/oidc?next=" + wanted.replace("?", "%3F"))
    assert client.get(there.log_in(answer.header("location"))).header("location") == "/"


def test_the_log_in_page_says_nothing_that_others_write_into_its_address(client, there):
    for why in ("<script>", "login_wait", "passwords_differ", "provider_none"):
        page = client.get(f"/login?why={why}")
        assert page.status == 200 and 'role="alert"' not in page.text


def test_keys_are_read_in_the_public_half_alone():
    assert "d" not in KEY.as_dict(private=False)

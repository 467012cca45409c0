"""Logging in by the county's OpenID Connect provider: to it, and back from it. Without the setting `oidc_issuer` there are no such addresses.

Not Streamlit's `st.login`: that sets a cookie of its own beside ours, which ends by other rules (docs/decisions/0080). Here whoever comes back gets
the same session as after a password, with the same limits, second factor and audit. What binds the way back to the browser that began is a random
word in a cookie of its own, from which state, nonce and verifier follow (core/access/oidc.py): who only began is not remembered, so that nobody
can fill the memory. A word that came back once is remembered until it is too old, so that no answer counts twice.
"""

from __future__ import annotations

import secrets
import threading
from datetime import datetime, timedelta
from urllib.parse import quote, unquote, urlencode

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import clock
from core.access.oidc import Way, address_of, offered, subject_of, way_of
from core.access.sessions import COOKIE, end_session, token_hash
from core.access.subjects import account_of_subject
from core.access.throttle import ADDRESS, network
from core.audit import record
from core.errors import UserError
from core.i18n import LANGUAGES
from core.store import shared_store
from core.web import html, login
from core.web.ask import address, local_path
from core.web.denied import note_denied
from core.web.entered import begin_session, entered, source_of

WAY = "grid_command_way"  # the cookie
HERE = "/oidc"
LONGEST = timedelta(minutes=10)  # from leaving for the provider to coming back
MOST_WANTED = 1_000  # characters of the page that was wanted
MOST_CODE = 4_096
_secret = secrets.token_bytes(32)
_used: dict[str, datetime] = {}  # hash of a word that came back → when
_lock = threading.Lock()
# The provider's answer may take seconds: whoever waits for it must not hold up everybody's pages.
_few_at_once = CapacityLimiter(6)


async def to_provider(request: Request) -> Response:
    """Send the browser there."""
    settings = shared_store().settings
    if not offered(settings):
        return html.say_only(request, "login.nothing_title", "login.nothing", status=404)
    wanted = local_path(request.query_params.get("next"))
    wanted = wanted if len(wanted) <= MOST_WANTED else "/"
    lang = request.query_params.get("lang", "")
    word = f"{secrets.token_urlsafe(32)}.{clock.now():%Y%m%d%H%M%S}"
    try:
        target = await anyio.to_thread.run_sync(
            lambda: address_of(settings, way_of(_secret, word)), limiter=_few_at_once
        )
    except UserError as error:
        return _again(error.code, wanted, lang)
    response = RedirectResponse(target, 303, {"Cache-Control": "no-store"})
    response.set_cookie(
        WAY, f"{word}.{lang if lang in LANGUAGES else ''}.{quote(wanted, safe='')}", max_age=int(LONGEST.total_seconds()), path=HERE,
        httponly=True, samesite="lax", secure=settings.secure_cookie,
    )  # fmt: skip
    return response


async def from_provider(request: Request) -> Response:
    """Back from there: a session as after a password, or the log-in page with one plain sentence."""
    store, now = shared_store(), clock.now()
    if not offered(store.settings):
        return html.say_only(request, "login.nothing_title", "login.nothing", status=404)
    word, lang, wanted = _kept(request.cookies.get(WAY, ""))
    old = request.cookies.get(COOKIE)
    keys = {f"address {network(address(request))}": ADDRESS}
    wait = login.throttle.begin_for(keys, now=now)
    if wait:
        return _again("provider_busy", wanted, lang)

    def attempt() -> tuple[str, str | None]:
        account_id = _account_for(request, word, now=now)
        login.throttle.succeeded_for(keys)
        if old:
            end_session(store, old, actor=str(account_id))
        return begin_session(account_id, source_of(request), now=now)

    try:
        token, waits = await anyio.to_thread.run_sync(attempt, limiter=_few_at_once)
    except UserError as error:
        if error.code != "provider_away":
            await note_denied(error.fields.get("actor"), "login.denied", why=error.code)
        return _again(error.code, wanted, lang)
    return _without_way(entered(request, token, waits, wanted, lang=lang))


def _account_for(request: Request, word: str, *, now: datetime) -> int:
    """Whose account it is. Raises UserError (SAID)."""
    asked, way = request.query_params, way_of(_secret, word)
    # Without the cookie of who began, or with another's answer, nothing is asked of anybody.
    if not word or not secrets.compare_digest(asked.get("state", "").encode(), way.state.encode()):
        raise UserError("provider_state")
    _use(word, now=now)
    if "error" in asked:
        raise UserError("provider_refused")
    return _listed(way, asked.get("code", "")[:MOST_CODE], now=now)


def _listed(way: Way, code: str, *, now: datetime) -> int:
    """Raises UserError provider_unknown too of an account that is shut: the log alone tells them apart."""
    store = shared_store()
    found = account_of_subject(store, subject_of(store.settings, way, code, now=now))
    if found is None:
        raise UserError("provider_unknown")
    account_id, active = found
    if not active:
        raise UserError("provider_unknown", actor=str(account_id))
    with store.write(shown=False) as db:
        record(db, str(account_id), "login.vouched", account=account_id)
    return account_id


def _use(word: str, *, now: datetime) -> None:
    """Each word counts once, and not for ever: the moment in it is part of what the state was made of."""
    begun = datetime.strptime(word.rpartition(".")[2], "%Y%m%d%H%M%S")
    if not timedelta(0) <= now - begun <= LONGEST:
        raise UserError("provider_old")
    with _lock:
        for gone in [each for each, at in _used.items() if now - at > LONGEST]:
            del _used[gone]
        if token_hash(word) in _used:
            raise UserError("provider_twice")
        _used[token_hash(word)] = now


def _kept(cookie: str) -> tuple[str, str, str]:
    """(word with its moment, language, page that was wanted) of the cookie."""
    parts = cookie.split(".", 3)
    if len(parts) != 4:
        return "", "", "/"
    word, begun, lang, wanted = parts
    return f"{word}.{begun}", lang if lang in LANGUAGES else "", local_path(unquote(wanted))


def _again(code: str, wanted: str, lang: str) -> Response:
    """The log-in page says why: its address can be opened anew, the provider's answer can't."""
    asked = {"why": code, "next": "" if wanted == "/" else wanted, "lang": lang if lang in LANGUAGES else ""}
    there = "/login?" + urlencode({name: value for name, value in asked.items() if value})
    return _without_way(RedirectResponse(there, 303, {"Cache-Control": "no-store"}))


def _without_way(response: Response) -> Response:
    settings = shared_store().settings
    response.delete_cookie(WAY, path=HERE, httponly=True, samesite="lax", secure=settings.secure_cookie)
    return response

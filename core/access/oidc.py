"""Logging in by the county's own OpenID Connect provider (统一身份认证): where the browser is sent, and what name the provider then vouches for.

Nothing of it is there unless the settings name a provider. A name gives no rights: it must stand in the account list (core/access/subjects.py).
Authlib and joserfc do the protocol: authorization code, PKCE, state, nonce; the token is signed by the provider's keys, made by the issuer for us
alone, and young. Errors are UserErrors: provider_away, provider_odd (it answers what the standard does not know), provider_refused (it let nobody
in), provider_token (what it signed does not hold), provider_again (whoever logged in there did so long ago).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from core.clock import seconds
from core.errors import UserError
from core.settings import Settings

BACK = "/oidc/back"  # where the provider sends the browser: what has to be registered there, after `address`
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
)  # none that shares a secret
SKEW = 120  # seconds that the two clocks may differ by
FRESH = 300  # seconds ago, at most, the person showed the provider who they are
PATIENCE = 5  # seconds for each answer of the provider
KEPT = 3600  # seconds for which what the provider says of itself is believed
AWAY = 20  # seconds for which one that did not answer is not asked again
MOST_BYTES = 262_144
MOST_SUBJECT = 255
# What whoever came back in vain may be told on the log-in page.
SAID = frozenset(
    f"provider_{why}"
    for why in ("away", "odd", "refused", "token", "again", "state", "old", "twice", "unknown", "busy")
)


@dataclass(frozen=True)
class Way:
    """One try to log in: what binds the provider's answer to the browser that asked."""

    state: str
    nonce: str
    verifier: str


@dataclass
class _Known:
    """What a provider says of itself, with its keys, and when that was asked."""

    about: dict | None
    keys: KeySet | None
    at: float


_known: dict[str, _Known] = {}
_lock = threading.Lock()


def offered(settings: Settings) -> bool:
    """Is there a provider, and all that is needed to ask it?"""
    return bool(settings.oidc_issuer and settings.oidc_client and settings.address)


def name_of(settings: Settings, language: str) -> str:
    """Of the provider, as people know it; "" where the settings do not say."""
    return (settings.oidc_name_en if language == "en" else "") or settings.oidc_name


def way_of(secret: bytes, browser: str) -> Way:
    """By what the browser keeps in its cookie, and a secret of this process: nothing is to be remembered of who only began."""

    def part(purpose: str) -> str:
        made = hmac.new(secret, f"{purpose} {browser}".encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(made).decode().rstrip("=")

    return Way(part("state"), part("nonce"), part("verifier"))


def address_of(settings: Settings, way: Way) -> str:
    """Where the browser goes to log in. Raises UserError (provider_away, provider_odd)."""
    about = provider(settings).about
    # Who has left the desk, or was away too long, is not let in again by a browser that the provider still remembers.
    asked = {"prompt": "login", "max_age": FRESH} if settings.oidc_fresh else {}
    with _session(settings) as session:
        address, _ = session.create_authorization_url(
            about["authorization_endpoint"], state=way.state, nonce=way.nonce, code_verifier=way.verifier, **asked
        )
    return address


def subject_of(settings: Settings, way: Way, code: str, *, now: datetime) -> str:
    """The name that the provider vouches for. Raises UserError (provider_away, provider_odd, provider_refused, provider_token, provider_again)."""
    known = provider(settings)
    try:
        with _session(settings, known.about) as session:
            given = session.fetch_token(
                known.about["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=way.verifier
            )
    except AuthlibBaseError as error:
        raise UserError("provider_refused") from error
    except requests.TooManyRedirects as error:
        raise UserError("provider_odd") from error
    except requests.RequestException as error:
        raise UserError("provider_away") from error
    except (ValueError, TypeError, AttributeError) as error:  # what is no JSON object
        raise UserError("provider_odd") from error
    token = given.get("id_token")
    if not isinstance(token, str):
        raise UserError("provider_odd")
    claims = _checked(settings, known, token, way, str(given.get("access_token") or ""), now=now)
    subject = claims.get(settings.oidc_claim)
    if isinstance(subject, int) and not isinstance(subject, bool):
        subject = str(subject)
    if not isinstance(subject, str) or not 0 < len(subject) <= MOST_SUBJECT:
        raise UserError("provider_token")
    return subject


def provider(settings: Settings) -> _Known:
    """What the provider says of itself, and its keys. Raises UserError (provider_away, provider_odd)."""
    issuer = settings.oidc_issuer
    with _lock:
        known = _known.get(issuer)
    if known and time.monotonic() - known.at < (KEPT if known.about else AWAY):
        if known.about is None:
            raise UserError("provider_away")
        return known
    try:
        found = _asked(issuer)
    except UserError as error:
        if error.code == "provider_away":
            _keep(issuer, _Known(None, None, time.monotonic()))
        raise
    _keep(issuer, found)
    return found


def forget() -> None:
    """For who changes the provider while the process lives: tests."""
    with _lock:
        _known.clear()


def safe_address(address: object) -> bool:
    """TLS, or this very machine. What goes there is a password's worth."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(host)
    try:
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


def _keep(issuer: str, known: _Known) -> None:
    with _lock:
        _known[issuer] = known


def _asked(issuer: str) -> _Known:
    if not safe_address(issuer):
        raise UserError("provider_odd")
    about = _json(issuer.rstrip("/") + "/.well-known/openid-configuration")
    named = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if about.get("issuer") != issuer or not all(safe_address(about.get(each)) for each in named):
        raise UserError("provider_odd")
    return _Known(about, _keys(about), time.monotonic())


def _keys(about: dict) -> KeySet:
    listed = _json(about["jwks_uri"]).get("keys")
    usable = [
        key
        for key in (listed if isinstance(listed, list) else [])
        if isinstance(key, dict) and key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"
    ]
    try:
        return KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise UserError("provider_odd") from error


def _json(address: str) -> dict:
    try:
        with requests.get(address, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
            body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
            good = answer.status_code == 200 and len(body) <= MOST_BYTES
            if answer.status_code >= 500:
                raise UserError("provider_away")

        found = json.loads(body) if good else None
    except (requests.RequestException, OSError) as error:
        raise UserError("provider_away") from error
    except ValueError as error:
        raise UserError("provider_odd") from error
    if not isinstance(found, dict):
        raise UserError("provider_odd")
    return found


def _session(settings: Settings, about: dict | None = None) -> OAuth2Session:
    """Of a client with a secret by whichever way the provider takes it."""
    ways = (about or {}).get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    how = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
    session = OAuth2Session(
        settings.oidc_client,
        settings.oidc_secret or None,
        token_endpoint_auth_method=how if settings.oidc_secret else "none",
        scope="openid" if settings.oidc_claim == "sub" else "openid profile",
        redirect_uri=settings.address.rstrip("/") + BACK,
        code_challenge_method="S256",
        default_timeout=PATIENCE,
    )
    session.max_redirects = 0  # a code and a secret go where the provider said and nowhere else
    return session


def _checked(
    settings: Settings, known: _Known, token: str, way: Way, access_token: str, *, now: datetime
) -> CodeIDToken:
    try:
        read = _read(settings, known, token)
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": settings.oidc_issuer},
                "aud": {"essential": True, "value": settings.oidc_client},
            },
            params={"nonce": way.nonce, "client_id": settings.oidc_client, "access_token": access_token},
        )
        claims.validate(now=seconds(now), leeway=SKEW)
    except (JoseError, AuthlibBaseError, ValueError, TypeError) as error:
        raise UserError("provider_token") from error
    if claims["aud"] not in (
        settings.oidc_client,
        [settings.oidc_client],
    ):  # others could use what was made for them too
        raise UserError("provider_token")
    _fresh(settings, claims, seconds(now))
    return claims


def _read(settings: Settings, known: _Known, token: str) -> jwt.Token:
    """By the provider's keys; it may have new ones since they were asked."""
    try:
        return jwt.decode(token, known.keys, algorithms=ALGORITHMS)
    except (JoseError, ValueError):
        if time.monotonic() - known.at < AWAY:
            raise
        anew = _Known(known.about, _keys(known.about), time.monotonic())
        _keep(settings.oidc_issuer, anew)
        return jwt.decode(token, anew.keys, algorithms=ALGORITHMS)


def _fresh(settings: Settings, claims: CodeIDToken, now: int) -> None:
    if not settings.oidc_fresh:
        return
    at = claims.get("auth_time")
    if not isinstance(at, int | float) or isinstance(at, bool) or not -SKEW <= now - at <= FRESH + SKEW:
        raise UserError("provider_again")

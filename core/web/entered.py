"""After the password: a whole session, or one that waits for the second factor, and where to go with it."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from core.access.factor import still_due
from core.access.sessions import start_session
from core.store import shared_store
from core.web.ask import address, language, onward
from core.web.cookie import enter_with

FACTOR = "/factor"
# Their own names as browsers write them, the one that claims to be another first.
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def begin_session(account_id: int, source: str, *, now: datetime) -> tuple[str, str | None]:
    """(token, what it waits for)"""
    store = shared_store()
    waits = still_due(store, account_id)
    return start_session(store, account_id, now=now, actor=str(account_id), source=source, waits=waits), waits


def entered(request: Request, token: str, waits: str | None, wanted: str | None, *, lang: str = "") -> Response:
    """On to the page that was wanted, or first to the second factor. `lang`: chosen before, where the request's own address can't say it."""
    target = onward(request, wanted)
    if lang:
        target += ("&" if "?" in target else "?") + urlencode({"lang": lang})
    elif "lang" in request.query_params:
        lang = language(request)
    if waits:
        target = f"{FACTOR}?{urlencode({'next': target} | ({'lang': lang} if lang else {}))}"
    return enter_with(token, target, shared_store().settings)


def source_of(request: Request) -> str:
    """From where, for the account's own list of sessions: address and browser."""
    agent = request.headers.get("user-agent", "")
    browser = next((name for mark, name in BROWSERS if re.search(rf"\b{mark}", agent)), "")
    return " · ".join(part for part in (address(request), browser) if part)

"""The session cookie: set, read and taken away in one place."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response

from core.access.sessions import COOKIE
from core.settings import Settings


def enter_with(token: str, target: str, settings: Settings) -> Response:
    """Lead to `target` with a new session's cookie, which scripts can't read and other sites can't send along."""
    response = RedirectResponse(target, 303, {"Cache-Control": "no-store"})
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(settings.session_hours * 3600),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookie,
    )
    return response


def without_cookie(response: Response, settings: Settings) -> Response:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=settings.secure_cookie)
    return response


def session_token(headers: Headers) -> str | None:
    """The session cookie of a request or of a web socket's handshake."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None

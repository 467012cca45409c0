"""The phone's cookie: read, set, taken away."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from core.phone.tokens import has_opened, opened_mark, phone_of
from core.store import shared_store

COOKIE, OPENED = "grid_command_phone", "grid_command_opened"
DAYS = 180  # a phone that nobody scanned with for so long is a stranger again


async def phone_asking(request: Request) -> int | None:
    """The phone that asks; None: not known."""
    token = request.cookies.get(COOKIE)
    return await anyio.to_thread.run_sync(lambda: phone_of(shared_store(), token)) if token else None


def with_phone(answer: Response, token: str) -> Response:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=DAYS * 86400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=shared_store().settings.secure_cookie,
    )
    return answer


def without_phone(answer: Response) -> Response:
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=shared_store().settings.secure_cookie)
    return answer


def opened_before(request: Request) -> bool:
    """Whether this phone opened the code while it was shown."""
    return has_opened(shared_store(), request.path_params["rest"], request.cookies.get(OPENED))


def with_opened(request: Request, answer: Response) -> Response:
    """For a day: what is tapped without a line is sent when there is one, and says how long ago it was."""
    mark = opened_mark(shared_store(), request.path_params["rest"])
    answer.set_cookie(
        OPENED, mark, max_age=86400, path=request.url.path, httponly=True, samesite="lax", secure=shared_store().settings.secure_cookie
    )  # fmt: skip
    return answer

"""`/officer/`: the phone is opened by a link, then the day's list, a household's card, forms, one unit's people."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import clock
from core.access.phones import COOKIE, DAYS, account_of_phone_link, leave_phone, open_phone, user_of_phone
from core.access.throttle import Throttle
from core.domain import User
from core.errors import UserError
from core.intake.refused import count_refused
from core.registry.phones import phone, show_phone
from core.store import shared_store
from core.web.ask import address
from core.web.denied import note_denied
from core.web.officer import files, send, views
from core.web.phone import html
from core.web.phone.body import sent

throttle = Throttle()
NO_STORE = {"Cache-Control": "no-store"}


async def officer_pages(request: Request) -> Response:
    """By the rest of the address. Whoever's phone is not open is told how it is opened, whatever was asked for."""
    path = request.url.path.removeprefix("/officer/").rstrip("/")
    if path in files.FILES:
        return files.file(path)
    if path == "enter":
        return await _enter(request)
    token = request.cookies.get(COOKIE)
    user = await anyio.to_thread.run_sync(lambda: user_of_phone(shared_store(), token, now=clock.now()))
    if user is None:
        if token:
            await note_denied(None, "token.refused", kind="phone", where="/officer/")
        return html.page(request, "officer/say", status=401, title="officer.shut", text="officer.shut_how", back=False)
    try:
        return await _inside(request, user, path)
    except UserError as error:
        if error.code.endswith("_unknown"):  # not there, or not theirs
            await note_denied(user.login, "scope.denied", what=error.code, where="/officer/")
        return html.page(
            request, "officer/say", status=503 if error.code == "store_full" else 422, title="phone.not_done", text=f"error.{error.code}", back=True, words=error.fields
        )  # fmt: skip


async def _inside(request: Request, user: User, path: str) -> Response:
    taken = {"entries": send.entries, "do": send.one, "call": _call, "leave": _leave}.get(path)
    if request.method == "POST" and taken is not None:
        return await taken(request, user)
    if path == "none":  # kept on the phone for what is not
        return html.page(request, "officer/say", title="officer.not_kept", text="officer.not_kept_how", back=True)
    first, _, rest = path.partition("/")
    made = views.VIEWS.get(first)
    if made is None or request.method != "GET":
        return html.page(request, "officer/say", status=404, title="app.lost_title", text="app.lost", back=True)
    fields = await anyio.to_thread.run_sync(lambda: made(request, shared_store(), user, rest))
    if isinstance(fields, Response):
        return fields
    return html.page(request, f"officer/{first or 'day'}", user=user, **fields)


async def _enter(request: Request) -> Response:
    """A look at the link does not use it up: previews of messengers look, too."""
    store, now, token = shared_store(), clock.now(), request.query_params.get("token", "")[:100]
    known = await anyio.to_thread.run_sync(lambda: account_of_phone_link(store, token, now=now))
    if known is None:  # who guesses waits; who has a link never waits for them
        wait = throttle.begin(login=address(request), address=address(request), now=now)
        count_refused(store, "officer_link", now=now)
        await note_denied(None, "token.refused", kind="link", where="/officer/")
        return html.page(request, "officer/say", status=429 if wait else 410, title="officer.dead", text="officer.dead_how", back=False)  # fmt: skip
    throttle.succeeded(login=address(request), address=address(request))
    if request.method == "GET":
        return html.page(request, "officer/enter", days=DAYS, token=token)
    own = await anyio.to_thread.run_sync(lambda: open_phone(store, token, now=now))
    answer = RedirectResponse("/officer/", 303, NO_STORE)
    answer.set_cookie(
        COOKIE, own, max_age=DAYS * 86400, path="/officer/", httponly=True, samesite="lax", secure=store.settings.secure_cookie
    )  # fmt: skip
    return answer


async def _call(request: Request, user: User) -> Response:
    """A resident's number, shown once it is written down who looked."""
    given, store = await sent(request), shared_store()
    person_id = send.whole(given.get("person"))

    def look() -> str | None:
        scope = show_phone(store, user, person_id=person_id or 0, place="phone", as_of=clock.today())
        return phone(store, scope, person_id=person_id, as_of=clock.today())

    number = await anyio.to_thread.run_sync(look)
    return html.page(request, "officer/call", number=number, person_id=person_id)


async def _leave(request: Request, user: User) -> Response:
    token = request.cookies.get(COOKIE, "")
    await anyio.to_thread.run_sync(lambda: leave_phone(shared_store(), token, actor=user.login, now=clock.now()))
    answer = html.page(request, "officer/left", title="officer.left")
    answer.delete_cookie(COOKIE, path="/officer/")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer

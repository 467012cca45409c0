"""Tabs, downloads and uploads belong to the account that they were made for, and every message of a tab needs a living session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from posixpath import splitext

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import clock
from core.access.owners import owners
from core.access.sessions import at_work
from core.domain import User
from core.store import shared_store
from core.web.cookie import session_token
from core.web.denied import note_denied
from core.web.guard import account_of, user_of
from core.web.inside import USER
from core.web.refuse import POLICY_VIOLATION, refuse
from core.web.upload import UPLOADS

MEDIA = "/media/"
PROTOCOL = "sec-websocket-protocol"


@dataclass(frozen=True)
class Wire:
    """What the front end's messages say of tabs and files; the pages know its protocol, we don't.

    `told`: the names in a message to the browser. `by_itself`: nobody clicked, the page asked for its next turn. `asked`: the files that a message from the browser wants made, None when it is
    of a kind that no page of ours sends. `anew`: the whole page is drawn, not a part of it.
    """

    told: Callable[[bytes], set[str]]
    asked: Callable[[bytes], set[str] | None]
    by_itself: Callable[[bytes], bool] = lambda _: False
    anew: Callable[[bytes], bool] = lambda _: True


class OwnTabs:
    """Stands behind the guard, which says who is there."""

    def __init__(self, app: ASGIApp, wire: Wire) -> None:
        self.app, self.wire = app, wire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        user: User | None = scope.get(USER)
        if scope["type"] == "websocket" and user is not None:
            tab = _Tab(self.wire, user, session_token(Headers(scope=scope)), receive, send)
            await self.app(_own_tab_only(scope, user), tab.receive, tab.send)
        elif scope["type"] == "http" and not _owns(scope, user):
            await refuse(scope, receive, send, status=404, text="There is no such file of yours. / 您没有这个文件。")
        elif scope["type"] == "http" and scope["path"].startswith(MEDIA):
            await self.app(scope, receive, _unkept(send))
        else:
            await self.app(scope, receive, send)


class _Tab:
    """A web socket of one account. Closed at the first message after its session's end, which then reaches nobody. `user` has the rights with which the page was drawn: a file that
    it offers is made for nobody who has others now."""

    def __init__(self, wire: Wire, user: User, token: str | None, receive: Receive, send: Send) -> None:
        self.wire, self.user, self.token = wire, user, token
        self._receive, self._send = receive, send
        self._closed = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        said = message.get("bytes") or b""
        if await self._may(said):
            if not self.wire.by_itself(said):
                at_work(shared_store(), self.token, now=clock.now())
            return message
        self._closed = True
        await self._send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    async def send(self, message: Message) -> None:
        if self._closed:
            return
        if message["type"] == "websocket.send" and message.get("bytes"):
            names = self.wire.told(message["bytes"])
            owners.add(names, self.user.account_id)
            owners.add(names, self.user)
        await self._send(message)

    async def _may(self, said: bytes) -> bool:
        names = self.wire.asked(said)
        if names is None:
            return False
        if not names and not self.wire.anew(said):
            return await account_of(self.token) == self.user.account_id
        now = await user_of(self.token)
        if now is None or now.account_id != self.user.account_id:
            return False
        if not all(owners.owns(name, now) for name in names):
            await note_denied(now.login, "access.denied", what="file")
            return False
        if self.wire.anew(said):
            self.user = now
        return True


def _owns(scope: Scope, user: User | None) -> bool:
    """A download by its file's name, an upload by its tab's."""
    path = scope["path"]
    if path.startswith(MEDIA):
        name = splitext(path.removeprefix(MEDIA))[0]
    elif path.startswith(UPLOADS):
        name = path.removeprefix(UPLOADS).split("/", 1)[0]
    else:
        return True
    return user is not None and owners.owns(name, user.account_id)


def _own_tab_only(scope: Scope, user: User) -> Scope:
    """Without the id of a tab that is not this account's: a tab left open by somebody else goes on as one's own, empty one."""
    headers = MutableHeaders(raw=list(scope["headers"]))
    parts = [part.strip() for part in headers.get(PROTOCOL, "").split(",")]
    if len(parts) > 2 and not owners.owns(parts[2], user.account_id):
        headers[PROTOCOL] = ", ".join(parts[:2])
    return {**scope, "headers": headers.raw}


def _unkept(send: Send) -> Send:
    """What a download held stays in no cache."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = "no-store"
        await send(message)

    return sending

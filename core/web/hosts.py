"""The names under which this server answers. Another site's name that leads here (DNS rebinding) would make its scripts ours."""

from __future__ import annotations

import socket
from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from core.settings import Settings
from core.store import shared_store
from core.web.refuse import refuse

ANY = "*"
TEXT = (
    "This server is not known by that name: the administrator can add it to the setting `hosts`. / "
    "本服务器不使用这个名称，管理员可将其加入设置项 hosts。"
)


class KnownHosts:
    """Any other `Host` is answered 421. The web socket's origin is compared with `Host` (`SameOrigin`), and so is known too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not known_host(scope, shared_store().settings):
            await refuse(scope, receive, send, status=421, text=TEXT)
            return
        await self.app(scope, receive, send)


def known_host(scope: Scope, settings: Settings) -> bool:
    """This machine by loopback, by the address that was reached, by its own name, or by a name of the settings (`*`: any), the one in
    one-time links included."""
    given = Headers(scope=scope).getlist("host")
    name = _name(given[0]) if len(given) == 1 else None
    if name is None:
        return False
    allowed = _allowed(settings.hosts, settings.host, settings.address)
    return (
        ANY in allowed or name in allowed or name == _plain((scope.get("server") or ("",))[0] or "") or _loopback(name)
    )


# Asked for every request, and answered the same for nearly all of them.
@cache
def _allowed(hosts: str, host: str, address: str) -> frozenset[str]:
    named = {_plain(one) for one in hosts.split(",")} | {_plain(host), _plain(urlsplit(address).hostname or "")}
    return frozenset(named) | own_names()


@cache
def own_names() -> frozenset[str]:
    """As the system calls this machine; in full, short, and as neighbours without a name server find it."""
    full = _plain(socket.gethostname())
    short = full.split(".")[0]
    return frozenset({"localhost", full, short, f"{short}.local"}) - {"", ".local"}


@lru_cache(maxsize=100)
def _name(host: str) -> str | None:
    """The name in a Host header without its port, None when it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    if parts.netloc != host or "@" in host or not parts.hostname:
        return None
    return _plain(parts.hostname)


@lru_cache(maxsize=200)
def _plain(name: str) -> str:
    name = name.strip().lower().rstrip(".").strip("[]")
    try:
        return str(ip_address(name))
    except ValueError:
        return name


@lru_cache(maxsize=100)
def _loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name.endswith(".localhost")

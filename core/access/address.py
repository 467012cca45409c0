"""Where people reach the desk: what a one-time link begins with."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from core.settings import Settings

ANY = ("0.0.0.0", "::")  # noqa: S104 - compared, not bound


def link_address(settings: Settings, token: str, *, seen: str = "") -> str:
    """The whole link by which somebody sets their password."""
    return f"{own_address(settings, seen=seen)}/setup?token={token}"


def own_address(settings: Settings, *, seen: str = "") -> str:
    """What links to this desk begin with, without a slash behind: the setting `address`, else `seen` (where the reader has the page open),
    unless that leads to this very machine while the desk is open to others: then its address in the network."""
    own = f"{'https' if settings.secure_cookie else 'http'}://{_bracketed(_host(settings))}:{settings.port}"
    begin = settings.address or (own if not seen or (_loopback(seen) and not _loopback(own)) else seen)
    return begin.rstrip("/")


def _host(settings: Settings) -> str:
    if settings.host not in ANY:
        return settings.host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only chooses the way out
            return probe.getsockname()[0]
        except OSError:  # no network at all
            return "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def phone_address(settings: Settings, token: str, *, seen: str = "") -> str:
    """The whole link by which somebody opens their phone."""
    return f"{own_address(settings, seen=seen)}/officer/enter?token={token}"

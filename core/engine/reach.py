"""Whether somebody is there. One who is slow is waited for: a cluster that works, or tidies its memory, stands still for many seconds. Nobody is waited
for where nobody listens."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit

import grpc
from pyspark.errors import PySparkException

from core.engine.client import DefaultChannelBuilder, DefaultPolicy
from core.engine.engine import EngineAway, EngineFailed

PORT = 15002  # of Spark Connect, where the address names none
SECONDS = 3.0  # within which somebody listens,
READY = 60.0  # and is found to speak as it should
RETRIES, PAUSE = (
    6,
    10_000,
)  # of a request that was lost, and the longest pause between two in ms: half a minute; the client's own take ten
# A connection over which nothing came for so many ms is asked whether it still stands, and has so many to say so. Spark's server takes one such
# question in five minutes, and ends a connection that asks more often.
PING, PONG = 330_000, 120_000
_mute: set[str] = set()  # addresses where somebody listened and did not speak when last asked


class Patient(DefaultPolicy):
    """Asks again for what was lost on the way, as long as somebody is there: the server went on meanwhile, and its answer is taken up where it
    broke off."""

    def __init__(self, url: str) -> None:
        super().__init__(max_retries=RETRIES, max_backoff=PAUSE, max_server_retry_delay=PAUSE)
        self._url = url

    def can_retry(self, error: BaseException) -> bool:
        return super().can_retry(error) and _missing(self._url) is None


def place(url: str) -> str:
    """Host and port of an address alone: behind them tokens stand."""
    parts = urlsplit(url)
    try:
        return f"{parts.hostname or '?'}:{parts.port or PORT}"
    except ValueError:  # a port that is none
        return parts.hostname or "?"


def builder(url: str) -> DefaultChannelBuilder:
    """Of connections that end when the other side has stopped for good. Raises EngineFailed engine_address."""
    options = [
        ("grpc.keepalive_time_ms", PING),
        ("grpc.keepalive_timeout_ms", PONG),
        ("grpc.http2.ping_timeout_ms", PONG),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.min_reconnect_backoff_ms", int(READY * 1000)),  # the time that one attempt to connect has
    ]
    try:
        return DefaultChannelBuilder(url, options)
    except PySparkException:  # what stands behind the address is none of its parameters
        raise EngineFailed("engine_address", address=place(url)) from None


def knock(url: str) -> None:
    """Returns where a Spark Connect server is there. Raises EngineFailed engine_address; EngineAway engine_away, engine_silent."""
    address, parts = place(url), urlsplit(url)
    if parts.scheme != "sc" or not parts.hostname or address == parts.hostname:
        raise EngineFailed("engine_address", address=address)
    code = _missing(url)
    if code:
        raise EngineAway(code, address=address)


def _missing(url: str) -> str | None:
    """engine_away: nobody listens; engine_silent: who listens does not speak. Who was mute the last time is not waited for as long again: the store's
    writer waits too."""
    address, parts = place(url), urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port or PORT), SECONDS).close()
    except OSError:
        return "engine_away"
    with builder(url).toChannel() as channel:
        if _speaks(channel, SECONDS if address in _mute else READY):
            _mute.discard(address)
            return None
    _mute.add(address)
    return "engine_silent"


def _speaks(channel: grpc.Channel, seconds: float) -> bool:
    told, ended = threading.Event(), (grpc.ChannelConnectivity.READY, grpc.ChannelConnectivity.TRANSIENT_FAILURE)
    found = []

    def changed(state: grpc.ChannelConnectivity) -> None:
        if state in ended:
            found.append(state)
            told.set()

    channel.subscribe(changed, try_to_connect=True)
    told.wait(seconds)
    channel.unsubscribe(changed)
    return found[:1] == [grpc.ChannelConnectivity.READY]

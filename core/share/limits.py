"""How often a share may be asked for. In memory: the server is one process, and a restart forgives."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


class Limits:
    """Of each share the times within the last minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: dict[int, deque[datetime]] = {}

    def wait(self, share_id: int, most: int, now: datetime) -> int:
        """Seconds until it may be asked for again; 0 (and this time is counted) when it may be now."""
        with self._lock:
            times = self._times.setdefault(share_id, deque())
            while times and times[0] <= now - MINUTE:
                times.popleft()
            if len(times) >= most:
                return max(1, round((times[0] + MINUTE - now).total_seconds()))
            times.append(now)
            return 0

    def forget(self) -> None:
        with self._lock:
            self._times.clear()

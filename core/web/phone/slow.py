"""Who tries names and numbers to learn who is registered waits longer and longer: by device, by place, by address and by who is claimed."""

from __future__ import annotations

import hashlib
from datetime import datetime

from starlette.requests import Request

from core.access.throttle import Limit, Throttle, network
from core.errors import UserError
from core.intake.refused import count_refused
from core.store import shared_store
from core.web.ask import address

DEVICE = Limit(free=6, longest=900)
CLAIM = Limit(free=5, longest=900)
PLACE = Limit(free=200, longest=60)  # the first morning at a school's gate
NETWORK = Limit(free=60, longest=60)  # a telephone company sends thousands from one address
throttle = Throttle()


def keys_of(
    request: Request, *, phone_id: int | None = None, place: int | None = None, claim: str = ""
) -> dict[str, Limit]:
    where = network(address(request))
    browser = hashlib.sha256(request.headers.get("user-agent", "").encode()).hexdigest()[:12]
    keys = {f"device {phone_id or where + browser}": DEVICE, f"network {where}": NETWORK}
    if place is not None:
        keys[f"place {place}"] = PLACE
    if claim:
        keys[f"claim {hashlib.sha256(claim.encode()).hexdigest()}"] = CLAIM
    return keys


def slow_down(keys: dict[str, Limit], *, now: datetime, place: int | None = None) -> None:
    """Count a try. Raises UserError phone_wait (seconds); those are counted where staff see them."""
    wait = throttle.begin_for(keys, now=now)
    if wait:
        count_refused(shared_store(), "phone_wait", now=now, code_id=place)
        raise UserError("phone_wait", seconds=wait)

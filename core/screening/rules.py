"""How far back a stay counts, as the pack says above its first class: `look_back` in days, `counted` from when."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import UserError, Word
from core.policy.loader import Policy

DESIGNATION, DEPARTURE = "designation", "departure"
FARTHEST = 60  # days: older stays are not looked for


@dataclass(frozen=True)
class Rules:
    """`counted`: whoever was there in the days before the area was announced (designation); or whoever had left it no longer ago when
    he was found, arriving here or by the announcement (departure)."""

    look_back: int = 14
    counted: str = DESIGNATION


def rules(policy: Policy) -> Rules:
    """Raises UserError policy_invalid."""
    found = Rules(policy.constants.get("look_back", Rules.look_back), policy.constants.get("counted", Rules.counted))
    if type(found.look_back) is not int or not 0 <= found.look_back <= FARTHEST:
        raise UserError("policy_invalid", file="classes.toml", what=Word("policy.fault.look_back"), most=FARTHEST)
    if found.counted not in (DESIGNATION, DEPARTURE):
        raise UserError(
            "policy_invalid",
            file="classes.toml",
            what=Word("policy.fault.counted"),
            allowed=f"{DESIGNATION}, {DEPARTURE}",
        )
    return found

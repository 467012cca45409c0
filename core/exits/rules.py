"""What the statements on applications are given: the rules of who may not leave, and the hours of exits.toml."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path

import core.policy
from core.act.rules import leave_rules
from core.domain import Scope
from core.policy.loader import Policy
from core.policy.running import running
from core.store import Store

LONGEST = 200  # characters of a reason


@cache
def hours() -> dict[str, int]:
    return tomllib.loads((Path(core.policy.__file__).parent / "exits.toml").read_text("utf-8"))


def given(store: Store, scope: Scope, *, at: datetime, policy: Policy | None = None) -> dict[str, object]:
    """The parameters of chosen.sql but for its conditions."""
    on: date = at.date()
    policy = policy or running(store, on)
    rules = leave_rules(policy)
    return {
        "scope": scope.roots, "as_of": on, "at": at, "reveal_name": "name" in scope.reveal, "grade_of": policy.matrix.grade_of,
        "class": rules["class"], "grade": rules["grade"], "approval": rules["approval"], **hours(),
    }  # fmt: skip

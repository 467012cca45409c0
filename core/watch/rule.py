"""A detector as the policy has it: what it looks with, where other thresholds hold, what the centre can handle of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.policy.loader import Policy
from core.store import Store, load_sql

OWN = ("on", "budget_a_day", "quiet_days", "at", "grid")  # of the episodes; the rest is the detector's


@dataclass(frozen=True)
class Rule:
    """`budget`: new episodes a day that the centre can handle, the strongest; None: every one. `quiet_days`: without the condition, then an
    alert ends by itself; None: never. `at`, `grid`: level or kind (village, unit.school), or code of a grid → what differs there."""

    code: str
    parameters: dict[str, object]
    on: bool = True
    budget: int | None = None
    quiet_days: int | None = None
    at: dict[str, dict] = field(default_factory=dict)
    grid: dict[str, dict] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Of whatever changes what it finds: outcomes are measured for one rule, not across its changes."""
        said = json.dumps([self.parameters, self.at, self.grid], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:8]


def rule_of(code: str, settings: dict[str, object]) -> Rule:
    """Of one section of detectors.toml."""
    return Rule(
        code,
        {name: value for name, value in settings.items() if name not in OWN},
        bool(settings.get("on", True)),
        settings.get("budget_a_day"),
        settings.get("quiet_days"),
        settings.get("at", {}),
        settings.get("grid", {}),
    )


def rules(policy: Policy) -> dict[str, Rule]:
    """Code → rule, in the order in which they run; those switched off too."""
    return {code: rule_of(code, settings) for code, settings in policy.detectors.items()}


def by_rule(store: Store, rule: Rule, look) -> pd.DataFrame:
    """The anomalies of `look(parameters)`, each by the parameters that hold in its grid: those of the nearest grid named by its code, else
    of its kind, else of its level, else the detector's own. Looked as often as there are different ones."""
    table = look(rule.parameters)
    places = [*rule.at.items(), *rule.grid.items()]
    if not places:
        return table
    which = _which(store, rule)
    parts = [_of(table, which, 0)]
    for number, (_, differs) in enumerate(places, 1):
        parts.append(_of(look({**rule.parameters, **differs}), which, number))
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else table.head(0)


def _of(table: pd.DataFrame, which: dict[int, int], number: int) -> pd.DataFrame:
    return table[np.array([which.get(int(grid), 0) == number for grid in table["grid_id"]], dtype=bool)]


def _which(store: Store, rule: Rule) -> dict[int, int]:
    """Grid → the number of its parameters among `at` and `grid`, from 1."""
    first = len(rule.at) + 1
    rows = store.run(
        load_sql(__file__, "which.sql"),
        kinds=list(rule.at), kind_numbers=list(range(1, first)),
        codes=list(rule.grid), code_numbers=list(range(first, first + len(rule.grid))),
    ).fetchall()  # fmt: skip
    return dict(rows)

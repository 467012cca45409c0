"""How each rule has done: alerts of the last days, and what became of those that were closed."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from core.domain import Scope
from core.store import Store, load_sql
from core.watch.detect import FEWEST
from core.watch.rule import rule_of

DAYS = 60


def rule_record(
    store: Store, scope: Scope, *, detectors: dict[str, dict[str, object]], until: date, days: int = DAYS
) -> pd.DataFrame:
    """One row per detector (sections of detectors.toml), in their order: detector, on, budget (missing: none), quiet_days (missing: never), alerts (opened by
    what was found in the days up to `until`), unfinished (of any day), most (opened for one day), over (ended by themselves), said (closed with an outcome, as the rule
    is now), confirmed, harmless, wrong, precision (confirmed and harmless of said; missing below ten). Of the scope."""
    known = {code: rule_of(code, settings) for code, settings in detectors.items()}
    rows = store.df(
        load_sql(__file__, "record.sql"),
        scope=scope.roots,
        since=until - timedelta(days=days - 1),
        until=until,
        codes=list(known),
        digests=[rule.digest for rule in known.values()],
    ).set_index("detector")
    head = pd.DataFrame(
        [(rule.code, rule.on, rule.budget, rule.quiet_days) for rule in known.values()],
        columns=["detector", "on", "budget", "quiet_days"],
    )
    found = head.join(rows, on="detector")
    true = found["confirmed"] + found["harmless"]
    return found.assign(precision=(true / found["said"]).where(found["said"] >= FEWEST))

"""A grid's entries, exits or outsiders, or those of its units of a kind, are far above what is expected."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.store import Store
from core.watch.rate_anomalies import rate_anomalies


def detect(store: Store, *, as_of: date, parameters: dict) -> pd.DataFrame:
    """Anomalies (core/watch/anomalies.py), one per grid. Method: negative-binomial empirical Bayes, see core/watch/scoring."""
    return rate_anomalies(store, as_of=as_of, parameters=parameters, rise=True)

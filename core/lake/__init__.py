"""Check-ins in Parquet files, a day's in files of their own, which a cluster reads beside the desk. See lake.py."""

from core.lake.lake import EVENTS, FILES, compact, forget, put, put_all, recall, recall_all, recall_people, sweep_lake

__all__ = [
    "EVENTS",
    "FILES",
    "compact",
    "forget",
    "put",
    "put_all",
    "recall",
    "recall_all",
    "recall_people",
    "sweep_lake",
]

"""Check-ins in Parquet files, a day's in files of their own, or in a table of the cluster; a cluster reads them beside the desk. See lake.py."""

from core.lake.folder import EVENTS
from core.lake.lake import (
    FILES,
    call_near,
    compact,
    days_scanned,
    forget,
    let_go,
    put,
    put_all,
    reached,
    recall,
    recall_all,
    recall_people,
    sweep_lake,
    sweep_out,
)

__all__ = [
    "EVENTS",
    "FILES",
    "call_near",
    "compact",
    "days_scanned",
    "forget",
    "let_go",
    "put",
    "put_all",
    "reached",
    "recall",
    "recall_all",
    "recall_people",
    "sweep_lake",
    "sweep_out",
]

"""Check-ins in Parquet files, a day's in files of their own, which a cluster reads beside the desk. See lake.py."""

from core.lake.lake import FILES, compact, put, put_all, recall, recall_all, sweep_lake

__all__ = ["FILES", "compact", "put", "put_all", "recall", "recall_all", "sweep_lake"]

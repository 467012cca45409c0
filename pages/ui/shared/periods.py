"""Frames by day, cut into a period and the one before."""

from __future__ import annotations

from datetime import date

import pandas as pd


def split(frame: pd.DataFrame, since: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A frame by day → (from `since` on, before)."""
    late = pd.to_datetime(frame.day) >= pd.Timestamp(since)
    return frame[late].reset_index(drop=True), frame[~late].reset_index(drop=True)

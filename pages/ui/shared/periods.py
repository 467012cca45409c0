"""Frames by day, cut into a period and the one before."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd


def split(frame: pd.DataFrame, since: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A frame by day → (from `since` on, before)."""
    late = pd.to_datetime(frame.day) >= pd.Timestamp(since)
    return frame[late].reset_index(drop=True), frame[~late].reset_index(drop=True)


def before_dates(since: date, until: date) -> tuple[date, date]:
    """The period of the same length that ends the day before."""
    length = (until - since).days + 1
    return since - timedelta(days=length), since - timedelta(days=1)

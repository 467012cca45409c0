"""A deadline in words: how long is left, how late it is, or whether it was kept."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from core.i18n import format, t


def deadline(language: str, by: datetime | None, done: datetime | None, now: datetime) -> str:
    """Empty where no clock runs and nothing was done."""
    if pd.isna(by):
        return "" if pd.isna(done) else format.moment(language, pd.Timestamp(done).to_pydatetime())
    late = round((pd.Timestamp(now if pd.isna(done) else done) - pd.Timestamp(by)).total_seconds() / 60)
    if pd.isna(done):
        until = t(language, "duty_info.clock.by", by=format.moment(language, pd.Timestamp(by).to_pydatetime()))
        left = t(
            language, "duty_info.clock.over" if late > 0 else "duty_info.clock.left", span=span(language, abs(late))
        )
        return f"{until}{t(language, 'duty_info.comma')}{left}"
    key = "kept_late" if pd.Timestamp(done) > pd.Timestamp(by) else "kept"
    return t(
        language,
        f"duty_info.clock.{key}",
        at=format.moment(language, pd.Timestamp(done).to_pydatetime()),
        span=span(language, max(late, 0)),
    )


def span(language: str, minutes: int) -> str:
    if minutes < 60:
        return t(language, "duty_info.clock.minutes", minutes=minutes)
    if minutes < 48 * 60:
        return t(language, "duty_info.clock.hours", hours=minutes // 60, minutes=minutes % 60)
    return t(language, "duty_info.clock.days", days=minutes // 1440)

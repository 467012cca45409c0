"""Days, moments and counts as they are typed: checked at once, and days passed on as text, which the serving process reads too."""

from __future__ import annotations

import argparse
from datetime import date, datetime


def typed_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”: YYYY-MM-DD / 日期应写作 YYYY-MM-DD") from error


def typed_moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”: YYYY-MM-DD or YYYY-MM-DDTHH:MM / 日期或时间") from error


def typed_limit(text: str) -> int:
    """How many rows at most, one or more."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(f"“{text}”: 1, 2, 3 … / 应为正整数")
    return int(text)

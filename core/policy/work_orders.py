"""The working-day clock of work orders: work_orders.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

KINDS = ("enquiry", "help", "complaint", "report", "suggestion", "praise")


@cache
def order_clock() -> dict:
    return tomllib.loads((Path(__file__).parent / "work_orders.toml").read_text("utf-8"))

"""Seconds, ratios and the table that is printed."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured thing: seconds, or what `unit` says. `baseline_seconds` and `aim` (a ratio, or a measure like the row's where
    there is no baseline) may be missing."""

    what: str
    seconds: float
    baseline: str = ""
    baseline_seconds: float | None = None
    aim: str = ""
    unit: str = "s"

    def cells(self) -> list[str]:
        ratio = f"{self.seconds / self.baseline_seconds:.2f} ×" if self.baseline_seconds else ""
        base = f"{self.baseline} ({self.baseline_seconds:.2f} s)" if self.baseline_seconds else self.baseline
        measured = f"{self.seconds:.3f} s" if self.unit == "s" else f"{self.seconds:,.0f} {self.unit}"
        return [self.what, measured, base, ratio, self.aim]


def timed(function: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def alternated(*functions: Callable[[], object], rounds: int = 3) -> list[float]:
    """The median seconds of each, run in turns, so that a busy machine slows all of them alike."""
    seconds: list[list[float]] = [[] for _ in functions]
    for _ in range(rounds):
        for kept, function in zip(seconds, functions, strict=True):
            kept.append(timed(function))
    return [sorted(kept)[len(kept) // 2] for kept in seconds]


def pace() -> float:
    """Seconds that three million plain additions take just now: a machine that shares its cores is not as fast at any time, and figures without a
    baseline are to be read beside this one."""
    total = 0
    started = time.perf_counter()
    for number in range(3_000_000):
        total += number
    return time.perf_counter() - started


def print_table(title: str, rows: list[Row]) -> None:
    print(f"\n### {title}\n\n| measured | time | baseline | ratio | aim |\n|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row.cells()) + " |", flush=True)

"""Lines of the large screen as points of an SVG of 100 × 30; a day without data is a gap."""

from __future__ import annotations

import math
from collections.abc import Sequence

WIDE, HIGH = 100.0, 30.0
BOW, SHORT = 0.18, 0.47  # part of the way that a bow goes aside; cells that are left free at its ends


def scale(values: Sequence[float]) -> float:
    return max([v for v in values if v is not None and math.isfinite(v)], default=0.0) or 1.0


def line(values: Sequence[float], top: float) -> list[str]:
    """The points of each stretch without a gap."""
    stretches: list[list[str]] = [[]]
    for number, value in enumerate(values):
        if math.isfinite(value):
            stretches[-1].append(_point(number, value, len(values), top))
        elif stretches[-1]:
            stretches.append([])
    return [" ".join(points) for points in stretches if points]


def area(values: Sequence[float], top: float) -> str:
    known = [(number, value) for number, value in enumerate(values) if math.isfinite(value)]
    if len(known) < 2:
        return ""
    points = [_point(number, value, len(values), top) for number, value in known]
    ends = [_point(known[-1][0], 0, len(values), top), _point(known[0][0], 0, len(values), top)]
    return " ".join([*points, *ends])


def band(low: Sequence[float], high: Sequence[float], top: float) -> str:
    known = [n for n, (a, b) in enumerate(zip(low, high, strict=True)) if math.isfinite(a) and math.isfinite(b)]
    upper = [_point(n, high[n], len(high), top) for n in known]
    return " ".join([*upper, *(_point(n, low[n], len(low), top) for n in reversed(known))]) if len(known) > 1 else ""


def bent(start: tuple[int, int], end: tuple[int, int]) -> tuple[str, str]:
    """(a bow, its end) between two cells (row, column) of a grid whose cells are 1 × 1, short of both middles, where the numbers stand."""
    (y1, x1), (y2, x2) = ((row + 0.5, column + 0.5) for row, column in (start, end))
    # To the right of the way, so that there and back are two lines.
    by = (x1 + x2) / 2 - BOW * (y2 - y1), (y1 + y2) / 2 + BOW * (x2 - x1)
    (ax, ay), (bx, by_end) = _towards((x1, y1), by), _towards((x2, y2), by)
    return f"M{ax:.3f} {ay:.3f}Q{by[0]:.3f} {by[1]:.3f} {bx:.3f} {by_end:.3f}", f"M{bx:.3f} {by_end:.3f}h0"


def _towards(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    way = SHORT / max(math.dist(start, end), SHORT)
    return start[0] + way * (end[0] - start[0]), start[1] + way * (end[1] - start[1])


def _point(number: int, value: float, count: int, top: float) -> str:
    return f"{WIDE * number / max(count - 1, 1):.2f},{HIGH * (1 - max(value, 0) / top):.2f}"

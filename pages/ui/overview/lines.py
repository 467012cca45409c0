"""Lines by day as one picture: those of the story coloured and named, the rest grey. A picture, so that the overview needs no chart engine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from core.colours import QUIET
from core.i18n import format
from pages.ui.shared import palette
from pages.ui.shared.icons import data_address
from pages.ui.shared.meanwhile import Mark
from pages.ui.shared.session import language

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 190, 6, 112, 16, 24
FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
GAP = 17  # between two names at the lines' ends


@dataclass(frozen=True)
class Line:
    name: str
    values: list[float]  # nan: no data
    story: bool


def picture(days: list, lines: list[Line], marks: Sequence[Mark] = ()) -> str:
    """The address of the picture; `marks`: what happened meanwhile, as letters above their days."""
    return data_address(_svg(days, lines, marks))


def _svg(days: list, lines: list[Line], marks: Sequence[Mark]) -> str:
    top = max((v for line in lines for v in line.values if not math.isnan(v)), default=1.0) or 1.0
    step = (WIDTH - LEFT - RIGHT) / max(len(days) - 1, 1)
    colours = iter([palette.of("accent"), *palette.series()[1:]])
    order = sorted(lines, key=lambda line: (line.story, _last(line)))
    rest = [line for line in order if not line.story]
    named = [line for line in order if line.story] + rest[-1:]
    drawn, ends = [_mark(mark, days, step) for mark in marks if mark.day in days], []
    for line in order:
        colour = next(colours) if line.story else QUIET
        drawn += [_path(part, step, top, colour, 2.4 if line.story else 1.1) for part in _parts(line.values)]
        if line in named and not math.isnan(_last(line)):
            ends.append((_y(_last(line), top), line.name, colour if line.story else palette.of("muted")))
    labels = "".join(
        f'<text x="{WIDTH - RIGHT + 6}" y="{y + 4:.1f}" fill="{colour}">{escape(_short(name))}</text>'
        for y, name, colour in _spread(ends)
    )
    muted = palette.of("muted")
    # Beside the letters of the first day.
    first = max((14 * len(m.letters) for m in marks if m.day == days[0]), default=0)
    scale = LEFT + first
    axis = (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM}" stroke="{palette.of("line")}"/>'
        f'<text x="{LEFT}" y="{HEIGHT - 6}" fill="{muted}">{escape(format.day(language(), days[0]))}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end" fill="{muted}">{escape(format.day(language(), days[-1]))}</text>'
        f'<text x="{scale}" y="{TOP - 4}" fill="{muted}">{escape(format.number(language(), top))}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="{FONT}"'
        f' font-size="13">{axis}{"".join(drawn)}{labels}</svg>'
    )


def _mark(mark: Mark, days: list, step: float) -> str:
    x, muted = LEFT + days.index(mark.day) * step, palette.of("muted")
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="{muted}" stroke-dasharray="2 3" opacity="0.6"/>'
        f'<text x="{x:.1f}" y="{TOP - 4}" text-anchor="middle" fill="{muted}">{escape(mark.letters)}</text>'
    )


def _parts(values: list[float]) -> list[list[tuple[int, float]]]:
    """Runs of days with data: a day without is a gap, not a zero."""
    runs: list[list[tuple[int, float]]] = [[]]
    for i, value in enumerate(values):
        if math.isnan(value):
            runs.append([])
        else:
            runs[-1].append((i, value))
    return [run for run in runs if run]


def _path(run: list[tuple[int, float]], step: float, top: float, colour: str, width: float) -> str:
    points = " ".join(f"{LEFT + i * step:.1f},{_y(v, top):.1f}" for i, v in run)
    if len(run) == 1:
        x, y = points.split(",")
        return f'<circle cx="{x}" cy="{y}" r="{width + 0.6}" fill="{colour}"/>'
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _last(line: Line) -> float:
    return next((v for v in reversed(line.values) if not math.isnan(v)), math.nan)


def _spread(ends: list[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Names one below the other, none over another."""
    placed: list[tuple[float, str, str]] = []
    for y, name, colour in sorted(ends):
        placed.append((max(y, placed[-1][0] + GAP) if placed else y, name, colour))
    over = max(0.0, placed[-1][0] - (HEIGHT - BOTTOM)) if placed else 0.0
    return [(y - over, name, colour) for y, name, colour in placed]


def _short(name: str) -> str:
    longest = 7 if language() == "zh" else 14
    return name if len(name) <= longest else name[: longest - 1] + "…"

"""One grid, one square: equal squares with a name, one large number and why. What is in order is unlit; only trouble has colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pages.ui.shared import severity as severities


@dataclass(frozen=True)
class Square:
    name: str
    value: str  # “–” where there is nothing
    severity: str  # high | medium | low; low is unlit
    why: str  # six words
    href: str | None = None  # made by links.href
    cell: tuple[int, int] | None = None  # row and column from 0: placed by compass; on a phone they follow one another


def squares(shown: Sequence[Square], *, label: str) -> str:
    """HTML of all of them, in the order given (worst first: that is how a phone and a screen reader have them)."""
    columns = 1 + max((s.cell[1] for s in shown if s.cell), default=0)
    placed = f' gc-placed" style="--gc-columns:{columns}' if any(s.cell for s in shown) else ""
    return f'<ul class="gc-squares{placed}" aria-label="{escape(label)}">{"".join(map(_square, shown))}</ul>'


def _square(square: Square) -> str:
    place = f' style="--gc-row:{square.cell[0] + 1};--gc-column:{square.cell[1] + 1}"' if square.cell else ""
    mark = "" if square.severity == "low" else " " + severities.mark(square.severity)
    inner = (
        f'<span class="gc-name">{escape(square.name)}</span>'
        f'<span class="gc-value">{escape(square.value)}{mark}</span><span class="gc-why">{escape(square.why)}</span>'
    )
    inner = f'<a class="go" href="{square.href}">{inner}</a>' if square.href else f"<div>{inner}</div>"
    return f'<li class="gc-lit-{square.severity}"{place}>{inner}</li>'

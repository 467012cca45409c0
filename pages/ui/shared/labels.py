"""Where names stand on a map so that none lies on another: worked out here, in pixels of the first view, the more important first.

deck.gl has an extension that hides what collides; on screens whose pixels are not one to one it hides names that touch nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LATIN = 0.62  # of the size: how wide a character is that is no Chinese one
HIGH = 1.3  # of the size, with a little air above and below
AIR = 3  # pixels between two names


@dataclass(frozen=True)
class Label:
    text: str
    x: float  # pixels from the left of the frame, the middle of the text
    y: float  # from the top
    size: float = 14


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


def place(labels: Sequence[Label], *, width: float, height: float) -> list[tuple[float, float] | None]:
    """How far each label is moved from its place (right, down), in the order given, which is that of importance; None: there is no room."""
    boxes: list[Box] = []
    moves: list[tuple[float, float] | None] = []
    for label in labels:
        move = next((m for m in _candidates(label) if _free(box(label, m), boxes, width, height)), None)
        moves.append(move)
        if move is not None:
            boxes.append(box(label, move))
    return moves


def box(label: Label, move: tuple[float, float] = (0, 0)) -> Box:
    """What a label covers."""
    wide, high = text_width(label.text, label.size) / 2 + AIR / 2, label.size * HIGH / 2
    x, y = label.x + move[0], label.y + move[1]
    return Box(x - wide, y - high, x + wide, y + high)


def text_width(text: str, size: float) -> float:
    """About how many pixels a text takes: a Chinese character is as wide as it is high."""
    return size * sum(1 if unicodedata.east_asian_width(c) in "WF" else LATIN for c in text)


def _candidates(label: Label) -> list[tuple[float, float]]:
    """Its own place, then ever farther around it, but never so far that it would name a neighbour."""
    wide, high = text_width(label.text, label.size), label.size * HIGH
    steps = [(0, 0), (0, -0.6), (0, 0.6), (0, -1.1), (0, 1.1), (-0.35, 0), (0.35, 0)]
    steps += [(x, y) for x in (-0.5, 0.5) for y in (-0.7, 0.7, -1.1, 1.1)] + [(-0.6, 0), (0.6, 0)]
    return [(round(x * wide, 1), round(y * high, 1)) for x, y in steps]


def _free(wanted: Box, taken: list[Box], width: float, height: float) -> bool:
    return wanted.within(width, height) and not any(wanted.meets(other) for other in taken)

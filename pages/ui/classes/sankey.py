"""Who moved from which class to which, drawn as a Sankey whose names stand beside it.

Plotly writes a name upon the flows, which then run through it, and puts thin nodes so close that their names meet. So it is told where each node
stands, with room for its name, and the names are annotations outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import count

import pandas as pd
import plotly.graph_objects as go

from core.classify.flows import OUTSIDE
from core.colours import QUIET
from core.i18n import format
from core.policy.loader import RESIDENT
from core.report.wording import flow_end
from pages.ui.classes.today import watched
from pages.ui.shared import charts, palette
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import language

HEIGHT, TOP, BOTTOM = 400, 10, 14
THICK, BESIDE, GAP = 14, 12, 6
LINE, PART = 17, 4  # px of a line of a name; between two names
NAME = {True: 240, False: 92}  # px of a line of a name, on a wide and on a narrow page
REST = (RESIDENT, OUTSIDE)
EDGE = 1e-6  # plotly takes a place of 0 for none
LEAST = 0.34  # of the height, that all nodes of a side take: plotly leaves no more than two thirds to the gaps
# How strong flows are drawn: dark colours on a dark ground take more.
STRENGTH = {False: 0.43, True: 0.62}


@dataclass(frozen=True)
class Node:
    """One end of flows: its class, how many people, and its name in lines."""

    code: str
    people: int
    lines: tuple[str, ...]

    @property
    def room(self) -> int:
        return LINE * len(self.lines) + PART


def summed(flows: pd.DataFrame) -> pd.DataFrame:
    """Of all days, the largest first: from_class, to_class, people."""
    found = flows.groupby(["from_class", "to_class"], as_index=False).people.sum()
    return found.sort_values("people", ascending=False, kind="stable").reset_index(drop=True)


def sankey(flows: pd.DataFrame) -> go.Figure:
    """Where they were at the left, where they are at the right; a flow has the colour of the class that is entered, or left."""
    found = summed(flows)
    before, after, people = _nodes(found, "from_class"), _nodes(found, "to_class"), int(found.people.sum())
    height = next(
        h for h in count(HEIGHT, 10) if all(_scale(side, h) * people >= h * LEAST for side in (before, after))
    )
    scale = min(_scale(side, height) for side in (before, after))
    left, right = (BESIDE + THICK // 2 + max(charts.text_width(w) for n in side for w in n.lines) for side in (before, after))  # fmt: skip
    made = charts.figure(height + TOP + BOTTOM, left=left, right=right, top=TOP, bottom=BOTTOM)
    made.layout.margin.pad = 0
    middles = _middles(before, scale, height), _middles(after, scale, height)
    made.add_sankey(
        arrangement="fixed", node=_drawn(before, after, middles, scale, height), link=_links(found, before, after)
    )
    for nodes, places, x in ((before, middles[0], 0), (after, middles[1], 1)):
        for node, y in zip(nodes, places, strict=True):
            _name(made, node, x, y / height)
    return made


def _nodes(found: pd.DataFrame, side: str) -> list[Node]:
    people = found.groupby(side).people.sum()
    return [Node(c, int(people[c]), _lines(c, int(people[c]))) for c in in_order(found, side)]


def in_order(found: pd.DataFrame, side: str) -> list[str]:
    """The classes of a side, from the top."""
    return [c for c in (*watched(), *REST) if c in set(found[side])]


def _lines(code: str, people: int) -> tuple[str, ...]:
    """The name with its number, in lines that are short enough."""
    lines = [""]
    for word in [*flow_end(language(), code).split(" "), format.exact(people)]:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and charts.text_width(longer) > NAME[wide()]:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def _scale(nodes: list[Node], height: int) -> float:
    """Pixels for a person, so that all nodes of a side, none lower than its name, fit."""
    low, high = 0.0, height / sum(n.people for n in nodes)
    for _ in range(30):
        middle = (low + high) / 2
        taken = sum(max(middle * n.people, n.room) for n in nodes) + GAP * (len(nodes) - 1)
        low, high = (middle, high) if taken <= height else (low, middle)
    return low


def _middles(nodes: list[Node], scale: float, height: int) -> list[float]:
    """Where the middle of each lies, from the top; what room is left goes between them."""
    rooms = [max(scale * n.people, n.room) for n in nodes]
    spare = (height - sum(rooms)) / max(len(nodes) - 1, 1)
    if len(nodes) == 1:
        return [height / 2]
    return [sum(rooms[:at]) + spare * at + room / 2 for at, room in enumerate(rooms)]


def _drawn(before: list[Node], after: list[Node], middles: tuple, scale: float, height: int) -> dict[str, object]:
    # Plotly finds its own scale from what the gaps leave: they are told so that it is this one.
    most, people = max(len(before), len(after)), sum(n.people for n in before)
    return {
        "label": [""] * (len(before) + len(after)),
        "customdata": [" ".join(n.lines) for n in (*before, *after)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "color": [colour_of(n.code) for n in (*before, *after)],
        "line": {"width": 1 if palette.dark() else 0, "color": palette.of("edge")},
        "thickness": THICK,
        "pad": (height - scale * people) / max(most - 1, 1),
        "x": [EDGE] * len(before) + [1] * len(after),
        "y": [y / height for side in middles for y in side],
    }


def _links(found: pd.DataFrame, before: list[Node], after: list[Node]) -> dict[str, object]:
    source = {n.code: at for at, n in enumerate(before)}
    target = {n.code: len(before) + at for at, n in enumerate(after)}
    shades = [
        palette.rgb(palette.seen(colour_of(now if now not in REST else was)))
        for was, now in zip(found.from_class, found.to_class, strict=True)
    ]
    return {
        "source": [source[c] for c in found.from_class],
        "target": [target[c] for c in found.to_class],
        "value": list(found.people),
        "color": [f"rgba({r},{g},{b},{STRENGTH[palette.dark()]})" for r, g, b, _ in shades],
        "customdata": [
            f"{flow_end(language(), a)} → {flow_end(language(), b)}: {format.exact(int(n))}"
            for a, b, n in found.itertuples(index=False)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _name(made: go.Figure, node: Node, x: int, down: float) -> None:
    side, away = ("right", -1) if x == 0 else ("left", 1)
    made.add_annotation(
        x=x, y=1 - down, xref="paper", yref="paper", text="<br>".join(map(escape, node.lines)), showarrow=False,
        xanchor=side, yanchor="middle", align=side, xshift=away * (THICK // 2 + 5), borderpad=0, font={"size": 13, "color": palette.of("text")},
    )  # fmt: skip


def colour_of(code: str) -> str:
    return palette.class_colours()[code] if code not in REST else QUIET

"""The places below the grid that is shown: as squares, as a map, or ranked; worst first, each with why in six words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.geo.areas import areas
from core.geo.compass import squares_by_compass
from core.i18n import format
from core.report.trouble import MANY, level, severe_of, why
from core.report.wording import class_name
from pages.ui.overview.figures import headline_classes
from pages.ui.shared import severity as severities
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter, go_to
from pages.ui.shared.links import href
from pages.ui.shared.maps import area_map
from pages.ui.shared.session import language, say, store
from pages.ui.shared.squares import Square, squares

VIEWS = ("squares", "map", "rank")


@dataclass(frozen=True)
class Place:
    grid_id: int
    code: str
    name: str
    severe: int
    others: int
    why: str

    @property
    def severity(self) -> str:
        return level(self.severe)


def places_of(children: pd.DataFrame, standing: pd.DataFrame) -> list[Place]:
    """One per child grid (`by_child`, `core.watch.standing`), worst first."""
    found = [_place(row, standing[standing.grid_id == row.grid_id]) for row in children.itertuples()]
    return sorted(found, key=lambda p: (-p.severe, -p.others))


def _place(row: tuple, standing: pd.DataFrame) -> Place:
    severe = severe_of(standing)
    return Place(
        int(row.grid_id), row.code, row.name, severe, int(standing.alerts.sum()) - severe, why(language(), standing)
    )


def heading() -> str:
    """Title, the choice of view, and what the shapes mean; the choice lives in the address (`view`)."""
    now = view()
    choice = " | ".join(
        f"<b aria-current='true'>{escape(say('overview.view.' + name))}</b>" if name == now
        else f'<a class="go" href="{href("overview", view=name)}">{escape(say("overview.view." + name))}</a>'
        for name in VIEWS
    )  # fmt: skip
    keys = " ".join(
        f'<span class="gc-key">{severities.mark(level)} {escape(words)}</span>'
        for level, words in (("high", f"≥{MANY}"), ("medium", f"1–{MANY - 1}"), ("low", say("overview.nothing")))
    )
    title = escape(say("overview.places"))
    return f'<div class="gc-heading"><h2>{title}</h2><span class="gc-choice">{choice}</span><span>{keys}</span></div>'


def view() -> str:
    chosen = st.query_params.get("view")
    return chosen if chosen in VIEWS else VIEWS[0]


def draw(user: User, chosen: Filter, children: pd.DataFrame, places: list[Place]) -> None:
    """`children`: of `by_child`, outsiders and coverage those of the last day, as the figures have them."""
    DRAWN[view()](user, chosen, children, places)


def _squares(user: User, chosen: Filter, children: pd.DataFrame, places: list[Place]) -> None:
    where = read(areas, store(), user.scope, grid=chosen.grid_id)
    cells = squares_by_compass(children[["grid_id"]].merge(where[["grid_id", "lon", "lat"]], on="grid_id", how="left"))
    shown = [
        Square(p.name, str(p.severe) if p.severe else format.NOTHING, p.severity, p.why, _inside(p, chosen), cells.get(p.grid_id))
        for p in places
    ]  # fmt: skip
    st.html(heading() + squares(shown, label=say("overview.places")))


def _inside(place: Place, chosen: Filter) -> str:
    """A click goes into the place; of a place without any below, to its alerts."""
    if chosen.grid and place.code == chosen.grid.code:
        return href("anomalies", grid=place.code)
    return href("overview", grid=place.code)


def _map(user: User, chosen: Filter, children: pd.DataFrame, places: list[Place]) -> None:
    shapes = read(areas, store(), user.scope, grid=chosen.grid_id)
    drawn = shapes.merge(children.drop(columns=["code", "name", "level", "lon", "lat"]), on="grid_id", how="left")
    if drawn.empty:
        return
    st.html(heading())
    key = f"overview_map_{chosen.grid_id}"
    picked = area_map(drawn, colour="alerts", key=key, language=language(), height=330, share=0.6)
    if set(drawn.kind) & {"derived", "schematic", "plan"}:
        st.caption(say("map.derived"))
    if picked and picked != (chosen.grid.code if chosen.grid else None):
        go_to(grid=picked)
        st.rerun(scope="app")


def _ranking(user: User, chosen: Filter, children: pd.DataFrame, places: list[Place]) -> None:
    by_id = children.set_index("grid_id")
    classes = headline_classes()
    people = [say("overview.rank.people", name=class_name(language(), code)) for code in classes]
    place, severe, why, visits, share, grade = (
        say(f"overview.rank.{column}") for column in ("place", "severe", "why", "outsiders", "coverage", "grade")
    )
    numbers = {severe, *people, visits, share}
    titles = "".join(
        f'<th scope="col"{" class=gc-right" if title in numbers else ""}>{escape(title)}</th>'
        for title in (place, severe, why, *people, visits, share, grade)
    )
    rows = "".join(_ranked(p, by_id.loc[p.grid_id], classes, chosen) for p in places)
    st.html(
        heading()
        + f'<div class="gc-scroll" tabindex="0"><table class="gc-table"><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _ranked(place: Place, row: pd.Series, classes: list[str], chosen: Filter) -> str:
    numbers = [format.number(language(), int(row[c])) for c in classes]
    outsiders = format.number(language(), float(row.outsiders))
    coverage = format.NOTHING if pd.isna(row.coverage) else format.percent(float(row.coverage), 0)
    grade = format.NOTHING if pd.isna(row.grade) else say(f"grade.{row.grade}")
    mark = severities.mark(place.severity) if place.severity != "low" else ""
    cells = "".join(f'<td class="gc-right">{escape(text)}</td>' for text in [*numbers, outsiders, coverage])
    return (
        f'<tr><th scope="row"><a class="go" href="{_inside(place, chosen)}">{escape(place.name)}</a></th>'
        f'<td class="gc-right">{mark} {place.severe or format.NOTHING}</td><td>{escape(place.why)}</td>{cells}<td>{escape(grade)}</td></tr>'
    )


DRAWN: dict[str, Callable[[User, Filter, pd.DataFrame, list[Place]], None]] = {
    "squares": _squares,
    "map": _map,
    "rank": _ranking,
}

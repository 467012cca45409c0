"""Whom a risk area concerns: the sentence, where they are, and the list."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from core.domain import EVERYTHING, User
from core.i18n import format
from core.screening import concerned_by, grids_of, people
from core.store import Store
from pages.ui.risk.listing import named, when
from pages.ui.shared import finder, palette
from pages.ui.shared.actors import actor
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.export_edit import export_popover
from pages.ui.shared.links import href
from pages.ui.shared.map_view import wide
from pages.ui.shared.session import language, place, say
from pages.ui.shared.squares import Square, squares
from pages.ui.shared.tables import Column, table

PAGE, MOST = 50, 5000
HOWS = ("came_from", "passed_through", "declared", "applied", "lives_in", "works_in")
COLUMNS = [
    Column("name", "risk.column.name", width=76, pinned=True),
    Column("how", "risk.column.how", width=118),
    Column("left_on", "risk.column.left_on", "date", width=78),
    Column("arrived_on", "risk.column.arrived_on", "date", width=72),
    Column("township", "risk.column.township", "place", width=112),
    Column("place", "risk.column.place", "place", width=180),
    Column("class", "risk.column.class", width=150),
    Column("phone", "risk.column.phone", width=112),
    Column("task", "risk.column.task", "code", width=66, words="risk.task."),
]


def lead(store: Store, user: User, area: pd.Series, chosen: Filter) -> None:
    """The headline: how many, found how; each way filters the list. Of one that was removed that it was: whom it concerned is kept nowhere."""
    text = _removed(area) if area.state == "removed" else _standing(store, user, area, chosen)
    st.html(f'<p class="gc-lead">{text}</p>')
    st.caption(_about(store, area))


def _removed(area: pd.Series) -> str:
    by = {"actor": actor(area.removed_by), "moment": format.moment(language(), area.removed_at)}
    return escape(say("risk.lead_removed", **_named(area), **by) + say("risk.end"))


def _named(area: pd.Series) -> dict[str, str]:
    return {"name": named(area), "level": say(f"risk.level.{area.level}"), "when": when(area)}


def _standing(store: Store, user: User, area: pd.Series, chosen: Filter) -> str:
    found = _counted(store, user, area, chosen)
    sure, unsure = found[found.sure], found[~found.sure]
    total = int(sure[sure.how.isna()].people.sum())
    open_questions = int(unsure[unsure.how.isna()].people.sum())
    text = escape(say("risk.lead" if total else "risk.lead_none", **_named(area), people=format.exact(total)))
    by_how = sure[sure.how.notna()].groupby("how").people.sum()
    parts = [_way(how, int(by_how[how])) for how in HOWS if how in by_how.index]
    text += (escape(say("risk.colon")) + say("list.items").join(parts) if parts else "") + escape(say("risk.end"))
    if open_questions:
        text += escape(say("risk.lead_unsure", unsure=format.exact(open_questions)) + say("risk.end"))
    return text


def _about(store: Store, area: pd.Series) -> str:
    lang, parts = language(), []
    if not pd.isna(area.grid_id):
        parts.append(say("risk.covers", grids=format.exact(grids_of(store, grid_id=int(area.grid_id)))))
    if isinstance(area.source, str):
        parts.append(say("risk.told_by", source=escape(area.source)))
    parts.append(say("risk.added", actor=escape(actor(area.added_by)), moment=format.moment(lang, area.added_at)))
    return " ".join(parts)


def _way(how: str, count: int) -> str:
    """A link that lists those alone; the one that is chosen takes its filter away."""
    here = st.query_params.get("how") == how
    words = escape(say("risk.lead_how", how=say(f"risk.how.{how}"), people=format.exact(count)))
    address = href("risk_areas", area=st.query_params.get("area"), how=None if here else how)
    return f'<a class="go" href="{address}"{" aria-current=true" if here else ""}>{words}</a>'


def where(store: Store, user: User, area: pd.Series, chosen: Filter) -> None:
    """A square per grid below the chosen one, with most of them first."""
    found = _counted(store, user, area, chosen, how=_how())
    found = found[found.how.isna() & found.code.notna()]
    if found.empty:
        return
    grids = (
        found.groupby(["code", "name"])
        .agg(people=("people", "sum"))
        .reset_index()
        .sort_values("people", ascending=False)
    )
    unsure = found[~found.sure].groupby("code").people.sum()
    st.markdown(f"##### {say('risk.by_town')}")
    made = [
        _square(row, int(unsure.get(row.code, 0)), area) for row in grids.rename(columns={"name": "named"}).itertuples()
    ]
    st.html(squares(made, label=say("risk.by_town")))


def _square(row: tuple, unsure: int, area: pd.Series) -> Square:
    why = f"{say('risk.may_be')} {format.exact(unsure)}" if unsure else ""
    address = href("risk_areas", area=int(area.area_id), grid=row.code, how=_how())
    return Square(place(row.named), format.exact(int(row.people)), "low", why, address)


def concerned(store: Store, user: User, area: pd.Series, chosen: Filter) -> None:
    """The list; a click opens the person's page."""
    how, page = _how(), finder.page_of(MOST // PAGE)
    found = _counted(store, user, area, chosen, how=how)
    total = int(found[found.how.isna()].people.sum())
    if not total:
        return
    given = {"area_id": int(area.area_id), "as_of": chosen.last_day, "grid": _grid(chosen), "how": how}
    rows = read(people, store, user.scope, **given, limit=PAGE, offset=(page - 1) * PAGE)
    parts = [f"**{say('risk.total', total=format.exact(total))}**"]
    if how:
        parts.append(say(f"risk.how.{how}"))
    if total > PAGE and len(rows):
        parts.append(say("risk.range", first=(page - 1) * PAGE + 1, last=(page - 1) * PAGE + len(rows)))
    if wide():
        parts.append(say("risk.open_hint"))
    finder.pager("risk", " · ".join(parts), page=page, pages=min(-(-total // PAGE), MOST // PAGE))
    names = palette.class_names(language())
    shown = rows.assign(how=[_hows(r) for r in rows.itertuples()], **{"class": [names.get(c) for c in rows["class"]]})
    conditions = {"grid": _grid(chosen), "risk_area": int(area.area_id), "registered": None, "judged": chosen.last_day}
    export_popover(store, user, "people", conditions)
    if not wide():
        _cards(shown)
        return
    clicked = table(shown, COLUMNS, key=f"risk_people_{area.area_id}_{page}_{how}", select="person_id", rows=15)
    if clicked is not None:
        st.switch_page("people.py", query_params={"person": str(shown.person_id.iloc[clicked])})


def _hows(row: tuple) -> str:
    hows = list(row.hows) if isinstance(row.hows, list | np.ndarray) else []
    words = say("list.items").join(say(f"risk.how.{how}") for how in hows)
    return words if row.sure else f"{words} ({say('risk.may_be')})"


def _cards(shown: pd.DataFrame) -> None:
    rows = "".join(_card(row) for row in shown.to_dict("records"))
    st.html(f'<ul class="gc-cards" aria-label="{escape(say("page.people"))}">{rows}</ul>')


def _card(row: dict) -> str:
    where = [place(v) for v in (row["township"], row["place"]) if isinstance(v, str)]
    task = say(f"risk.task.{row['task']}") if isinstance(row["task"], str) else ""
    left = "" if pd.isna(row["left_on"]) else format.day(language(), pd.Timestamp(row["left_on"]).date())
    below = " · ".join(escape(v) for v in [*where, row["phone"], left] if isinstance(v, str) and v)
    name = row["name"] if isinstance(row["name"], str) else say("person.nameless")
    return (
        f'<li><a class="go" href="{href("people", person=row["person_id"])}"><span class="gc-name">{escape(name)}</span>'
        f'<span>{escape(task)}</span><span>{escape(row["how"])}</span><span class="gc-why">{below}</span></a></li>'
    )


def _counted(store: Store, user: User, area: pd.Series, chosen: Filter, *, how: str | None = None) -> pd.DataFrame:
    return read(
        concerned_by, store, user.scope, area_id=int(area.area_id), as_of=chosen.last_day, below=chosen.grid_id,
        grid=_grid(chosen), how=how,
    )  # fmt: skip


def _grid(chosen: Filter) -> int:
    """Everybody where the topmost grid is chosen: who has no home yet as well."""
    top = chosen.grid is None or (chosen.grid.axis == "area" and chosen.grid.parent_id is None)
    return EVERYTHING if top else chosen.grid_id


def _how() -> str | None:
    how = st.query_params.get("how")
    return how if how in HOWS else None

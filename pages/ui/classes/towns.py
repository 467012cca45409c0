"""A class by place: people now, the change in a week, per thousand registered; each a link to those people."""

from __future__ import annotations

from datetime import timedelta
from html import escape

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format
from core.policy.loader import RESIDENT
from core.report import Clause, word
from core.rollup import by_child, class_daily_by_child
from pages.ui.classes.choice import Choice
from pages.ui.classes.read import WEEK
from pages.ui.classes.take_away import files
from pages.ui.classes.today import signed
from pages.ui.shared import palette
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say, store


def draw(user: User, chosen: Filter, choice: Choice, beside: int) -> None:
    """`beside`: how many more are in the class and counted in another, in no place here."""
    found = of_places(user, chosen, choice.code)
    also = say("classes.towns_beside", people=format.exact(beside)) if beside > 0 and choice.code != RESIDENT else ""
    note = say("classes.towns_note") + also
    st.html(towns_html(user, found, choice.code, _note_html(user, choice.code, also)))
    sentence = word(language(), finding(found, choice.code))
    files(user, chosen, key="class_towns", sentence=sentence, note=note, book=_book(found))


def _note_html(user: User, code: str, also: str) -> str:
    """Those who are in no place here stand in the list of people: the way there."""
    if also and user.may("people.read"):
        also = f'<a class="go" href="{href("people", **{"class": code})}">{escape(also)}</a>'
    else:
        also = escape(also)
    return escape(say("classes.towns_note")) + also


def _book(found: pd.DataFrame) -> pd.DataFrame:
    change = found.people - found.before if found.before.notna().any() else None
    return pd.DataFrame({
        say("classes.town.code"): found.code, say("classes.town.place"): found["name"], say("classes.town.people"): found.people,
        say("classes.town.change"): change, say("classes.town.registered"): found.registered, say("classes.town.per_1000"): found.per_1000.round(1),
    })  # fmt: skip


def of_places(user: User, chosen: Filter, code: str) -> pd.DataFrame:
    """Per place next below, most people first: code, name, registered, people, before, per_1000."""
    where = {"grid": chosen.grid_id, "until": chosen.until}
    now = named(read(by_child, store(), user.scope, since=chosen.until, **where))
    day = chosen.until - timedelta(days=WEEK)
    then = read(class_daily_by_child, store(), user.scope, grid=chosen.grid_id, since=day, until=day)
    known = not then.empty
    earlier = then[then["class"] == code].set_index("grid_id").people if known else pd.Series(dtype="int64")
    found = pd.DataFrame({
        "code": now.code, "name": now.name, "registered": now.people, "people": now.get(code, 0),
        "before": now.grid_id.map(earlier).fillna(0) if known else None,
    })  # fmt: skip
    found["per_1000"] = 1000 * found.people / found.registered.where(found.registered > 0)
    return found.sort_values(["people", "registered"], ascending=False, kind="stable").reset_index(drop=True)


def towns_html(user: User, found: pd.DataFrame, code: str, note: str) -> str:
    title = word(language(), finding(found, code))
    top = max(float(found.people.max()), 1.0) if len(found) else 1.0
    rows = "".join(_row(user, row, code, top) for row in found.to_dict("records"))
    heads = "".join(
        f'<th scope="col"{"" if name in ("place", "bar") else " class=gc-right"}>{escape(say(f"classes.town.{name}")) if name != "bar" else ""}</th>'
        for name in ("place", "bar", "people", "change", "per_1000")
    )
    return (
        f'<div class="gc-heading"><h2>{escape(title)}</h2><span>{note}</span></div>'
        f'<div class="gc-scroll" tabindex="0"><table class="gc-table gc-towns"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def finding(found: pd.DataFrame, code: str) -> tuple[Clause, ...]:
    total = int(found.people.sum())
    if not total:
        return (Clause("class_nowhere", {"class": code}),)
    if len(found) == 1:
        return (Clause("class_here", {"class": code, "value": total}),)
    first = found.iloc[0]
    dense = found.loc[found.per_1000.idxmax()]
    clauses = [Clause("class_in_towns", {"class": code, "value": total, "count": int((found.people > 0).sum())})]
    clauses.append(Clause("class_town_most", {"name": first["name"], "most": int(first.people)}))
    if dense["name"] != first["name"]:
        clauses.append(Clause("class_town_dense", {"name": dense["name"], "rate": float(dense.per_1000)}))
    return tuple(clauses)


def _row(user: User, row: dict, code: str, top: float) -> str:
    people = format.exact(int(row["people"]))
    if user.may("people.read") and row["people"]:
        to = href("people", grid=row["code"], **{"class": code})
        people = f'<a class="go" href="{to}">{people}</a>'
    change = None if pd.isna(row["before"]) else int(row["people"] - row["before"])
    rate = format.NOTHING if pd.isna(row["per_1000"]) else format.number(language(), float(row["per_1000"]), 1)
    inside = href("classes", part="class", grid=row["code"], **{"class": code})
    colour = palette.class_colours()[code] if code != RESIDENT else palette.of("muted")
    bar = (
        f'<span class="gc-bar"><i style="width:{max(row["people"] / top, 0.01):.1%};background:{colour}"></i></span>'
        if row["people"]
        else ""
    )
    return (
        f'<tr><th scope="row"><a class="go" href="{inside}">{escape(row["name"])}</a></th><td class="gc-bar-cell">{bar}</td>'
        f'<td class="gc-right">{people}</td><td class="gc-right">{signed(change)}</td><td class="gc-right">{rate}</td></tr>'
    )

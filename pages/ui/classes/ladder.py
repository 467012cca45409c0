"""The ladder of a grid's grade: what each rule finds, what is missing for the next step, what came before, and the grids below."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.classify.ladder import Ladder, ladder
from core.domain import User
from core.i18n import format
from core.i18n.sentence import sentence
from core.policy.grades import LOW, UNKNOWN
from core.report import grade_words as words
from pages.ui.classes.take_away import files
from pages.ui.shared import severity
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.places import named
from pages.ui.shared.session import language, place, say, store
from pages.ui.shared.squares import Square, squares

MOST_UNITS, MOST_STRETCHES = 24, 6


def draw(user: User, chosen: Filter) -> None:
    found = read(ladder, store(), user.scope, grid=chosen.grid_id)
    if found is None:
        st.info(say("ladder.none"), icon=":material/event_busy:")
        return
    st.html(head_html(found) + rules_html(found) + _history(found))
    children = named(found.children)
    below = children[children.axis == found.grid.axis]
    if len(below):
        st.html(_below("ladder.below", below))
    _take_away(user, chosen, found, children)
    units = children[(children.axis == "block") & (found.grid.axis == "area") & ~children.grade.isin([LOW])].dropna(
        subset=["grade"]
    )
    if found.grid.axis == "area" and len(units):
        st.html(_below("ladder.units", units.head(MOST_UNITS), more=len(units) - MOST_UNITS))


def _take_away(user: User, chosen: Filter, found: Ladder, children: pd.DataFrame) -> None:
    """The grades of all grids below and of the units, with why."""
    lang = language()
    graded = children.dropna(subset=["grade"])
    if graded.empty:
        return
    book = pd.DataFrame({
        say("classes.town.code"): graded.code, say("classes.town.place"): graded["name"],
        say("ladder.column.grade"): [words.grade_name(lang, g) for g in graded.grade],
        say("ladder.since"): [pd.Timestamp(d).date() for d in graded.since],
        say("ladder.reason"): [sentence(lang, r.reason, r.fields) for r in graded.itertuples()],
    })  # fmt: skip
    files(user, chosen, key="grades_below", sentence=words.stands(lang, found), note=say("ladder.below"), book=book)


def head_html(found: Ladder) -> str:
    """The grade with why and since when; the nearest steps up and down as a list."""
    lang = language()
    steps = [*words.ways_up(lang, found), words.way_down(lang, found)]
    listed = "".join(f"<li>{escape(step)}</li>" for step in steps if step)
    return (
        f'<p class="gc-lead">{severity.mark(found.grade)} {escape(place(found.grid.name))} {escape(words.stands(lang, found))}</p>'
        f'<ul class="gc-steps-list">{listed}</ul>'
    )


def rules_html(found: Ladder) -> str:
    lang = language()
    titles = "".join(
        f'<th scope="col">{escape(say(f"ladder.column.{name}"))}</th>'
        for name in ("grade", "asked", "observed", "verdict")
    )
    rows = "".join(
        f'<tr class="{"gc-met" if r.met else ""}"{" aria-current=true" if at == found.decides else ""}>'
        f'<th scope="row">{severity.mark(r.rule.grade)} {escape(words.grade_name(lang, r.rule.grade))}</th><td>{escape(words.asked(lang, r.rule))}</td>'
        f'<td data-name="{escape(say("ladder.column.observed"))}">{escape(words.observed(lang, r))}</td><td>{escape(words.verdict(lang, r, decides=at == found.decides))}</td></tr>'
        for at, r in enumerate(found.rungs)
    )
    note = say("ladder.note", day=format.day(lang, found.as_of))
    return (
        f'<div class="gc-heading"><h2>{escape(say("ladder.rules"))}</h2><span>{escape(note)}</span></div>'
        f'<div class="gc-scroll" tabindex="0"><table class="gc-table gc-rules"><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _history(found: Ladder) -> str:
    if len(found.history) < 2:
        return ""
    lang = language()
    lines = [
        f"<li>{severity.mark(s.grade)} {escape(words.grade_name(lang, s.grade))} "
        f"<time>{escape(format.day(lang, s.since))}–{escape(format.day(lang, s.until) if s.until else '')}</time>"
        f' <span class="gc-why">{escape(sentence(lang, s.reason, s.fields))}</span></li>'
        for s in found.history
    ]
    first, rest = "".join(lines[:MOST_STRETCHES]), "".join(lines[MOST_STRETCHES:])
    more = escape(say("ladder.earlier", count=format.exact(len(lines) - MOST_STRETCHES)))
    folded = f'<details><summary>{more}</summary><ul class="gc-stretches">{rest}</ul></details>' if rest else ""
    return f'<div class="gc-heading"><h2>{escape(say("ladder.history"))}</h2></div><ul class="gc-stretches">{first}</ul>{folded}'


def _below(title: str, below: pd.DataFrame, *, more: int = 0) -> str:
    """Squares, the worst first, each the way to its own ladder."""
    counts = below.grade.value_counts()
    note = say("list.items").join(
        say("ladder.of_grade", grade=words.grade_name(language(), g), count=format.exact(int(counts[g])))
        for g in ("high", "medium", UNKNOWN, LOW)
        if counts.get(g)
    )
    shown = squares([_square(row) for row in below.itertuples()], label=say(title))
    rest = f'<p class="gc-why">{escape(say("ladder.more", count=format.exact(more)))}</p>' if more > 0 else ""
    return f'<div class="gc-heading"><h2>{escape(say(title))}</h2><span>{escape(note)}</span></div><div class="gc-graded">{shown}</div>{rest}'


def _square(row: tuple) -> Square:
    known = isinstance(row.grade, str)
    lit = row.grade if known and row.grade in ("high", "medium") else "low"
    why = sentence(language(), row.reason, row.fields) if known and row.grade != LOW else ""
    value = words.grade_name(language(), row.grade) if known else format.NOTHING
    return Square(row.name, value, lit, why, href("classes", part="grades", grid=row.code))

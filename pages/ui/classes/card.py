"""The card of a class: what it is for, whom it holds, from when and how long, what the person is told; and of today who and how many."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.classify import classes_unknown
from core.classify.cards import SOON, ending
from core.domain import User
from core.i18n import format, t
from core.policy.grades import GRADES
from core.policy.loader import RESIDENT, Measure, Policy
from core.policy.running import running
from core.report.class_words import facts_of
from core.report.measures import times
from core.report.why import term_of
from pages.ui.classes.choice import Choice
from pages.ui.shared.cached import read
from pages.ui.shared.controls import Filter
from pages.ui.shared.links import href
from pages.ui.shared.measures_table import cells_of
from pages.ui.shared.places import named
from pages.ui.shared.session import language, say, store


def draw(user: User, chosen: Filter, choice: Choice, today: pd.DataFrame) -> None:
    policy, lang = running(store()), language()
    each = policy.person_class(choice.code)
    row = today[today["class"] == choice.code].iloc[0]
    facts = [(say(f"classes.card.{name}"), escape(text)) for name, text in facts_of(lang, each, policy.terms)]
    if asked := _asked(policy, choice.code):
        facts.append((say("classes.card.measures"), asked))
    facts.append((say("classes.card.people"), _people(user, chosen, row)))
    if choice.code != RESIDENT:
        facts.append((say("classes.card.unknown"), escape(_unknown(user, chosen, choice.code))))
        facts.append((say("classes.card.ending", days=SOON), _ending(user, chosen, choice.code, int(row.ending))))
    st.html(
        f'<section class="gc-classcard" style="border-color:{each.colour}"><h2>{escape(getattr(each, lang))}</h2>'
        f"<p>{escape(getattr(each, f'purpose_{lang}'))}</p><dl>"
        + "".join(f"<dt>{escape(label)}</dt><dd>{text}</dd>" for label, text in facts)
        + "</dl></section>"
    )


def _asked(policy: Policy, code: str) -> str:
    """The measures that follow, by grade of the grid where they differ."""
    cells = [(grades, cell) for grades, cell in cells_of(policy.matrix, code) if cell]
    return "<br>".join(
        escape(
            ("" if len(grades) == len(GRADES) else _grades(grades)) + say("list.items").join(_often(m) for m in cell)
        )
        for grades, cell in cells
    )


def _grades(grades: list[str]) -> str:
    names = say("measures.comma").join(t(language(), f"grade.{grade}") for grade in grades)
    return say("classes.card.in_grades", grades=names)


def _often(measure: Measure) -> str:
    often = times(language(), measure)
    return measure.name(language()) + (f" {often}" if often else "")


def _people(user: User, chosen: Filter, row: pd.Series) -> str:
    """All who are in it, and how many of them are shown as something more urgent."""
    held = int(row.people if row["class"] == RESIDENT else row.held)
    text = escape(say("classes.people", count=format.exact(held)))
    if user.may("people.read") and held:
        text = f'<a class="go" href="{href("people", **{"class": row["class"]})}">{text}</a>'
    others = held - int(row.people)
    if others > 0 and chosen.until == chosen.last_day:
        text += escape(say("classes.shown_otherwise", count=format.exact(others)))
    return text


def _unknown(user: User, chosen: Filter, code: str) -> str:
    found = read(classes_unknown, store(), user.scope, grid=chosen.grid_id, as_of=chosen.last_day, only=code)
    parts = [
        say("classes.unknown_for", count=format.exact(int(n)), term=term_of(language(), term))
        for term, n in found[["term", "people"]].itertuples(index=False)
    ]
    return say("list.items").join(parts) or say("classes.nobody")


def _ending(user: User, chosen: Filter, code: str, count: int) -> str:
    """How many; and to who may see people, who."""
    if not count:
        return escape(say("classes.nobody"))
    total = escape(say("classes.people", count=format.exact(count)))
    if not user.may("people.read"):
        return total
    found = named(
        read(
            ending,
            store(),
            user.scope,
            grid=chosen.grid_id,
            person_class=code,
            as_of=chosen.today,
            judged=chosen.last_day,
        )
    )
    lines = "".join(
        f'<li><a class="go" href="{href("people", person=int(row.person_id))}">{escape(str(row.name) if row.name else format.NOTHING)}</a>'
        f" <span>{escape(str(row.place) if isinstance(row.place, str) else '')}</span>"
        f" <time>{escape(format.day(language(), pd.Timestamp(row.until).date()))}</time></li>"
        for row in found.itertuples()
    )
    rest = count - len(found)
    if rest > 0:
        told = escape(say("classes.card.more_ending", count=format.exact(rest)))
        lines += f'<li><a class="go" href="{href("people", **{"class": code})}">{told}</a></li>'
    return f'<details class="gc-ending"><summary>{total}</summary><ul class="gc-enders">{lines}</ul></details>'

"""The matrix in words: what follows from each class in a grid of each grade."""

from __future__ import annotations

from html import escape
from itertools import groupby

import streamlit as st

from core.i18n import t
from core.policy.classes import PersonClass
from core.policy.grades import GRADES
from core.policy.loader import Measure, Policy
from core.policy.measures import Matrix
from core.report.measures import times
from pages.ui.shared.session import language, say


def measures_table(policy: Policy) -> None:
    """A row per class, a column per grade; where all grades ask for the same, one cell. Read only."""
    lang = language()
    head = "".join(f"<th>{escape(t(lang, f'grade.{grade}'))}</th>" for grade in GRADES)
    rows = "".join(_row(policy.matrix, c) for c in policy.classes if any(policy.matrix.of(c.code, g) for g in GRADES))
    level = t(lang, f"level.{policy.matrix.grade_of}").lower()
    st.html(
        f'<p class="gc-note">{escape(say("measures.note", level=level))}</p>'
        f'<div class="gc-scroll" tabindex="0"><table class="gc-table gc-matrix"><thead><tr><th>{escape(say("measures.class"))}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(matrix: Matrix, each: PersonClass) -> str:
    name = f'<th scope="row"><span class="gc-dot" style="color:{each.colour}" aria-hidden="true">●</span> {escape(getattr(each, language()))}</th>'
    return f"<tr>{name}{''.join(_cell(cell, grades) for grades, cell in cells_of(matrix, each.code))}</tr>"


def cells_of(matrix: Matrix, code: str) -> list[tuple[list[str], tuple[Measure, ...]]]:
    """Grades that ask for the same beside one another, with what they ask for."""
    cells = [(grade, matrix.of(code, grade)) for grade in GRADES]
    return [([grade for grade, _ in of_it], cell) for cell, of_it in groupby(cells, key=lambda c: c[1])]


def _cell(cell: tuple[Measure, ...], grades: list[str]) -> str:
    """What stands under several grades says of which, as all do on a phone, where the columns stand below one another: it would look as if it were
    the first one's alone."""
    span = f' colspan="{len(grades)}"' if len(grades) > 1 else ""
    named = say("measures.comma").join(t(language(), f"grade.{grade}") for grade in grades)
    named = say("measures.every_grade") if len(grades) == len(GRADES) else named
    span += f' data-grades="{escape(named)}"'
    items = "".join(_measure(m) for m in cell)
    listed = f'<ul class="gc-measures">{items}</ul>' if items else escape(say("measures.none"))
    return f"<td{span}>{listed}</td>"


def _measure(measure: Measure) -> str:
    lang = language()
    often = times(lang, measure)
    small = f" <small>{escape(often)}</small>" if often else ""
    kind = "gc-standing" if measure.standing else "gc-asked"
    return f'<li class="{kind}" title="{escape(measure.what(lang))}">{escape(measure.name(lang))}{small}</li>'

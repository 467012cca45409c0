"""The matrix in words: what follows from each class in a grid of each grade."""

from __future__ import annotations

from html import escape
from itertools import groupby

import streamlit as st

from core.i18n import t
from core.policy.grades import GRADES
from core.policy.loader import Measure
from core.policy.running import running
from core.report.measures import times
from core.report.why import class_of
from pages.ui.shared import palette
from pages.ui.shared.session import language, say, store


def measures_table() -> None:
    """A row per class, a column per grade; where all grades ask for the same, one cell. Read only."""
    policy, lang = running(store()), language()
    head = "".join(f"<th>{escape(t(lang, f'grade.{grade}'))}</th>" for grade in GRADES)
    rows = "".join(
        _row(code) for code in (c.code for c in policy.classes) if any(policy.matrix.of(code, g) for g in GRADES)
    )
    level = t(lang, f"level.{policy.matrix.grade_of}")
    st.html(
        f'<p class="gc-note">{escape(say("measures.note", level=level))}</p>'
        f'<div class="gc-scroll" tabindex="0"><table class="gc-table gc-matrix"><thead><tr><th>{escape(say("measures.class"))}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(code: str) -> str:
    matrix = running(store()).matrix
    cells = [matrix.of(code, grade) for grade in GRADES]
    colour = palette.class_colours()[code]
    name = f'<th scope="row"><span style="color:{colour}" aria-hidden="true">●</span> {escape(class_of(language(), code))}</th>'
    spans = [
        (cell, [grade for grade, _ in of_it])
        for cell, of_it in groupby(zip(GRADES, cells, strict=True), key=lambda c: c[1])
    ]
    return f"<tr>{name}{''.join(_cell(cell, grades) for cell, grades in spans)}</tr>"


def _cell(cell: tuple[Measure, ...], grades: list[str]) -> str:
    """On a phone, where the columns stand below one another, each says of which grades it is."""
    span = f' colspan="{len(grades)}"' if len(grades) > 1 else ""
    named = say("measures.comma").join(t(language(), f"grade.{grade}") for grade in grades)
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

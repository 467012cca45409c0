"""The form that writes a change of one cell of the matrix into the text of a county's own version."""

from __future__ import annotations

import streamlit as st

from core.i18n import t
from core.policy.cell_change import cell_change
from core.policy.grades import GRADES
from core.policy.loader import Policy
from core.policy.measures import ANY
from pages.ui.shared.session import language, say


def cell_form(before: Policy, shipped: Policy, now: Policy, key: str) -> None:
    """`key`: of the text in the session. `before`: with the changes that the text began with, `now`: with those that it says, as far as it is right."""
    lang = language()
    classes = {c.code: getattr(c, lang) for c in before.classes if any(before.matrix.of(c.code, g) for g in GRADES)}
    names = {code: m.name(lang) for code, m in before.measures.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", key="policy_edit_cell"):
        code = st.selectbox(
            say("policy.edit.class"), list(classes), format_func=classes.get, key="policy_cell_class", width=220
        )
        grade = st.selectbox(
            say("policy.edit.grade"),
            [ANY, *GRADES],
            format_func=lambda g: say("policy.edit.all_grades") if g == ANY else t(lang, f"grade.{g}"),
            key="policy_cell_grade",
            width=150,
        )
        grades = list(GRADES) if grade == ANY else [grade]
        asked = [m.code for m in now.matrix.of(code, grades[0]) if m.code in names]
        cell = f"{code}_{grade}_{before.version}_{'_'.join(asked)}"  # shown anew whenever the text says another thing of it
        wanted = st.multiselect(
            say("policy.edit.measures"), list(names), asked, format_func=names.get, key=f"policy_cell_{cell}", width=420
        )
        timed = [name for name in wanted if not before.measures[name].standing]
        often = st.selectbox(
            say("policy.edit.often"), timed, index=None, format_func=names.get, placeholder=say("policy.edit.as_before"),
            key=f"policy_cell_often_{cell}", width=190,
        )  # fmt: skip
        days = st.number_input(
            say("policy.edit.every"), 1, 60, 2, key=f"policy_cell_every_{cell}", width=130, disabled=often is None
        )

        def add() -> None:
            every = {often: days} if often else {}
            st.session_state[key] = cell_change(
                st.session_state[key], before, shipped=shipped, code=code, grades=grades, wanted=wanted, every=every
            )

        st.button(say("policy.edit.add_cell"), on_click=add, icon=":material/add:", key="policy_cell_add")

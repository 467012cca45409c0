"""Other thresholds, a budget, a quiet time: everywhere, at a level, for units of a kind, or in one grid."""

from __future__ import annotations

import streamlit as st

from core.policy.loader import LEVELS
from core.watch.rule import Rule
from pages.ui.rules.wording import place_name, setting
from pages.ui.shared.session import say

KINDS = ("enterprise", "school", "site", "government", "hospital", "other")
EVERYWHERE, GRID = "", "grid"


def changes(rule: Rule) -> dict[str, object] | None:
    """What the form says otherwise than the rule: setting (at.village.high, grid.CODE.high) → value; None while a grid's code is awaited."""
    places = [EVERYWHERE, *LEVELS, *(f"unit.{kind}" for kind in KINDS), GRID]
    words = {EVERYWHERE: say("rules.everywhere"), GRID: say("rules.one_grid")}
    with st.container(horizontal=True, vertical_alignment="bottom", key="rule_where"):
        where = st.selectbox(
            say("rules.where"),
            places,
            format_func=lambda p: words.get(p) or place_name(p),
            key=f"rule_where_{rule.code}",
            width=240,
        )
        code = (
            st.text_input(say("rules.grid_code"), key=f"rule_code_{rule.code}", width=200).strip()
            if where == GRID
            else ""
        )
    if where == GRID and not code.isalnum():
        st.caption(say("rules.grid_awaited"))
        return None
    place = f"grid.{code}" if where == GRID else f"at.{where}" if where else ""
    differs = (rule.grid.get(code, {}) if where == GRID else rule.at.get(where, {})) if where else {}
    made = {} if where else _episodes(rule)  # first, as in the settings beside it: the budget is what is changed most
    return made | _numbers(rule, {**rule.parameters, **differs}, place)


def _numbers(rule: Rule, stands: dict[str, object], place: str) -> dict[str, object]:
    prefix = f"{place}." if place else ""
    made: dict[str, object] = {}
    shown = {
        key: given for key, given in stands.items() if isinstance(given, (int, float)) and not isinstance(given, bool)
    }
    columns = st.columns(2)
    for number, (key, given) in enumerate(shown.items()):
        whole = isinstance(given, int)
        step = 1 if whole else 0.01 if given < 1 else 0.1
        said = columns[number % 2].number_input(
            setting(key), min_value=0 if whole else 0.0, value=given, step=step, format="%d" if whole else "%g",
            key=f"rule_{rule.code}_{place}_{key}",
        )  # fmt: skip
        if said != given:
            made[prefix + key] = said
    return made


def _episodes(rule: Rule) -> dict[str, object]:
    made: dict[str, object] = {}
    columns = st.columns(2)
    for column, key, given in ((columns[0], "budget_a_day", rule.budget), (columns[1], "quiet_days", rule.quiet_days)):
        said = column.number_input(
            setting(key), min_value=0, value=given, step=1, key=f"rule_{rule.code}_{key}",
            placeholder=say("rules.no_limit" if key == "budget_a_day" else "rules.never_ends"),
        )  # fmt: skip
        if said is not None and said != given:
            made[key] = said
    return made

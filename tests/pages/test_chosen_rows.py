"""What was clicked or ticked in a list stays that row, whatever comes before it or goes."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    import pandas as pd
    import streamlit as st

    from pages.ui.shared.tables import Column, pick_table, table

    ids = st.session_state["ids"]
    frame = pd.DataFrame({"number": ids, "name": [f"n{n}" for n in ids]})
    columns = [Column("name", "people.column.name")]
    ticked = pick_table(frame, columns, key="ticked", select="number")
    clicked = table(frame, columns, key="clicked", select=["number", "name"])
    st.session_state["ticked"] = [ids[n] for n in ticked]
    st.session_state["clicked"] = None if clicked is None else ids[clicked]


@pytest.fixture
def shown() -> AppTest:
    at = AppTest.from_function(page)
    return show(at, 1, 2, 3)


def show(at: AppTest, *ids: int) -> AppTest:
    at.session_state["ids"] = list(ids)
    at.run()
    assert not at.exception
    return at


def choose(at: AppTest, key: str, selection: dict) -> None:
    """As the front end tells it, by places in the list that it shows."""
    at.session_state[at.session_state[f"{key}_drawn"][0]] = {
        "selection": {"rows": [], "columns": [], "cells": []} | selection
    }
    at.run()
    assert not at.exception


def test_ticked_rows_stay_those_that_were_ticked(shown):
    choose(shown, "ticked", {"rows": [0, 2]})
    assert shown.session_state["ticked"] == [1, 3]
    assert show(shown, 9, 3, 2, 1).session_state["ticked"] == [3, 1]
    assert show(shown, 9, 2, 1).session_state["ticked"] == [1]
    choose(shown, "ticked", {"rows": []})
    assert show(shown, 1, 2).session_state["ticked"] == []


def test_a_clicked_row_stays_that_row_and_is_none_once_it_has_gone(shown):
    choose(shown, "clicked", {"cells": [(1, "name")]})
    assert shown.session_state["clicked"] == 2
    assert show(shown, 7, 8, 2, 3).session_state["clicked"] == 2
    assert show(shown, 3, 7).session_state["clicked"] is None
    assert show(shown, 2, 3, 7).session_state["clicked"] is None


def test_a_tick_that_arrives_with_another_list_is_of_the_list_that_was_shown(shown):
    shown.session_state["ids"] = [9, 1, 2, 3]  # somebody else's came first, and the front end has not heard of it
    choose(shown, "ticked", {"rows": [0]})
    assert shown.session_state["ticked"] == [1]

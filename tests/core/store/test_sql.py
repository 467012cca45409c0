"""Statements without the conditions that nothing asks for."""

from __future__ import annotations

from core.store import asked

SQL = """select 1
where true
  -- if grid
  and grid = $grid
  -- why a text
  -- if text
  and text = $text
  -- end
order by 1
"""


def test_a_condition_stands_only_where_something_asks_for_it():
    plain = "select 1\nwhere true\norder by 1\n"
    assert asked(SQL, {"grid": None, "text": None}) == asked(SQL, {}) == plain
    assert "$grid" in asked(SQL, {"grid": 0}) and "$text" not in asked(SQL, {"grid": 0})
    both = asked(SQL, {"grid": 1, "text": ""})
    assert both.index("$grid") < both.index("$text") < both.index("order by")
    assert asked("select 1", {"grid": 1}) == "select 1"

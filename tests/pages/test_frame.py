"""The frame: log-in, menu by role, filters from the address."""

from __future__ import annotations

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from core.store import use_store
from tests.pages.conftest import FRAME, assert_fine
from tests.pages.test_people import texts
from tests.patience import PATIENCE

ANY_PAGES_PARTS = (
    "page",
    "grid",
    "days",
    "since",
    "owner",
    "measure",
    "state",
    "about",
    "alert",
    "person",
    "clue",
    "whose",
    "q",
)


def test_without_a_session_there_is_only_the_way_to_log_in(county, monkeypatch):
    use_store(county)
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda self: {}))
    page = AppTest.from_file(FRAME, default_timeout=PATIENCE).run()
    assert "登录" in page.info[0].value
    assert not page.selectbox
    use_store(None)


def test_the_grid_of_the_address_is_chosen(open_page):
    page = open_page("overview", grid="990101100")
    assert_fine(page)
    assert page.selectbox(key="control_grid").value == "990101100"


def test_a_foreign_grid_in_the_address_falls_back_to_the_own(open_page):
    page = open_page("overview", grids=(2,), grid="990101101")
    assert page.selectbox(key="control_grid").value == "990101100"
    assert "990101101" in page.warning[0].value


@pytest.mark.parametrize("nonsense", ["2", "1' or 1=1", "99999999999999999999"])
def test_an_address_may_say_anything(open_page, nonsense):
    """Pages of a list, and what is no number, name or code of anything."""
    given = dict.fromkeys(ANY_PAGES_PARTS, nonsense)
    page = open_page("tasks", lang="en", **given)
    assert_fine(page)
    assert "lang=zh" in texts(page) and any("gc-rail" in getattr(each.proto, "body", "") for each in page.get("html"))
    for other in ("exits", "clues", "anomalies"):
        page.switch_page(f"{other}.py")
        for name, value in given.items():
            page.query_params[name] = value
        assert_fine(page.run())

"""The frame: log-in, menu by role, filters from the address."""

from __future__ import annotations

from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from core.store import use_store
from tests.pages.conftest import FRAME, assert_fine
from tests.patience import PATIENCE


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


def test_whatever_stands_in_an_address_the_menu_is_there(open_page):
    """Names of our own parameters among them: a second page of a list, another language."""
    odd = {"lang": "xx", "self": "1", "here": "1", "q": "\x00' or 1=1 --<b>", "grid": "9" * 40, "person": "1e400", "since": "2026-13-45", "user": "admin", "name": "x", "key": "x"}  # fmt: skip
    page = open_page("people", role="clerk", **odd)
    page.query_params["page"] = "2"
    assert_fine(page.run())
    assert any("gc-rail" in getattr(each.proto, "body", "") for each in page.get("html"))

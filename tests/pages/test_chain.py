"""The page of the chain: gaps named, the rota edited, a drill started, answered and closed."""

from __future__ import annotations

import pytest

from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts


@pytest.fixture
def store():
    found = prepared_county()
    with found.write() as db:
        db.execute(
            "insert into duty (grid_id, role, name, phone) values (4, 'deputy', '替一', '13800000009'), (3, 'responsible', '丙三', null)"
        )
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["leader", "command", "clerk", "officer", "admin"])
def test_gaps_are_said_first_and_each_view_opens(open_page, store, role, lang):
    grids = (2,) if role == "officer" else (0,)
    for view in ("chain", "rota", "drill"):
        page = open_page("chain", role=role, lang=lang, store=store, grids=grids, view=view)
        assert_fine(page)
        if view == "chain":
            assert ("无人负责" if lang == "zh" else "nobody") in texts(page)
        writes = role in ("command", "officer", "admin")
        assert any(b.key == "away_do" for b in page.button) == (writes and view == "rota")
        assert any(b.key == "drill_do" for b in page.button) == (role in ("command", "admin") and view == "drill")


def test_a_drill_is_started_answered_by_one_click_and_closed(open_page, store):
    page = open_page("chain", role="command", store=store, view="drill")
    page.button(key="drill_do").click().run()
    assert_fine(page)
    assert store.value("select count(*) from drill_call") > 0
    east = open_page("chain", role="officer", store=store, grids=(3,))
    east.button(key="drill_yes_1").click().run()
    assert_fine(east)
    assert store.run("select grid_id, how from drill_call where how is not null").fetchall() == [(3, "self")]
    page = open_page("chain", role="command", store=store, view="drill")
    page.button(key="drill_close").click().run()
    assert "已结束" in texts(page)


def test_who_is_ill_hands_everything_over(open_page, store):
    page = open_page("chain", role="officer", store=store, grids=(2,), view="rota")
    page.selectbox(key="away_post").select((3, "responsible"))
    page.selectbox(key="away_stand").select((4, "deputy"))
    page.run()
    page.button(key="away_do").click().run()
    assert_fine(page)
    assert store.one("select grid_id, stand_grid_id, stand_role from rota") == (3, 4, "deputy")
    assert "离岗" in texts(page)

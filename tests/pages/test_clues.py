"""The page of clues: entered, taken on, found to be true, sent for a visit, answered, by clicks."""

from __future__ import annotations

import pytest

from core.clues import take
from core.i18n import t
from tests.county import NOW, WHOLE
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_entry_to_answer(open_page, lang):
    store = prepared_county()
    page = open_page("clues", store=store, lang=lang)
    assert_fine(page)
    assert t(lang, "page.clues") == page.title[0].value and t(lang, "clues.none") in [i.value for i in page.info]
    page.text_area(key="clue_0_told").set_value("<b>东镇</b>有人*外出*").run()
    page.selectbox(key="clue_0_kind").set_value("quarantine_breach").run()
    page.text_input(key="clue_0_teller").set_value("李某某").run()
    page.text_input(key="clue_0_phone").set_value("13812345678").run()
    page.button(key="clue_enter").click().run()
    assert_fine(page)
    assert "XS20260131-0001-" in page.success[0].value
    assert page.text_area(key="clue_1_told").value == "", "a second click does not enter it twice"
    assert len(page.dataframe[0].value) == 1

    page = open_page("clues", store=store, lang=lang, clue="1")
    assert_fine(page)
    assert "13812345678" not in texts(page)
    page.button(key="clue_phone").click().run()
    assert "13812345678" in texts(page)
    assert store.value("select count(*) from audit_entry where event = 'clue.phone_shown'") == 1
    page.button(key="clue_check").click().run()
    assert_fine(page)
    grid = page.selectbox(key="clue_link_1_grid")
    grid.set_value(grid.options and store.value("select code from grid where grid_id = 3")).run()
    page.button(key="clue_link_do").click().run()
    assert_fine(page)
    page.button(key="clue_visit").click().run()
    assert_fine(page)
    page.radio(key="clue_verdict_1").set_value("confirmed").run()
    page.text_area(key="clue_note_1").set_value("上门看过").run()
    page.button(key="clue_find").click().run()
    page.text_area(key="clue_answer_1").set_value("已处理").run()
    page.button(key="clue_answer_do").click().run()
    assert_fine(page)
    kept = store.one("select state, verdict, answer, grid_id, task_id is not null from clue")
    assert kept == ("answered", "confirmed", "已处理", 3, True)
    assert "command-0" not in texts(page) and texts(page).count("· command") >= 3  # by name, not by login
    assert not [b for b in page.button if b.key in ("clue_check", "clue_find", "clue_answer_do", "clue_link_do")]


@pytest.mark.parametrize(
    ("role", "sees", "handles"), [("leader", False, False), ("clerk", True, True), ("officer", True, True)]
)
def test_who_may_what(open_page, role, sees, handles):
    store = prepared_county()
    take(store, WHOLE, told="西镇的", kind="other", grid=8, at=NOW, actor="t")
    grids = (2,) if role == "officer" else (0,)
    page = open_page("clues", store=store, role=role, grids=grids)
    assert bool(page.title) is sees and any(b.key == "clue_enter" for b in page.button) is handles
    page = open_page("clues", store=store, role=role, grids=grids, clue="1")
    assert_fine(page)
    assert ("西镇的" in texts(page)) is (role == "clerk"), "out of reach is not there"

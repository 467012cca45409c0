"""Taking a batch back from the imports page: asked, told, done."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.i18n import t
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.store import use_store
from tests.core.ingest.files import PEOPLE, id_number, workbook
from tests.county import WHOLE, empty_store
from tests.pages.conftest import assert_fine
from tests.patience import PATIENCE

GRID = ["网格编码", "网格名称", "层级", "上级编码"]


def script(role: str) -> None:

    from core.access.roles import roles
    from core.domain import User
    from core.ingest.history import batches
    from core.store import shared_store
    from pages.ui.imports.undo import handling, told
    from tests.county import WHOLE

    told()
    user = User(1, "tester", "T", role, roles()[role].permissions, WHOLE)
    listed = batches(shared_store(), WHOLE)
    chosen = listed[listed.file_name == "网格.xlsx"].iloc[0]
    handling(shared_store(), user, chosen)


@pytest.fixture
def store(tmp_path):
    made = empty_store()
    use_store(made)
    put(
        made,
        workbook(
            tmp_path / "网格.xlsx",
            {"网格": [GRID, ["990101", "甲县", "县", None], ["990101100", "东镇", "乡镇", "990101"]]},
        ),
    )
    yield made
    use_store(None)


def put(store, path) -> None:
    plan = prepare(store, WHOLE, path)
    commit(store, plan, actor="tester")
    discard(plan)


def opened(role: str = "clerk", lang: str = "zh") -> AppTest:
    page = AppTest.from_function(script, kwargs={"role": role}, default_timeout=PATIENCE)
    page.query_params["lang"] = lang
    return page.run()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_asked_told_and_done(store, lang):
    page = opened(lang=lang)
    assert_fine(page)
    assert [b.key for b in page.button] == ["undo_1"]
    page.button(key="undo_1").click().run()
    assert_fine(page)
    assert t(lang, "imports.undo.removed.grid", count="2") in page.markdown[1].value
    assert not page.warning
    assert store.value("select count(*) from grid") == 2  # nothing yet
    page.button(key="undo_confirm").click().run()
    assert_fine(page)
    assert page.success[0].value == t(lang, "imports.undo.done", batch=1)
    assert store.value("select count(*) from grid") == 0
    assert store.run("select actor from audit_entry where event = 'import.undone'").fetchall() == [("tester",)]
    assert not page.button  # undone: nothing more to press


def test_what_stands_in_the_way_is_named_and_the_rest_is_offered(store, tmp_path):
    put(
        store,
        workbook(
            tmp_path / "人员.xlsx", {"人员": [PEOPLE[:7], ["甲", None, id_number(1), None, None, None, "990101"]]}
        ),
    )
    page = opened()
    page.button(key="undo_1").click().run()
    assert_fine(page)
    assert t("zh", "imports.undo.block.used", batch=2, file="人员.xlsx", count="1") in page.warning[0].value
    page.button(key="undo_confirm").click().run()
    assert page.success[0].value == t("zh", "imports.undo.done_part", batch=1, kept="1")
    assert store.run("select name from grid").fetchall() == [("甲县",)]


def test_left_alone(store):
    page = opened()
    page.button(key="undo_1").click().run()
    page.button(key="undo_cancel").click().run()
    assert [b.key for b in page.button] == ["undo_1"]
    assert store.value("select count(*) from grid") == 2


def test_who_may_not_import_may_not_undo(store):
    assert not opened(role="leader").button


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_nothing_can_be_taken_back_nothing_is_offered(store, tmp_path, lang):
    row = ["甲", None, id_number(1), None, None, None, "990101100"]
    put(store, workbook(tmp_path / "人员.xlsx", {"人员": [PEOPLE[:7], row]}))
    page = opened(lang=lang)
    page.button(key="undo_1").click().run()
    assert_fine(page)
    assert t(lang, "imports.undo.title_impossible", batch=1, file="网格.xlsx") in page.markdown[0].value
    assert t(lang, "imports.undo.hint_rest") not in page.warning[0].value
    assert [b.key for b in page.button] == ["undo_1", "undo_cancel"]

"""Pages say who and what is no more, lists show them when asked, and the import asks about what a list leaves out."""

from __future__ import annotations

import pytest

from core.i18n import t
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_imports import finish, upload
from tests.pages.test_people import listed, texts

VILLAGES = "网格编码,网格名称,层级,上级编码\n990101100001,东一村,村,990101100\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    made = prepared_county()
    monkeypatch.setattr(type(made.settings), "folder", property(lambda self: tmp_path))
    with made.write() as db:
        db.execute("update person set status = 'died', status_on = date '2026-01-10' where person_id = 1")
        db.execute(
            "update person set status = 'moved_out', status_on = date '2026-01-20', status_note = '迁往南宁' where person_id = 2"
        )
        db.execute("update grid set closed_on = date '2026-01-05', closed_note = '撤并', into_id = 3 where grid_id = 6")
    return made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_persons_page_says_that_they_are_gone(open_page, store, lang):
    page = open_page("people", store=store, person="2", lang=lang)
    assert_fine(page)
    assert t(lang, "person_status.moved_out") in texts(page) and "迁往南宁" in texts(page)
    assert t(lang, "person.gone") in texts(page)
    page = open_page("people", store=store, person="3", lang=lang)  # of their household
    assert_fine(page)
    assert t(lang, "person_status.died") in texts(page) and t(lang, "person.gone") not in texts(page)


def test_the_list_hides_them_and_shows_them_when_asked(open_page, store):
    names = {p: store.value("select name from person where person_id = $p", p=p) for p in (1, 2, 3)}
    assert len(listed(open_page("people", store=store))) == 38
    page = open_page("people", store=store, state="gone", lang="en")
    assert_fine(page)
    shown = page.dataframe[0].value
    assert len(shown) == 2 and set(shown["status"]) == {"Died", "Moved out"}
    # whoever is looked for is found, gone or not
    assert names[1] is not None and len(listed(open_page("people", store=store, q="13900000001"))) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_closed_grids_card_says_so_and_its_people_are_still_counted(open_page, store, lang):
    page = open_page("grid_map", store=store, lang=lang, grid="990101100002")
    assert_fine(page)
    warned = " ".join(str(w.value) for w in page.warning)
    assert "撤并" in warned and "东一村" in warned
    page = open_page("grid_map", store=store, grid="990101100")
    assert page.dataframe[0].value.name.tolist() == ["东一村", "东二村"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_list_lacks_is_shown_and_closed_only_by_a_word(open_page, store, lang):
    with store.write() as db:
        db.execute("update grid set closed_on = null where grid_id = 6")
    page = upload(open_page("imports", role="command", lang=lang, store=store), "网格.csv", VILLAGES)
    assert_fine(page)
    assert [e.label for e in page.expander if "东二村" in e.label]
    close = next(b for b in page.button if b.label == t(lang, "mapping.absent_close"))
    close.click().run()
    assert_fine(page)
    leave = next(b for b in page.button if b.label == t(lang, "mapping.absent_leave"))
    leave.click().run()
    assert_fine(page)
    assert "commit" not in [b.key for b in page.button]  # nothing to store
    next(b for b in page.button if b.label == t(lang, "mapping.absent_close")).click().run()
    assert page.button(key="commit").label == t(lang, "imports.commit_closing", count="0", closes="1")
    page.button(key="commit").click().run()
    page = finish(page)
    assert_fine(page)
    assert t(lang, "imports.closed", count="1") in page.success[0].value
    assert store.value("select closed_on is not null from grid where grid_id = 6")


def test_the_dead_of_a_list_are_asked_about(open_page, store):
    number, name = store.one("select id_number, name from person where person_id = 1")
    rows = f"姓名,证件号码,网格编码,联系电话\n{name},{number},990101100001001,13712345678\n"
    with store.write() as db:
        db.execute("update person set id_number = 'E12345678', id_type = 'passport' where person_id = 1")
    rows = rows.replace(number, "E12345678")
    page = upload(open_page("imports", role="command", store=store), "人员.csv", rows)
    assert_fine(page)
    next(b for b in page.button if b.label == t("zh", "mapping.take_alive")).click().run()
    assert_fine(page)
    assert next(m.value for m in page.metric) == "0" and page.metric[1].value == "1"

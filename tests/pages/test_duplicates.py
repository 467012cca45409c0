"""The duplicates page: what waits, what is shown side by side, and what a decision does."""

from __future__ import annotations

import pytest

from core.duplicates.find import find_duplicates
from tests.county import EAST, NOW, empty_store, make_county
from tests.pages.conftest import assert_fine


@pytest.fixture
def doubled():
    """41 is 1 again by document, 42 is 12 again by phone and name, 43 is 32 again by phone and name."""
    store = make_county()
    with store.write() as db:
        db.execute("update person set id_number = '450127196503121012' where person_id = 1")
        for number, twin in ((41, 1), (42, 12), (43, 32)):
            db.execute(
                "insert into person (person_id, name, pinyin, id_type, id_number, phone, home_grid_id, batch_id, updated_at)"
                " select ?, name, pinyin, 'resident_id', case when ? = 41 then id_number end, phone, home_grid_id, 1, ? from person"
                " where person_id = ?",
                [number, number, NOW, twin],
            )
    find_duplicates(store, people=None, actor="test", now=NOW)
    return store


def texts(page) -> str:
    parts = [*page.markdown, *page.caption, *page.title, *page.info, *page.warning, *page.success, *page.get("html")]
    return "\n".join(str(getattr(p, "value", "") or getattr(p.proto, "body", "")) for p in parts)


def waiting(store) -> int:
    return store.value("select count(*) from duplicate_pair where status = 'open'")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["command", "clerk", "officer", "admin"])
def test_the_queue_is_shown(open_page, doubled, role, lang):
    page = open_page("duplicates", role=role, lang=lang, store=doubled)
    assert_fine(page)
    assert len(page.dataframe[0].value) == waiting(doubled) == 3
    assert ("证件号相同 1 对，疑似同一人 2 对" if lang == "zh" else "1 with one document number, 2 perhaps") in texts(
        page
    )
    assert bool([b for b in page.button if b.key == "merge"]) == (role != "officer")


def test_leaders_are_told_that_the_page_is_not_theirs(open_page, doubled):
    page = open_page("duplicates", role="leader", store=doubled)
    assert_fine(page)
    assert page.warning
    assert not page.dataframe


def test_phones_and_numbers_are_masked(open_page, doubled):
    shown = texts(open_page("duplicates", store=doubled))
    assert "4501**********1012" in shown
    assert "450127196503121012" not in shown
    assert "13900000001" not in shown


def test_a_foreign_pair_is_not_there(open_page, doubled):
    foreign = doubled.value("select pair_id from duplicate_pair where person_b = 43")
    page = open_page("duplicates", role="clerk", grids=EAST.grids, store=doubled, pair=str(foreign))
    assert_fine(page)
    assert len(page.dataframe[0].value) == 2


def test_the_address_filters(open_page, doubled):
    page = open_page("duplicates", store=doubled, band="perhaps", grid="990101101")
    assert_fine(page)
    assert len(page.dataframe[0].value) == 1
    page = open_page("duplicates", store=doubled, rule="household")
    assert_fine(page)
    assert not page.dataframe
    page.button(key="duplicates_reset").click().run()
    assert len(page.dataframe[0].value) == 3


def test_one_decision_after_the_other(open_page, doubled):
    page = open_page("duplicates", role="clerk", store=doubled)
    page.button(key="merge").click().run()
    assert_fine(page)
    assert doubled.value("select count(*) from person where person_id = 41") == 0
    assert len(page.dataframe[0].value) == 2
    page.button(key="not_same").click().run()
    assert_fine(page)
    assert waiting(doubled) == 1
    page = open_page("duplicates", role="clerk", store=doubled, status="different")
    assert_fine(page)
    page.button(key="ask_again").click().run()
    assert_fine(page)
    assert waiting(doubled) == 2


def test_the_other_entry_can_be_kept(open_page, doubled):
    page = open_page("duplicates", role="clerk", store=doubled)
    page.button(key="swap").click().run()
    page.button(key="merge").click().run()
    assert_fine(page)
    assert doubled.value("select list(person_id order by person_id) from person where person_id in (1, 41)") == [41]


def test_a_merge_is_undone_on_the_page(open_page, doubled):
    page = open_page("duplicates", role="clerk", store=doubled)
    page.button(key="merge").click().run()
    page.button(key="undo_1").click().run()
    assert_fine(page)
    assert doubled.value("select count(*) from person where person_id in (1, 41)") == 2
    assert waiting(doubled) == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_to_decide(open_page, lang):
    store = make_county()
    page = open_page("duplicates", store=store, lang=lang)
    assert_fine(page)
    assert page.success
    page.button(key="look_again").click().run()
    assert_fine(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_store_says_what_to_do(open_page, lang):
    page = open_page("duplicates", store=empty_store(), lang=lang)
    assert_fine(page)
    assert page.info


def test_names_are_no_markup(open_page, doubled):
    with doubled.write() as db:
        db.execute("update person set name = '<img src=x onerror=alert(1)>' where person_id in (1, 41)")
    shown = texts(open_page("duplicates", store=doubled))
    assert "<img src=x" not in shown

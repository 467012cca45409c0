"""Papers by clicks: made for a class, printed, signed for, void; on the person's page; a template of the county's own."""

from __future__ import annotations

import pytest

from core.follow import follow
from core.papers.make import make
from core.papers.shipped import shipped_docx
from core.papers.templates import place_template
from tests.copied import copied
from tests.county import LAST_DAY, NOW, WHOLE
from tests.pages.conftest import assert_fine, prepared_alone
from tests.pages.test_people import texts


@pytest.fixture
def own():
    return copied(_own)


def _own():
    store = prepared_alone()
    with store.write() as db:
        db.execute(
            "update person set attention = 'home_quarantine', attention_until = '2026-02-05' where person_id in (1, 3, 31)"
        )
    follow(store, actor="test", whole=True)
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_batch_is_made_signed_for_and_one_void(open_page, own, lang):
    page = open_page("papers", store=own, lang=lang)
    assert_fine(page)
    assert ("可以制作 3 份" if lang == "zh" else "3 can be made") in texts(page)
    page.button(key="papers_make").click().run()
    assert_fine(page)
    assert "甲指居告〔2026〕1号" in page.success[0].value and "甲指居告〔2026〕3号" in page.success[0].value
    assert own.one("select count(*) from paper")[0] == 3
    page = open_page("papers", store=own, lang=lang, part="register")
    assert_fine(page)
    assert len(page.dataframe[0].value) == 3
    page = open_page("papers", store=own, lang=lang, part="templates")
    assert_fine(page)
    page.text_input(key="paper_mark_release").set_value("横防解")
    page.button(key="FormSubmitter:paper_office_release-" + ("保存" if lang == "zh" else "Save")).click().run()
    assert_fine(page)
    assert own.one("select mark from paper_office")[0] == "横防解"


def test_the_number_stands_on_the_persons_page(open_page, own):
    place_template(
        own,
        shipped_docx("home_quarantine", "zh"),
        kind="home_quarantine",
        language="zh",
        file_name="我.docx",
        actor="t",
        at=NOW,
    )
    make(own, WHOLE, "home_quarantine", on=LAST_DAY, at=NOW, actor="test", people=[1])
    page = open_page("people", store=own, person="1")
    assert_fine(page)
    assert "甲指居告〔2026〕1号" in texts(page) and any("已有有效文书" in i.value for i in page.info)
    page.selectbox(key="person_paper_kind").set_value("inquiry").run()
    page.text_input(key="person_paper_to").set_value("武汉市江汉区指挥部").run()
    page.text_input(key="person_paper_matter").set_value("旅居史").run()
    page.button(key="person_paper_make").click().run()
    assert_fine(page)
    assert "甲指协查〔2026〕1号" in texts(page)


@pytest.mark.parametrize(("role", "may"), [("leader", False), ("clerk", True), ("officer", True)])
def test_who_may_make_them(open_page, own, role, may):
    page = open_page("papers", store=own, role=role, grids=(2,) if role == "officer" else (0,))
    assert_fine(page)
    assert bool(page.title) is may
    page = open_page("papers", store=own, role=role, grids=(2,) if role == "officer" else (0,), part="templates")
    assert not any(t.key == "paper_mark_release" for t in page.text_input)

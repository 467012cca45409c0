"""Export for editing on the lists, templates with today's data, and forms filled in: who sees what, in both languages."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from core.i18n import t
from tests.pages.conftest import assert_fine, prepared_county


def downloads(page) -> list[str]:
    return [b.proto.label for b in page.get("download_button")]


@pytest.fixture
def store():
    return prepared_county()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["people", "units", "grid_map"])
@pytest.mark.parametrize(("role", "may"), [("command", True), ("clerk", True), ("officer", False)])
def test_lists_leave_for_editing_with_those_who_may_bring_them_back(open_page, lang, name, role, may):
    page = open_page(name, role=role, lang=lang)
    assert_fine(page)
    assert (t(lang, "export.download") in downloads(page)) is may


def test_a_reason_is_asked_of_those_who_may_give_one(open_page):
    page = open_page("people", role="clerk")
    page.text_input(key="export_people_file_reason").set_value("核酸流调").run()
    assert_fine(page)
    assert t("zh", "export.reason_note") in [c.value for c in page.caption]
    page.checkbox(key="export_visitors").check().run()
    assert_fine(page)


def fill(open_page, store, lang, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    page = open_page("imports", role="clerk", grids=[2], lang=lang, store=store)
    page.button(key="templates").click().run()
    assert_fine(page)
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.file_uploader(key="form_file").upload("他们的表.xlsx", content.getvalue(), mime).run()
    page.button(key="form_fill").click().run()
    assert_fine(page)
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_is_filled_and_says_what_stayed_empty(open_page, store, lang):
    page = fill(open_page, store, lang, [["序号", "姓名", "民族", "证件号码"]])
    said = page.success[0].value
    assert "30" in said and "民族" in said and t(lang, "templates.form_first") in said
    assert {t(lang, "templates.form_download"), t(lang, "export.download"), t(lang, "kind.people")} <= set(
        downloads(page)
    )
    page.button(key="form_fill").click().run()
    assert t(lang, "templates.form_since", new=0, changed=0, gone=0) in page.success[0].value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_that_does_not_fit_is_refused_in_words(open_page, store, lang):
    page = fill(open_page, store, lang, [["课程", "学分"]])
    assert page.error[0].value and not page.success and store.value("select count(*) from form_fill") == 0

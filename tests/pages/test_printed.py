"""What paper shows: whose page it is, and rows that the screen draws as a picture."""

from __future__ import annotations

import pytest

from core.i18n import t
from pages.ui.shared.printed import ROWS, css_text
from tests.county import empty_store
from tests.pages.conftest import assert_fine


def printed(page) -> list[str]:
    return [h.body for h in page.get("html") if "<table>" in h.body]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["overview", "units", "trends", "people", "anomalies"])
def test_every_page_says_whose_it_is(open_page, name, lang):
    page = open_page(name, lang=lang)
    head = next(h.body for h in page.get("html") if "gc-print-head" in h.body)
    assert {"zh": "甲县", "en": "Jiaxian"}[lang] in head
    assert t(lang, f"page.{name}") in head and "@bottom-left" in head


def test_the_rows_of_a_table_are_there_in_words(open_page):
    body = printed(open_page("units"))[0]
    assert body.count("<tr>") == 3
    assert "西镇糖厂" in body and "员工未返岗、缺口罩（医用）" in body and t("zh", "resumption.closed") in body
    assert ">120<" in body and "92%" in body


def test_masked_stays_masked_on_paper(open_page):
    assert "13800000001" not in "".join(printed(open_page("units", role="leader")))


def test_an_empty_store_has_no_county(open_page):
    assert_fine(open_page("units", store=empty_store()))


def test_names_cannot_leave_their_place_in_the_style_sheet():
    written = css_text('县"; } body { display: none } </style><b>\\')
    assert written[0] == written[-1] == '"' and not set(written[1:-1]) & set('"<>{};\n')
    assert ROWS == 60

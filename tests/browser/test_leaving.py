"""What leaves the screen: a chart as a picture, a table on paper (every page on paper: test_pages.py)."""

from __future__ import annotations

import io
import struct

import openpyxl

from core.i18n import t


def test_the_table_that_paper_shows_is_that_of_the_screen(filled, visit):
    visitor = visit(filled)
    visitor.open("units")
    visitor.page.emulate_media(media="print")
    table = visitor.page.locator('[class*="st-key-print_units"] table')
    assert table.is_visible() and table.locator("tbody tr").count() > 3


def test_a_chart_leaves_whole(filled, visit):
    visitor = visit(filled)
    page = visitor.page
    visitor.open("trends?also=entries")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    sentence = page.locator('[data-testid="stMain"] h5').first.inner_text()

    def taken(words: str) -> bytes:
        with page.expect_download() as found:
            page.get_by_role("button", name=t("zh", words), exact=True).click()
        return found.value.path().read_bytes()

    png, svg = taken("picture.png"), taken("picture.svg").decode()
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">I", png[16:20])[0] >= 2400
    for part in (sentence, t("zh", "app.name"), "横县", "数据截至", t("zh", "indicator.entries")):
        assert part in svg
    assert "http" not in svg.replace("http://www.w3.org", "")
    book = openpyxl.load_workbook(io.BytesIO(taken("trends.xlsx")))
    assert len(book.worksheets[0]._charts) == 2 and book.worksheets[0].max_row > 7
    assert visitor.troubles == []

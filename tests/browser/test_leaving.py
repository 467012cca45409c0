"""What leaves the screen: a chart as a picture, every page on paper."""

from __future__ import annotations

import io
import re
import struct

import openpyxl
import pytest

from core.i18n import t
from pages.ui.shared.menu import PAGES
from tests.browser.visit import save

SEEN = "(query) => [...document.querySelectorAll(query)].some((e) => e.getClientRects().length > 0)"


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_prints(filled, visit, pictures, scheme):
    visitor = visit(filled, login="admin", color_scheme=scheme)
    page, wrong = visitor.page, []
    for name, *_ in PAGES:
        visitor.open("" if name == "overview" else name)
        count = sheets(page.pdf(prefer_css_page_size=True, print_background=True))
        page.emulate_media(media="print")
        save(visitor, pictures, f"print-{name}-{scheme}")
        if not 1 <= count <= 8:
            wrong.append(f"{name}: {count} sheets")
        wrong += [f"{name}: {query} is seen" for query in (".gc-rail", ".gc-tabs", "button", "canvas.dvn-underlay", '[data-testid="stDataFrame"]')
                  if page.evaluate(SEEN, query)]  # fmt: skip
        head = page.locator(".gc-print-head").inner_text()
        if t("zh", f"page.{name}") not in head or "横县" not in head:
            wrong.append(f"{name}: head is {head}")
        ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        wrong += [] if ground == "rgb(255, 255, 255)" else [f"{name}: ground is {ground}"]
        page.emulate_media(media="screen")
        if page.evaluate(SEEN, '[class*="st-key-print_"] table'):
            wrong.append(f"{name}: the table for paper is seen on the screen")
    assert wrong == []


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

"""The real list of a county's villages goes through the browser into an empty store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.visit import open_list

REAL = Path(__file__).parents[2] / "../shared/data/real/grids/hengxian_villages_2018.csv"
DONE = re.compile("已导入")


def upload(visitor, *files) -> None:
    visitor.page.set_input_files('input[type="file"]', files)
    visitor.page.locator('[data-testid="stMetric"], [data-testid="stAlertContentError"]').first.wait_for()
    visitor.wait()


@pytest.mark.skipif(not REAL.exists(), reason="the shared real data are not there")
def test_311_villages_reach_counts_map_and_tree(empty, visit):
    visitor = visit(empty, login="clerk")
    page = visitor.open("imports")
    upload(visitor, REAL)
    assert "311" in page.locator('[data-testid="stMetric"]').all_inner_texts()[0]

    page.get_by_role("button", name=re.compile(r"导入 .*行")).click()
    page.get_by_text(DONE).first.wait_for()
    visitor.wait()
    assert "311" in page.locator('[data-testid="stAlertContentSuccess"]').first.inner_text()

    visitor.open("grid_map")
    visitor.wait_for_text("横州镇")
    visitor.page.locator("canvas").first.wait_for(state="attached")
    visitor.open("grid_map?grid=450127100")
    open_list(visitor, visitor.page.locator('[data-testid="stSelectbox"]').first, "")
    names = visitor.page.locator('[role="option"]').all_inner_texts()
    assert any("城司社区" in name for name in names), names
    assert visitor.troubles == []


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(empty, visit, tmp_path):
    picture = tmp_path / "名单.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    visitor = visit(empty, login="clerk")
    visitor.open("imports")
    upload(visitor, picture)
    text = visitor.page.locator('[data-testid="stAlertContentError"]').inner_text()
    assert "名单.xlsx" in text
    assert "error." not in text
    assert "未写入任何数据" in visitor.text()
    assert not list((empty.folder / "uploads").glob("*"))

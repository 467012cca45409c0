"""A clerk's way in a real browser: a spoilt roster, its questions, the import, the marked workbook corrected, the batch undone."""

from __future__ import annotations

import re

import openpyxl
import pytest

from core.ingest.plan import prepare
from core.ingest.storing import commit
from tests.browser.server import Server, store_with_accounts
from tests.browser.visit import choose
from tests.core.ingest.files import id_number
from tests.county import WHOLE
from tests.damage import HEADER, ROSTER, damaged

GRIDS = ROSTER.parent / "01_网格花名册.xlsx"
NAMES = ("韦一山", "覃二水", "黄三木", "李四火", "陆五土", "张六金")
FOREIGN = ["甲,乙,民族", *(f"{name},{id_number(100 + n)},壮族" for n, name in enumerate(NAMES))]


@pytest.fixture
def villages(tmp_path):
    """A server over a store that knows the demo's grids and nobody."""
    store = store_with_accounts(tmp_path)
    commit(store, prepare(store, WHOLE, GRIDS), actor="test")
    store.close()
    with Server(tmp_path, {}) as server:
        yield server


def upload(visitor, *files) -> None:
    visitor.page.set_input_files('input[type="file"]', files)
    visitor.page.locator('[class*="st-key-card_"], [data-testid="stAlertContentError"]').first.wait_for()
    visitor.wait()


def counts(visitor) -> dict[str, str]:
    """Word → figure of the preview."""
    metrics = visitor.page.locator('[data-testid="stMetric"]').all_inner_texts()
    return {words.split()[1]: words.split()[-1] for words in metrics}


def expect(visitor, **wanted: str) -> None:
    """Until the figures stand there; a page that is being checked anew still shows the former ones."""
    for word, figure in wanted.items():
        metric = visitor.page.locator('[data-testid="stMetric"]').filter(has_text=word)
        metric.get_by_text(re.compile(rf"^\s*{figure}\s*$")).wait_for()
    visitor.wait()


def answer(visitor) -> None:
    visitor.page.locator('[class*="st-key-answer_"] button').first.click()


def take_in(visitor) -> str:
    """Import; the words of the result."""
    visitor.page.locator(".st-key-commit button").click()
    visitor.page.locator(".st-key-dismiss_result").wait_for()
    visitor.wait()
    return visitor.page.locator('[data-testid="stAlertContentSuccess"]').first.inner_text()


def test_questions_import_marked_workbook_and_undo(villages, visit, tmp_path):
    visitor = visit(villages, login="clerk")
    page = visitor.open("imports")
    upload(visitor, damaged(tmp_path, "notes_around", "id_typo", "names_gone", "headers_renamed"))
    expect(visitor, 新增="197", 不导入="3")

    asked = page.locator('[data-testid="stForm"] [data-testid="stSelectbox"]').filter(has_text="没有这个村")
    choose(visitor, asked, "旧和村", typed="旧和村")
    answer(visitor)
    expect(visitor, 新增="198", 不导入="2")
    assert "新增 198" in take_in(visitor)

    with page.expect_download() as coming:
        page.locator('[class*="st-key-marked_after_"] button').first.click()
    marked = tmp_path / "marked.xlsx"
    coming.value.save_as(marked)
    page.locator(".st-key-dismiss_result button").click()
    page.locator(".st-key-dismiss_result").wait_for(state="detached")
    visitor.wait()
    upload(visitor, corrected(marked))
    expect(visitor, 新增="2", 未变="197", 不导入="1")
    assert "新增 2" in take_in(visitor)

    undo_latest(visitor)
    assert "已撤销" in page.locator('[data-testid="stAlertContentSuccess"]').all_inner_texts()[-1]
    assert visitor.troubles == []


def corrected(marked):
    """The marked workbook with the two wrong cells mended, as its comments ask."""
    book = openpyxl.load_workbook(marked)
    sheet, source = book.active, openpyxl.load_workbook(ROSTER).active
    commented = [cell for row in sheet.iter_rows() for cell in row if cell.comment and "【错误】" in cell.comment.text]
    assert sorted(cell.row for cell in commented) == [5, 10]
    for cell in commented:
        cell.value = source.cell(cell.row, cell.column).value
    assert sheet.cell(HEADER, sheet.max_column).value == "导入结果"
    path = marked.with_name("改好.xlsx")
    book.save(path)
    return path


def undo_latest(visitor) -> None:
    page = visitor.page
    table = page.locator('[data-testid="stDataFrame"]').last
    table.scroll_into_view_if_needed()
    at = table.bounding_box()
    page.mouse.click(at["x"] + 150, at["y"] + 33 + 16)  # the first row: cells are drawn, no elements
    page.locator('[class*="st-key-undo_"] button').first.click()
    page.locator(".st-key-undo_question").get_by_text("2 人").wait_for()
    page.locator(".st-key-undo_confirm button").click()
    page.get_by_text("同一文件可以重新导入").wait_for()
    visitor.wait()


def test_a_mapping_is_saved_once_and_used_without_asking(villages, visit, tmp_path):
    visitor = visit(villages, login="clerk", width=390, height=844)
    page = visitor.open("imports")
    first, second = tmp_path / "一.csv", tmp_path / "二.csv"
    first.write_text("\n".join(FOREIGN), "utf-8")
    second.write_text("\n".join(FOREIGN[:4]), "utf-8")
    upload(visitor, first)
    choose(visitor, page.locator('[data-testid="stForm"] [data-testid="stSelectbox"]').last, "旧和村", typed="旧和村")
    answer(visitor)
    expect(visitor, 新增="6")
    assert "民族" in page.locator('[data-testid="stAlertContentWarning"]').inner_text()

    page.get_by_role("tab").filter(has_text="列").click()
    page.locator('[class*="st-key-name_"] input').fill("别人的表")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存“别人的表”").wait_for()
    visitor.wait()
    take_in(visitor)
    assert visitor.overflow() == 0

    upload(visitor, second)
    expect(visitor, 未变="3")
    assert page.locator('[class*="st-key-answer_"]').count() == 0
    visitor.wait_for_text("别人的表")
    assert visitor.troubles == []


def test_what_was_not_taken_stays_in_both_languages_and_each_file_is_of_its_own_kind(villages, visit, tmp_path):
    visitor = visit(villages, login="clerk")
    page = visitor.open("imports")
    asking, unknown = tmp_path / "问.csv", tmp_path / "单位.csv"
    asking.write_text("\n".join(FOREIGN), "utf-8")
    unknown.write_text("alpha,beta,gamma\nX1,第一食品厂,450127101200\n", "utf-8")
    upload(visitor, ROSTER, asking, unknown)
    assert "新增 200" in take_in(visitor)
    page.get_by_text("还没有导入的 2 个文件仍在下面").wait_for()

    page.locator(".gc-rail a[lang]").click()
    page.get_by_text("2 files uploaded before").wait_for()
    visitor.wait()
    box = page.locator('[class*="st-key-kind_"] [data-testid="stSelectbox"]').first
    assert "People" in (box.inner_text() or box.locator("input").input_value())

    choose(visitor, page.locator('[class*="st-key-read_as_kind"] [data-testid="stSelectbox"]'), "Units", typed="Units")
    page.locator(".st-key-read_as_go button").click()
    page.get_by_text("What is column “alpha”").wait_for()
    visitor.wait()
    assert page.locator('[data-testid="stAlertContentError"]').count() == 0
    page.locator(".st-key-earlier_drop button").click()
    page.get_by_text("2 files uploaded before").wait_for(state="detached")
    visitor.wait()
    assert list((villages.folder / "uploads").glob("*.csv")) == []
    assert visitor.troubles == []


def test_a_refused_list_is_read_once_the_clerk_clicks_its_header_and_a_cell_is_corrected(villages, visit, tmp_path):
    file = tmp_path / "外来.csv"
    file.write_text("\n".join(["填报说明,", "子,丑", *(f"{name},左" for name in (*NAMES[:-1], "林XX"))]), "utf-8")
    visitor = visit(villages, login="clerk")
    page = visitor.open("imports")
    upload(visitor, file)
    page.get_by_text("没有一列的名称认识").wait_for()
    choose(visitor, page.locator('[class*="st-key-read_as_kind"] [data-testid="stSelectbox"]'), "人员", typed="人员")
    visitor.wait()
    click_cell(visitor, '[class*="st-key-layout_rows"]', row=2, x=16)
    page.get_by_role("button", name="第 2 行是表头").click()
    choose(
        visitor,
        page.locator('[data-testid="stForm"] [data-testid="stSelectbox"]').filter(has_text="整个文件都是"),
        "旧和村",
        typed="旧和村",
    )
    answer(visitor)
    expect(visitor, 新增="5", 不导入="1")

    page.get_by_role("tab").filter(has_text="问题").click()
    page.locator('[class*="st-key-correct_file"] summary').click()
    visitor.wait()
    cell = page.locator("textarea.gdg-input")
    while not cell.count():
        click_cell(visitor, '[class*="st-key-correct_cells"]', row=1, x=-40, times=2)  # the name of the only row
    cell.fill("林小木")
    cell.press("Enter")
    recheck = page.locator('[class*="st-key-correct_file"] [data-testid="stFormSubmitButton"] button')
    while (
        recheck.count()
    ):  # the front end keeps a typed cell to itself for a moment: a click before it does is one with nothing to check
        recheck.click()
        visitor.wait()
    expect(visitor, 新增="6", 不导入="0")
    assert "新增 6" in take_in(visitor)
    assert visitor.troubles == []


def click_cell(visitor, table: str, *, row: int, x: int, times: int = 1) -> None:
    """Row 0 is the table's own header; `x` from the left, or from the right where it is negative."""
    canvas = visitor.page.locator(f"{table} canvas").first
    canvas.scroll_into_view_if_needed()
    canvas.element_handle().wait_for_element_state("stable")  # what folds open moves it
    box = canvas.bounding_box()
    visitor.page.mouse.click(box["x"] + (x if x > 0 else box["width"] + x), box["y"] + 35 * row + 17, click_count=times)
    visitor.wait()

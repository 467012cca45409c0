"""The page where spreadsheets come in: preview, import, refusal, history; who may do it."""

from __future__ import annotations

import gc
import io
import re
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from core.i18n import t
from core.ingest.plan import prepare
from core.store import Store
from pages.ui.imports.issues import issue_table
from pages.ui.imports.upload import arrive, clear_left
from pages.ui.shared.safe_files import csv_text, workbook
from tests.core.ingest.files import id_number
from tests.county import WHOLE, empty_store
from tests.pages.conftest import assert_fine, prepared_county

GRIDS = """网格编码,网格名称,层级,上级编码,经度,纬度
990101,甲县,县,,109.26,22.68
990101100,东镇,乡镇,990101,109.30,22.70
990101100001,东一村,村,990101100,109.31,22.71
990101100002,东二村,村,990101999,109.33,22.69
"""


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    """An empty store whose uploads go to a folder of this test."""
    made = empty_store()
    monkeypatch.setattr(type(made.settings), "folder", property(lambda self: tmp_path))
    return made


def upload(page, name: str, content: str | bytes):
    data = content.encode() if isinstance(content, str) else content
    page.file_uploader[0].upload(name, data, "text/csv").run()
    return page


def finish(page):
    """Wait for the import's own thread, then look again."""
    page.session_state["import_job"]._thread.join(60)
    return page.run()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["command", "clerk", "admin"])
def test_preview_says_what_would_happen_and_stores_nothing(open_page, store, role, lang):
    page = upload(open_page("imports", role=role, lang=lang, store=store), "网格.csv", GRIDS)
    assert_fine(page)
    assert [m.value for m in page.metric] == ["3", "0", "0", "1"]
    assert t(lang, "imports.commit", count=3) in [b.label for b in page.button]
    assert store.value("select count(*) from grid") == 0


def downloads(page) -> list[str]:
    return [b.proto.label for b in page.get("download_button")]


def test_import_tells_the_truth_and_keeps_the_upload_no_longer_than_its_result(open_page, store, tmp_path):
    page = upload(open_page("imports", role="clerk", store=store), "网格.csv", GRIDS)
    assert len(list((tmp_path / "uploads").iterdir())) == 1
    page.button(key="commit").click().run()
    page = finish(page)
    assert_fine(page)
    assert "新增 3" in page.success[0].value
    assert "不导入 1" in page.success[0].value
    assert store.value("select count(*) from grid") == 3
    assert t("zh", "imports.marked") in downloads(page)  # one row was kept out: the marked file is still to be had
    assert len(list((tmp_path / "uploads").iterdir())) == 1
    assert page.dataframe[-1].value["new"].tolist() == [3]
    who = store.value("select actor from import_batch")
    assert who == "clerk-0"
    page.button(key="dismiss_result").click().run()
    assert list((tmp_path / "uploads").iterdir()) == []
    assert t("zh", "imports.marked") not in downloads(page)


def test_on_a_phone_batches_are_cards_that_open(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "网格.csv", GRIDS)
    page.button(key="commit").click().run()
    page = finish(page)
    page.session_state["narrow"] = True
    page.run()
    links = re.findall(r'href="/imports\?batch=([^"&]+)"', "".join(h.proto.body for h in page.get("html")))
    assert len(links) == 1
    page.query_params["batch"] = unquote(links[0])
    page.run()
    assert_fine(page)
    assert t("zh", "imports.batch_issues", batch=1, file="网格.csv") in " ".join(m.value for m in page.markdown)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_with_findings_offers_what_to_take_along(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "网格.csv", GRIDS)
    assert {t(lang, "imports.marked"), t(lang, "imports.issues_by_grid")} <= set(downloads(page))
    villages = next(d.value for d in page.dataframe if t(lang, "imports.village") in d.value.columns)
    assert villages[t(lang, "imports.state.rejected")].sum() == 1


def test_a_file_without_findings_offers_nothing_and_goes_at_once(open_page, store, tmp_path):
    whole = GRIDS.replace("990101999", "990101100")
    page = upload(open_page("imports", role="clerk", store=store), "网格.csv", whole)
    assert t("zh", "imports.marked") not in downloads(page)
    page.button(key="commit").click().run()
    finish(page)
    assert list((tmp_path / "uploads").iterdir()) == []


def test_the_same_file_twice_has_nothing_to_take(open_page, store):
    whole = GRIDS.replace("990101999", "990101100")
    page = upload(open_page("imports", role="clerk", store=store), "网格.csv", whole)
    page.button(key="commit").click().run()
    page = upload(finish(page), "网格.csv", whole)
    assert t("zh", "imports.nothing_same") in [s.value for s in page.success]
    assert "commit" not in [b.key for b in page.button]


def test_a_refused_file_leaves_the_others_alone(open_page, store):
    page = open_page("imports", role="clerk", store=store)
    page.file_uploader[0].set_value(
        [("坏.xlsx", b"\x89PNG" + bytes(100), "x"), ("网格.csv", GRIDS.encode(), "text/csv")]
    ).run()
    assert_fine(page)
    assert len(page.error) == 1
    assert "坏.xlsx" in page.error[0].value
    assert "error." not in page.error[0].value
    page.button(key="commit").click().run()
    finish(page)
    assert store.value("select count(*) from grid") == 3


def test_files_go_in_by_kind_whatever_their_order(open_page, store):
    people = "姓名,证件号码,网格编码\n王小一,,990101100001\n"
    page = open_page("imports", role="clerk", store=store)
    page.file_uploader[0].set_value(
        [("1人员.csv", people.encode(), "text/csv"), ("2网格.csv", GRIDS.encode(), "text/csv")]
    ).run()
    assert t("zh", "imports.order") in [i.value for i in page.info]
    page.button(key="commit").click().run()
    page = finish(page)
    assert_fine(page)
    assert store.value("select count(*) from grid") == 3
    assert store.value("select count(*) from person") == 1


def test_an_officer_and_a_leader_are_sent_away(open_page, store):
    for role in ("officer", "leader"):
        page = open_page("imports", role=role, store=store)
        assert page.warning[0].value == t("zh", "login.not_allowed")
        assert not page.file_uploader


def test_a_clerk_of_one_town_cannot_change_another(open_page, tmp_path, monkeypatch):
    store = prepared_county()
    monkeypatch.setattr(type(store.settings), "folder", property(lambda self: tmp_path))
    rows = "姓名,性别,出生日期,网格编码\n新来甲,男,1990-01-01,990101100001001\n新来乙,男,1991-01-01,990101101001001\n"
    page = upload(open_page("imports", role="clerk", grids=(2,), store=store), "人员.csv", rows)
    assert_fine(page)
    assert [m.value for m in page.metric] == ["1", "0", "0", "1"]


def test_check_ins_make_the_dashboards_current(open_page, tmp_path, monkeypatch):
    store = prepared_county()
    monkeypatch.setattr(type(store.settings), "folder", property(lambda self: tmp_path))
    rows = "联系电话,姓名,网格编码,扫码时间,方向,体温\n13900000001,李小一,990101100001001,2026-02-02 08:00:00,进,38.9\n"
    page = upload(open_page("imports", role="clerk", store=store), "扫码.csv", rows)
    page.button(key="commit").click().run()
    page = finish(page)
    assert_fine(page)
    assert str(store.value("select max(day) from grid_day")) == "2026-02-02"
    assert store.value("select count(*) from alert where detector = 'fever'") >= 1


def test_what_a_closed_browser_leaves_behind_is_cleared(store, tmp_path):
    file = io.BytesIO(GRIDS.encode())
    file.name = "网格.csv"
    upload = arrive(store, WHOLE, file, lambda done, step: None)
    staged = (
        f"select count(*) from duckdb_schemas() where database_name = '{store.scratch}' and schema_name like 'plan_%'"
    )
    before = store.value(staged)
    assert before >= 1
    assert len(list((tmp_path / "uploads").iterdir())) == 1
    del upload
    gc.collect()
    clear_left()
    assert store.value(staged) < before
    assert list((tmp_path / "uploads").iterdir()) == []


def test_an_empty_store_says_where_to_begin(open_page, store):
    page = open_page("imports", role="clerk", store=store)
    assert_fine(page)
    assert t("zh", "imports.history_none") in [c.value for c in page.caption]


def test_issues_are_worded_and_leave_no_formula(store, tmp_path):
    path = Path(tmp_path) / "网格.csv"
    path.write_text(GRIDS.replace("东二村", "=1+1"), "utf-8")
    plan = prepare(store, WHOLE, path)
    words = issue_table(plan.sheets[0].issues)
    assert len(words) >= 1
    assert not words.astype(str).apply(lambda c: c.str.contains(r"\{\w+\}")).any().any()
    words.iloc[0, 1] = "=cmd()"
    cell = openpyxl.load_workbook(io.BytesIO(workbook(words))).active.cell(2, 2)
    assert (cell.value, cell.data_type) == ("=cmd()", "s")
    assert b"'=cmd()" in csv_text(words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_files_are_summed_up_folded_and_refused_by_reason(open_page, store, lang):
    page = open_page("imports", role="clerk", lang=lang, store=store)
    pictures = [(f"坏{n}.xlsx", b"\x89PNG" + bytes(100), "x") for n in range(4)]
    lists = [("网格.csv", GRIDS.encode(), "text/csv"), ("又.csv", GRIDS.encode(), "text/csv")]
    page.file_uploader[0].set_value([*pictures, ("空.csv", b"", "text/csv"), *lists]).run()
    assert_fine(page)
    summary = next(m.value for m in page.markdown if t(lang, "imports.many_files", files=7) in m.value)
    assert t(lang, "imports.many.ready", count=2) in summary
    assert t(lang, "imports.many.refused", count=5) in summary
    assert not page.error
    folds = [e.label for e in page.expander]
    assert t(lang, "imports.refused_many", files=5) in folds
    assert [f for f in folds if "网格.csv" in f and "3" in f]
    assert not page.metric, "a folded card is not drawn"
    same = t(
        lang,
        "imports.refused_same",
        count=3,
        files="坏1.xlsx、坏2.xlsx、坏3.xlsx".replace("、", "、" if lang == "zh" else ", "),
    )
    assert same in [c.value for c in page.caption]


def test_results_of_many_files_are_summed_up(open_page, store):
    page = open_page("imports", role="clerk", store=store)
    whole = GRIDS.replace("990101999", "990101100").splitlines()
    parts = [("县.csv", whole[:2]), ("镇.csv", [whole[0], whole[2]]), ("一.csv", [whole[0], whole[3]])]
    parts.append(("二.csv", [whole[0], whole[4]]))
    page.file_uploader[0].set_value([(n, "\n".join(rows).encode(), "text/csv") for n, rows in parts]).run()
    page.button(key="commit").click().run()
    page = finish(page)
    assert_fine(page)
    assert t("zh", "imports.done_many", files=4) in page.success[0].value
    assert "新增 4" in page.success[0].value
    assert t("zh", "imports.done_each") in [e.label for e in page.expander]


def test_notes_below_a_marked_list_are_no_rows_when_it_comes_back(open_page, store):
    header, signed = (
        "姓名,民族,政治面貌,证件号码,网格编码,导入结果",
        "填表人：韦某  审核：覃某,壮族,群众,,,说明或签名行，未作为记录导入",
    )
    people = [f"韦一,壮族,群众,{id_number(n)},990101100001,新增" for n in range(3)]
    page = upload(open_page("imports", role="clerk", store=store), "人员.csv", "\n".join([header, *people, signed]))
    assert_fine(page)
    assert [m.value for m in page.metric][-1] == "3"

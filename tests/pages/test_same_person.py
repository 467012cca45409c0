"""“Same person?”: rows that merely resemble somebody stand beside them and wait for the clerk's word."""

from __future__ import annotations

import pytest

from core.i18n import t
from core.store import Store
from tests.core.ingest.files import store_file, text_file
from tests.county import make_county
from tests.pages.conftest import assert_fine
from tests.pages.test_imports import upload

G = "990101100001001"
FIRST = [
    ["姓名", "性别", "出生日期", "网格编码", "住址"],
    ["韦新", "女", "1988-03-02", G, "旧居"],
    ["韦旧", "男", "", G, "旧居"],
]
# resembles, contradicts, resembles, is the row before once more
LATER = "\n".join(
    [
        "姓名,性别,出生日期,网格编码,住址", f"韦新,,,{G},新居", f"韦新,男,2019-05-06,{G},新居", f"韦旧,男,,{G},新居", f"韦末,男,,{G},新居",
        f"韦末,男,,{G},新居",
    ]
)  # fmt: skip


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    made = make_county()
    store_file(made, text_file(tmp_path / "first.csv", FIRST))
    monkeypatch.setattr(type(made.settings), "folder", property(lambda self: tmp_path))
    return made


def metrics(page):
    return [m.value for m in page.metric]


def press(page, verdict: str, kind: str):
    button = next(b for b in page.button if b.key.startswith(f"same_{verdict}_") and b.key.endswith(kind))
    page = button.click().run()
    assert_fine(page)
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_wait_beside_whom_they_resemble(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "名单.csv", LATER)
    assert_fine(page)
    assert metrics(page) == ["2", "0", "0", "3"], "the namesake with other data, and the first of two alike"
    assert any(t(lang, "same.title") in m.value for m in page.markdown)
    beside = next(f.value for f in page.dataframe if "this_row" in f.value.columns)
    assert beside["verdict"].tolist() == [t(lang, "same.verdict_ask")] * 2
    assert "1988-**-**" in beside["beside"][0], "the year tells them apart; the day is masked as in the ID number"
    assert any("1988" not in text for text in beside["this_row"])


def test_one_answer_for_all_of_a_kind(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "名单.csv", LATER)
    page = press(page, "same", "same_place")
    assert metrics(page) == ["2", "2", "0", "1"]
    page = press(page, "other", "same_place")
    assert metrics(page) == ["4", "0", "0", "1"]
    page = press(page, "ask", "same_place")
    assert metrics(page) == ["2", "0", "0", "3"]

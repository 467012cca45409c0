"""On the page every refusal has a way on: the file's first rows, one answer for all of a sort, columns joined and split, what is dropped said first."""

from __future__ import annotations

import pandas as pd
import pytest

from core.i18n import t
from core.ingest.meaning.answers import Answers
from core.ingest.plan import discard, prepare, remap
from core.store import Store
from pages.ui.imports.columns import field_choices, with_joined
from pages.ui.imports.groups import changed_cells
from tests.core.ingest.files import id_number, text_file
from tests.county import NOW, WHOLE, make_county
from tests.pages.conftest import assert_fine
from tests.pages.test_imports import upload

NAMES = ["韦小明", "覃丽花", "黄建国", "陆桂英"]
STRANGE = "\n".join(["甲,乙", "子,丑", *(f"{n},左" for n in NAMES)])
ROSTER = "\n".join(
    [
        "姓名,身份证号,村,家属姓名",
        *(f"{n},{id_number(k)},{'那个村' if k else '东一村'},韦父" for k, n in enumerate(NAMES)),
        "合计,4,,",
    ]
)


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    made = make_county()
    monkeypatch.setattr(type(made.settings), "folder", property(lambda self: tmp_path))
    return made


def button(page, label: str):
    return next(b for b in page.button if b.label == label)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refused_file_shows_its_first_rows_and_is_read_without_a_header(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "名单.csv", STRANGE)
    assert_fine(page)
    (refusal,) = [e.value for e in page.error]
    assert t(lang, "seems.strange", headers=["甲", "乙"]) in refusal.replace("\\", "") and len(refusal) < 250
    shown = next(d.value for d in page.dataframe if "A" in d.value)
    assert shown["A"].tolist() == ["甲", "子", *NAMES]
    button(page, t(lang, "imports.layout_none")).click().run()
    assert t(lang, "imports.read_as_choose") in [w.value for w in page.warning], "the kind is asked first"
    page.selectbox(key=f"read_as_kind_{lang}").set_value("people")
    next(n for n in page.number_input if n.label == t(lang, "imports.layout_first")).set_value(3)
    button(page, t(lang, "imports.layout_none")).click().run()
    assert_fine(page)
    assert not page.error
    assert any(t(lang, "imports.sheet_facts_headless", sheet="名单", rows="4") == m.value for m in page.markdown)
    assert [m.value for m in page.metric] == ["0", "0", "0", "4"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_dropped_and_left_out_is_said_on_the_first_panel(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "名单.csv", ROSTER)
    assert_fine(page)
    said = [c.value for c in page.caption]
    because = t(lang, "imports.because", header="家属姓名", why=t(lang, "mapping.why.other_person"))
    assert any(t(lang, "imports.dropped", columns=because) in text for text in said)
    assert any(t(lang, "imports.reckoned", read="5", rows="4", left_out="1") in text for text in said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_answer_for_all_of_a_sort(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "名单.csv", ROSTER)
    assert [m.value for m in page.metric] == ["1", "0", "0", "3"]
    which = next(s for s in page.selectbox if s.label == t(lang, "imports.for_all_which"))
    assert "3" in which.options[which.index or 0]
    next(s for s in page.selectbox if s.label == t(lang, "imports.for_all_means")).set_value("990101100002").run()
    next(b for b in page.button if (b.key or "").startswith("for_all_go")).click().run()
    assert_fine(page)
    assert [m.value for m in page.metric] == ["4", "0", "0", "0"]


def test_findings_stand_by_sort_with_their_counts(store, tmp_path):
    plan = prepare(
        store, WHOLE, text_file(tmp_path / "a.csv", [line.split(",") for line in ROSTER.split("\n")]), now=NOW
    )
    groups = plan.sheets[0].issue_groups
    assert groups.loc[groups["code"] == "grid_unknown", ["rows", "writings"]].to_numpy().tolist() == [[3, 1]]
    discard(plan)


def test_a_column_that_goes_on_with_a_field_keeps_the_first(store, tmp_path):
    rows = [
        ["姓名", "身份证号", "村", "住址", "门"],
        *[[n, id_number(k), "东一村", "东街", "3号"] for k, n in enumerate(NAMES)],
    ]
    plan = prepare(store, WHOLE, text_file(tmp_path / "a.csv", rows), now=NOW)
    part = plan.sheets[0]
    assert {"grid+section", "+address", "+name"} <= set(field_choices(part).values())
    chosen = with_joined(part, {"门": "+address"})
    assert chosen == {"住址": "address", "门": "address"}
    remap(plan, {part.sheet: Answers(columns=chosen)})
    assert plan.preview(part.sheet)["address"][0] == "东街3号"
    discard(plan)


def test_only_cells_that_were_written_anew_are_corrections():
    before = pd.DataFrame({"row": [2, 3], "name": ["韦*", None], "grid": ["那个村", "东一村"]}, dtype=object)
    after = before.copy()
    after.loc[0, "name"], after.loc[1, "grid"] = " 韦小明 ", None
    assert changed_cells(before, after, ["name", "grid"]) == {"name": {"2": "韦小明"}, "grid": {"3": ""}}

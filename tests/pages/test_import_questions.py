"""What only the clerk can say: doubtful columns, values for a whole file, writings that nobody knows; and remembering it."""

from __future__ import annotations

import pytest

from core.i18n import t
from core.ingest.meaning.columns import kinds
from core.ingest.plan import prepare
from core.store import Store
from pages.ui.imports.columns import changed_columns, column_rows
from tests.core.ingest.files import id_number, text_file
from tests.county import NOW, WHOLE, make_county
from tests.pages.conftest import assert_fine
from tests.pages.test_imports import finish, upload

IDS = [id_number(n) for n in range(1, 7)]
FOREIGN = "\n".join(
    [
        "甲,乙,民族",
        *(
            f"{name},{number},壮族"
            for name, number in zip(["韦一", "覃二", "黄三", "李四", "陆五", "张六"], IDS, strict=True)
        ),
    ]
)
WRITTEN = "\n".join(
    ["姓名,身份证号,村,人员类别", *(f"韦一,{number},那个村,{'红码' if n else '常住'}" for n, number in enumerate(IDS))]
)
SECTION = "990101100001001"


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    made = make_county()
    monkeypatch.setattr(type(made.settings), "folder", property(lambda self: tmp_path))
    return made


def labelled(page, start: str):
    return next(s for s in page.selectbox if s.label.startswith(start))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_doubtful_columns_are_asked_before_anything_can_be_imported(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "名单.csv", FOREIGN)
    assert_fine(page)
    assert t(lang, "mapping.waits_one") in [i.value for i in page.info]
    assert "commit" not in [b.key for b in page.button]
    assert any("民族" in w.value for w in page.warning)
    asked = [s.label for s in page.selectbox if s.key.startswith(("ask_", "fixed_file"))]
    assert len(asked) == 3, "name, ID number, and the grid of the whole file"
    assert not any(number in label for number in IDS for label in asked), "examples show no whole ID number"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_moment_of_the_whole_file_is_typed(open_page, store, lang):
    sheet = "姓名,核酸,电话号码\n甲,阴,13978810001\n乙,阴性,13978810002"
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "核酸.csv", sheet)
    assert_fine(page)
    page.text_input(key=next(i.key for i in page.text_input if i.key.startswith("fixed_file"))).set_value(
        "2020年2月5日 9:30"
    )
    next(b for b in page.button if b.label == t(lang, "mapping.answer")).click().run()
    assert_fine(page)
    assert not any(i.key.startswith("fixed_file") for i in page.text_input), "answered"


def test_answers_are_checked_imported_and_remembered(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "名单.csv", FOREIGN)
    labelled(page, t("zh", "mapping.fixed", field="网格编码")).set_value("990101100001")
    next(b for b in page.button if b.label == t("zh", "mapping.answer")).click().run()
    assert_fine(page)
    assert [m.value for m in page.metric] == ["6", "0", "0", "0"]
    next(i for i in page.text_input if i.label == t("zh", "mapping.name")).input("乙表")
    next(b for b in page.button if b.label == t("zh", "mapping.save")).click().run()
    assert store.value("select name from column_mapping") == "乙表"
    page.button(key="commit").click().run()
    page = finish(page)
    assert (
        store.value(
            "select count(*) from person where home_grid_id = 3 and id_number is not null and batch_id is not null"
        )
        == 6
    )

    page = upload(page, "又一份.csv", FOREIGN)
    assert_fine(page)
    assert any("乙表" in c.value for c in page.caption)
    assert [m.value for m in page.metric] == ["0", "0", "6", "0"]


def test_writings_that_nobody_knows_get_a_meaning(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "名单.csv", WRITTEN)
    assert_fine(page)
    assert [m.value for m in page.metric] == ["0", "0", "0", "6"]
    grid = next(s for s in page.selectbox if "那个村" in s.label)
    grid.set_value("990101100002")
    next(s for s in page.selectbox if "红码" in s.label).set_value("重点关注")
    next(b for b in page.button if b.label == t("zh", "mapping.answer")).click().run()
    assert_fine(page)
    assert [m.value for m in page.metric] == ["6", "0", "0", "0"]
    assert not [s for s in page.selectbox if "那个村" in s.label]


def test_a_column_changed_in_the_table_is_an_answer(store, tmp_path):
    path = text_file(tmp_path / "a.csv", [line.split(",") for line in FOREIGN.splitlines()])
    part = prepare(store, WHOLE, path, now=NOW).sheets[0]
    names = {None: "–"} | {f: f for f in kinds()["people"].fields}
    assert column_rows(part, names).iloc[:, 1].tolist() == ["–", "–"], (
        "doubtful ones are not read yet; ethnicity is not offered"
    )
    assert changed_columns(part, ["name", None]) == {"甲": "name"}


def test_answers_stay_when_another_import_changes_the_registers(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "名单.csv", FOREIGN)
    labelled(page, t("zh", "mapping.fixed", field="网格编码")).set_value("990101100001")
    next(b for b in page.button if b.label == t("zh", "mapping.answer")).click().run()
    with store.write() as db:  # as a colleague's import would
        db.execute("update person set updated_at = now(), address = '新址' where person_id = 1")
    page.run()
    assert_fine(page)
    assert [m.value for m in page.metric] == ["6", "0", "0", "0"]
    assert not [s for s in page.selectbox if s.key.startswith(("ask_", "fixed_file"))]


def test_a_saved_mapping_answers_the_other_files_that_wait(open_page, store):
    page = open_page("imports", role="clerk", store=store)
    other = "\n".join(
        [
            "甲,乙,民族",
            *(
                f"{name},{id_number(20 + n)},壮族"
                for n, name in enumerate(("莫一", "莫二", "莫三", "莫四", "莫五", "莫六"))
            ),
        ]
    )
    page.file_uploader[0].set_value(
        [("一.csv", FOREIGN.encode(), "text/csv"), ("二.csv", other.encode(), "text/csv")]
    ).run()
    assert t("zh", "mapping.waits", files=2) in [i.value for i in page.info]
    labelled(page, t("zh", "mapping.fixed", field="网格编码")).set_value("990101100001")
    next(b for b in page.button if b.label == t("zh", "mapping.answer")).click().run()
    next(i for i in page.text_input if i.label == t("zh", "mapping.name")).input("乙表")
    next(b for b in page.button if b.label == t("zh", "mapping.save")).click().run()
    assert_fine(page)
    assert [m.value for m in page.metric] == ["6", "0", "0", "0", "6", "0", "0", "0"]
    assert t("zh", "mapping.waits_one") not in [i.value for i in page.info]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_that_nobody_knows_are_asked_one_by_one(open_page, store, lang):
    page = open_page("imports", role="clerk", lang=lang, store=store)
    page = upload(page, "units.csv", "alpha,beta,gamma\nX1,第一食品厂,990101100001\nX2,第二食品厂,990101100001\n")
    assert len(page.error) == 1
    page.selectbox(key=f"read_as_kind_{lang}").set_value("units")
    page.button(key="read_as_go").click().run()
    assert_fine(page)
    assert not page.error
    asked = [s for s in page.selectbox if s.key.startswith("ask_")]
    assert len(asked) == 3
    for box, field in zip(asked, ("code", "name", "area_code"), strict=True):
        box.set_value(field)
    next(b for b in page.button if b.label == t(lang, "mapping.answer")).click().run()
    assert_fine(page)
    assert [m.value for m in page.metric][:1] == ["2"]


def test_a_missing_list_of_units_makes_no_questions(open_page, store):
    rows = [f"韦{n},{id_number(n)},990101100001001,没有的厂{n}" for n in range(1, 13)]
    page = upload(
        open_page("imports", role="clerk", store=store),
        "名单.csv",
        "\n".join(["姓名,身份证号,网格编码,工作或学习单位编码", *rows]),
    )
    assert_fine(page)
    assert not [s for s in page.selectbox if "没有的厂" in s.label]


def test_more_unknown_writings_than_fit_are_counted(open_page, store):
    rows = [f"韦{n},{id_number(n)},无名村{chr(0x4E00 + n)}" for n in range(1, 13)]
    page = upload(open_page("imports", role="clerk", store=store), "名单.csv", "\n".join(["姓名,身份证号,村", *rows]))
    assert len([s for s in page.selectbox if "无名村" in s.label]) == 8
    assert t("zh", "mapping.more_values", count=4) in [c.value for c in page.caption]


def test_unknown_codes_of_grids_can_be_told_apart(open_page, store):
    rows = [f"韦{n},{id_number(n)},99010177700{n}" for n in range(1, 4)]
    page = upload(
        open_page("imports", role="clerk", store=store), "名单.csv", "\n".join(["姓名,身份证号,网格编码", *rows])
    )
    asked = [s.label for s in page.selectbox if "没有找到" in s.label]
    assert len(set(asked)) == 3
    assert any("990101777002" in label for label in asked)


def test_an_older_list_says_so_and_may_be_called_the_newer_one(open_page, store):
    with store.write() as db:
        db.execute("insert into grid_name values (2, 'code', '990100100', 1), (2, 'name', '东乡', 1)")
    old = "\n".join(["网格编码,网格名称,层级,上级编码", "990100100,东乡,乡镇,990101"])
    page = upload(open_page("imports", role="command", store=store), "旧名单.csv", old)
    assert_fine(page)
    assert any(t("zh", "mapping.older_one") in c.value for c in page.caption)
    assert [m.value for m in page.metric] == ["0", "0", "1", "0"]
    next(b for b in page.button if b.label == t("zh", "mapping.take_older")).click().run()
    assert_fine(page)
    assert [m.value for m in page.metric] == ["0", "1", "0", "0"]
    assert any(t("zh", "mapping.older_taken") in c.value for c in page.caption)
    next(b for b in page.button if b.label == t("zh", "mapping.keep_older")).click().run()
    assert [m.value for m in page.metric] == ["0", "0", "1", "0"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_village_read_in_the_title_is_shown_and_can_be_taken_out(open_page, store, lang):
    roster = "\n".join(["东镇东一村人员花名册,", "姓名,身份证号", *(f"韦一,{number}" for number in IDS)])
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "名单.csv", roster)
    assert_fine(page)
    where = t(lang, "mapping.read_in.title")
    assert any(where in i.value and "东一村" in i.value for i in page.info)
    assert any(where in m.value and "东一村" in m.value for m in page.markdown), "beside the columns"
    assert [m.value for m in page.metric] == ["6", "0", "0", "0"]
    assert not [s for s in page.selectbox if s.key.startswith("fixed_file")], "the grid is not asked"
    next(b for b in page.button if b.label == t(lang, "mapping.fixed_drop")).click().run()
    assert_fine(page)
    assert [m.value for m in page.metric] == ["0", "0", "0", "6"] and not any(where in i.value for i in page.info)
    field = "网格编码" if lang == "zh" else "Grid code"
    labelled(page, t(lang, "mapping.fixed", field=field)).set_value("990101100002")
    next(b for b in page.button if b.label == t(lang, "mapping.answer")).click().run()
    assert [m.value for m in page.metric] == ["6", "0", "0", "0"]

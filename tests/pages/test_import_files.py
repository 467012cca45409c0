"""Several files on the imports page: each is of its own kind, none is lost, and the page says how far it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from core.i18n import t
from pages.ui.imports.files import STATE
from pages.ui.imports.job import numbered
from tests.core.ingest.files import id_number
from tests.county import empty_store
from tests.pages.conftest import assert_fine
from tests.pages.test_imports import GRIDS, finish

WHOLE = GRIDS.replace("990101999", "990101100")
ASKING = "\n".join(["甲,乙", *(f"{name},{id_number(n)}" for n, name in enumerate(("莫一", "莫二", "莫三"), 1))])
UNITS = "alpha,beta,gamma\nX1,第一食品厂,990101100001\nX2,第二食品厂,990101100001\n"
PEOPLE = f"姓名,身份证号,网格编码\n莫四,{id_number(4)},990101100001\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    made = empty_store()
    monkeypatch.setattr(type(made.settings), "folder", property(lambda self: tmp_path))
    return made


def upload(page, **files: str):
    page.file_uploader[0].set_value([(f"{name}.csv", text.encode(), "text/csv") for name, text in files.items()])
    return page.run()


def kinds(page) -> list[str]:
    return [s.value for s in page.selectbox if s.key and s.key.startswith("kind_")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_kind_is_chosen_for_one_file_and_not_for_the_others(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), 网格=WHOLE, 人员=PEOPLE)
    assert kinds(page) == ["grids", "people"]
    next(s for s in page.selectbox if s.key.startswith("kind_") and s.value == "people").set_value("units").run()
    assert_fine(page)
    assert kinds(page) == ["grids", "units"]
    assert [m.value for m in page.metric][:1] == ["4"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_several_unknown_files_only_the_chosen_ones_are_read_as_a_kind(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), a=UNITS, b=UNITS.replace("X", "Y"))
    assert len(page.error) == 2
    page.button(key="read_as_go").click().run()
    assert t(lang, "imports.read_as_choose") in [w.value for w in page.warning]
    first = next(u for held in page.session_state[STATE].values() for u in held)
    page.multiselect(key="read_as_files").select(first.number)
    page.selectbox(key=f"read_as_kind_{lang}").set_value("units")
    page.button(key="read_as_go").click().run()
    assert_fine(page)
    assert ["b.csv" in e.value for e in page.error] == [True]
    assert kinds(page) == ["units"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_files_that_wait_or_were_refused_are_still_there_after_the_others_went_in(open_page, store, tmp_path, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), 网格=WHOLE, 问=ASKING, 坏="\x89PNG")
    page.button(key="commit").click().run()
    page = finish(page)
    assert_fine(page)
    assert store.value("select count(*) from grid") == 4
    assert t(lang, "imports.earlier", files=2) in [c.value for c in page.caption]
    assert kinds(page) == ["people"]
    assert any("坏.csv" in e.value for e in page.error)
    # The list of grids is there now: the village can be chosen, and the rows go in.
    fixed = next(s for s in page.selectbox if s.key.startswith("fixed_") and s.key.endswith("_grid"))
    fixed.set_value("990101100001")
    next(b for b in page.button if b.label == t(lang, "mapping.answer")).click().run()
    page.button(key="commit").click().run()
    page = finish(page)
    assert store.value("select count(*) from person") == 3
    page.button(key="dismiss_result").click().run()
    page.button(key="earlier_drop").click().run()
    assert not page.error
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_look_at_another_page_loses_no_upload(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), 网格=WHOLE)
    page.switch_page("people.py").run()
    page.switch_page("imports.py").run()
    assert_fine(page)
    assert [m.value for m in page.metric][:1] == ["4"]
    assert t("zh", "imports.earlier_one") in [c.value for c in page.caption]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_any_grid_the_clerk_is_told_where_to_begin(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), 问=ASKING)
    assert_fine(page)
    assert t(lang, "mapping.no_grids") in [w.value for w in page.warning]
    assert not [s for s in page.selectbox if s.key and s.key.startswith("fixed_") and s.key.endswith("_grid")]


def test_files_without_a_village_are_counted_as_waiting(open_page, store):
    upload(open_page("imports", role="clerk", store=store), 网格=WHOLE).button(key="commit").click().run()
    page = open_page("imports", role="clerk", store=store)
    one, two = (f"姓名,身份证号\n莫五,{id_number(n)}\n" for n in (5, 6))
    page = upload(page, 甲=one, 乙=two)
    assert t("zh", "mapping.waits", files=2) in [i.value for i in page.info]


def test_a_running_import_shows_its_share_and_nothing_else_to_press(open_page, store, monkeypatch):
    from pages.ui.imports import job as import_job

    page = upload(open_page("imports", role="clerk", store=store), 网格=WHOLE)
    monkeypatch.setattr(import_job.Job, "running", property(lambda self: True))
    page.button(key="commit").click().run()
    assert_fine(page)
    assert t("zh", "imports.may_leave") in [c.value for c in page.caption]
    assert not page.file_uploader
    assert "commit" not in [b.key for b in page.button]


def test_coordinates_are_meant_as_chosen_for_this_file(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), 网格=WHOLE, 人员=PEOPLE)
    box = [s for s in page.selectbox if s.key and s.key.startswith("datum_")]
    assert len(box) == 1
    box[0].set_value("wgs84").run()
    page.button(key="commit").click().run()
    finish(page)
    assert store.value("select round(lon, 2) from grid where code = '990101100001'") == 109.31


def test_a_files_number_stands_in_the_brackets_of_the_language(open_page, store):
    assert t("zh", "imports.file_of", file="a", at=2, of=3) == "a（2/3）"
    assert t("en", "imports.file_of", file="a", at=2, of=3) == "a (2/3)"
    assert numbered("a", 0, 1) == "a"


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def test_a_refusal_names_the_file_once_and_the_zip_it_came_in(open_page, store):
    page = open_page("imports", role="clerk", store=store)
    page.file_uploader[0].set_value(
        [("坏.csv", b"\x89PNG" + bytes(99), "x"), ("夹.zip", zipped(a_jpg=b"123"), "x")]
    ).run()
    assert [e.value.count("坏.csv") for e in page.error] == [1, 0]
    assert page.error[1].value.startswith(t("zh", "imports.in_archive", file="a.jpg", archive="夹.zip"))


@pytest.mark.parametrize(
    ("lang", "own", "other"), [("zh", "请选名单类型", "Choose the kind"), ("en", "Choose the kind", "请选名单类型")]
)
def test_an_unknown_header_is_told_in_the_language_of_the_page(open_page, store, lang, own, other):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), a=UNITS)
    assert own in page.error[0].value
    assert other not in page.error[0].value


def test_of_a_list_that_repeats_the_register_the_differences_stand_first(open_page, store):
    upload(open_page("imports", role="clerk", store=store), 网格=WHOLE).button(key="commit").click().run()
    page = open_page("imports", role="clerk", store=store)
    page = upload(page, 网格=WHOLE.replace("东二村", "东二新村"))
    rows = page.dataframe[0].value
    assert rows[t("zh", "imports.status")].tolist() == ["△ 更改"]

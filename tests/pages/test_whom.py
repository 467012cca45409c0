"""“Who is it?”: rows of a list of cases without a document, beside those who may be meant, answered by a tick and a button."""

from __future__ import annotations

import pytest

from core.i18n import t
from core.store import Store
from tests.county import make_county
from tests.pages.conftest import assert_fine
from tests.pages.test_chosen_rows import choose
from tests.pages.test_imports import finish, upload

CASES = "\n".join(
    [
        "病例编号,姓名,性别,年龄,确诊日期,诊断分类",
        "HX1,韦小五,男,41,2026-01-20,确诊病例",
        "HX2,覃小六,女,30,2026-01-20,确诊病例",
    ]
)


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    made = make_county()
    with made.write() as db:
        db.execute("update person set name = '韦小' || person_id")
        for person, name, sex, born in (
            (14, "韦小五", "male", 1984),
            (34, "韦小五", "female", 2004),
            (7, "覃小六", "male", 1990),
        ):
            db.execute(
                "update person set name = ?, sex = ?, birth_date = make_date(?, 3, 5) where person_id = ?", [name, sex, born, person]
            )  # fmt: skip
    monkeypatch.setattr(type(made.settings), "folder", property(lambda self: tmp_path))
    return made


def press(page, what: str):
    page = button(page, what).click().run()
    assert_fine(page)
    return page


def button(page, what: str):
    return next(b for b in page.button if b.key and b.key.startswith(f"whom_{what}_"))


def tick(page, *places: int) -> None:
    """As the front end tells it, by places in the list that it shows."""
    choose(page, button(page, "is").key.replace("whom_is_", "whom_rows_"), {"rows": list(places)})


def keys(page) -> list[str]:
    return [b.key.split("_")[1] for b in page.button if b.key and b.key.startswith("whom_")]


def beside(page):
    return next(f.value for f in page.dataframe if "registered" in f.value.columns)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_agrees_is_taken_by_one_button(open_page, store, lang):
    page = upload(open_page("imports", role="clerk", lang=lang, store=store), "病例.csv", CASES)
    assert_fine(page)
    assert any(t(lang, "whom.title") in m.value for m in page.markdown)
    assert [m.value for m in page.metric] == ["0", "0", "0", "2"]
    rows = beside(page)
    assert rows["registered"][0].startswith(t(lang, "sex.male")) and "139****0014" in rows["registered"][0]
    assert rows["differs"].tolist()[0] == t(lang, "whom.agrees") and rows["differs"].tolist()[1] not in (
        "",
        rows["differs"][0],
    )
    page = press(page, "alone")
    assert [m.value for m in page.metric] == ["1", "0", "0", "1"]
    assert "alone" not in keys(page)


def test_ticked_rows_are_whom_they_name(open_page, store):
    page = upload(open_page("imports", role="clerk", store=store), "病例.csv", CASES)
    tick(page, 0, 1)
    assert any(t("zh", "whom.twice") in c.value for c in page.caption), "two of one row"
    assert button(page, "is").disabled
    tick(page, 1, 2)
    page = press(page, "is")
    assert [m.value for m in page.metric] == ["2", "0", "0", "0"]
    assert beside(page)["verdict"].tolist().count(t("zh", "whom.verdict_same")) == 2
    assert button(page, "is").disabled and button(page, "none").disabled, "what was ticked has been answered"
    tick(page, 2)
    page = press(page, "none")
    assert [m.value for m in page.metric] == ["1", "0", "0", "1"], "the first answer stands"
    assert any(t("zh", "mapping.unknown", count="1") in m.value for m in page.markdown)
    tick(page, 2)
    page = press(page, "ask")
    tick(page, 0)
    page = press(page, "is")
    page.button(key="commit").click().run()
    assert_fine(finish(page))
    assert store.run("select case_no, person_id from disease_case order by 1").fetchall() == [("HX1", 34), ("HX2", 7)]

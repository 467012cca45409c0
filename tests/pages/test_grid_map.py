"""The grid map's page: figures, drilling down by the address, the card, what an empty store says."""

from __future__ import annotations

import pytest

from tests.county import empty_store
from tests.pages.conftest import assert_fine


def text(page) -> str:
    parts = [*page.caption, *page.markdown, *page.info, *page.warning]
    return "\n".join(str(p.value) for p in parts)


def first_table(page):
    return page.dataframe[0].value


@pytest.mark.parametrize(("lang", "word"), [("zh", "责任人"), ("en", "Responsible")])
def test_the_township_shows_its_villages_and_who_is_responsible(open_page, county, lang, word):
    page = open_page("grid_map", lang=lang, grid="990101100")
    assert_fine(page)
    assert first_table(page).name.tolist() == ["东一村", "东二村"]
    people = county.value("select count(*) from person where home_grid_id in (4, 5)")
    assert first_table(page).people.tolist()[0] == people
    assert f"{word} **陆一**" in text(page)
    assert "138\\*\\*\\*\\*0001" in text(page) or "138****0001" in text(page).replace("\\", "")

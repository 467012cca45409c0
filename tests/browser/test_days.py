"""A day is typed that can't be chosen: the page says so in the reader's language, the browser says nothing of its own, and nothing is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.i18n import t
from core.rollup import judged_day
from core.settings import load_settings
from core.store import open_store
from tests.browser.visit import save

ENGLISH = "outside allowed range"


def typed(page, field, day) -> None:
    """Digit by digit, as somebody does who goes straight on to the button."""
    field.locator('[role="spinbutton"]').first.click()
    page.keyboard.type(f"{day:%Y%m%d}", delay=30)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_that_is_typed_beyond_the_bounds(own, visit, pictures, lang):
    store = open_store(load_settings(db=str(own.folder / "command.duckdb")))
    last = judged_day(store)
    person = store.value("select person_id from person p where registered and not exists (from person_class c where c.person_id = p.person_id) limit 1")  # fmt: skip
    store.close()
    with own:
        visitor = visit(own, lang=lang)
        page = visitor.open("briefs")
        typed(page, page.locator(".st-key-brief_day"), last + timedelta(days=400))
        page.locator(".st-key-brief_make button").click()
        visitor.wait_for_text(t(lang, "days.until", day="|", latest="|").split("|")[1].strip())
        visitor.wait()
        assert ENGLISH not in visitor.text() and page.locator(".st-key-brief_make").count() == 0
        save(visitor, pictures, f"days_{lang}")
        typed(page, page.locator(".st-key-brief_day"), last - timedelta(days=1))
        page.locator("h1").first.click()
        page.locator(".st-key-brief_make").wait_for()
        page = visitor.open(f"people?person={person}")
        page.get_by_text(t(lang, "person.class_decide")).click()
        typed(page, page.locator(f".st-key-decide_{person}_until_give"), last - timedelta(days=1))
        page.get_by_role("button", name=t(lang, "person.decide_keep")).click()
        visitor.wait_for_text(t(lang, "days.between", day="|", least="|", latest="|").split("|")[1].strip())
        visitor.wait()
        assert ENGLISH not in visitor.text()
        save(visitor, pictures, f"days_decide_{lang}")
        assert not visitor.troubles
    store = open_store(load_settings(db=str(own.folder / "command.duckdb")))
    assert store.value("select count(*) from manual_class") == 0 and store.value("select count(*) from brief") == 0
    store.close()

"""A person's page shows them as a case and as a contact, with the spread; whoever is neither has no such section."""

from __future__ import annotations

import pytest

from core.i18n import t
from tests.county import NOW
from tests.pages.conftest import assert_fine, prepared_county
from tests.pages.test_people import texts


@pytest.fixture
def ill(tmp_path, monkeypatch):
    """2 is infected by case A1 and by nobody known; 3 to 20 are contacts of 2."""
    store = prepared_county()
    monkeypatch.setattr(type(store.settings), "folder", property(lambda self: tmp_path))
    with store.write() as db:
        db.execute("insert into import_batch values (1, $1, 'clerk', '病例.xlsx', 'x', 1, 'committed', 0, true)", [NOW])
        db.execute("insert into disease_case (case_id, person_id, case_no, kind, onset_on, infector_no, batch_id) values"
                   " (1, 1, 'A1', 'confirmed', '2026-01-20', null, 1), (2, 2, 'A2', 'suspected', '2026-01-24', 'A1', 1)")  # fmt: skip
        db.execute("insert into case_contact (contact_id, person_id, case_no, kind, relation, last_contact_on, batch_id)"
                   " select n, n, 'A2', 'close', 'colleague', '2026-01-25', 1 from range(3, 21) r(n)")  # fmt: skip
    return store


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_chain_is_drawn_and_leads_on(open_page, ill, lang):
    page = open_page("people", lang=lang, store=ill, person="2")
    assert_fine(page)
    shown = texts(page)
    for words in (
        "A2",
        "病例.xlsx",
        t(lang, "cases.title"),
        t(lang, "cases.after", count=18),
        t(lang, "cases.more", count=6),
    ):
        assert words in shown
    source = ill.value("select name from person where person_id = 1")
    button = next(b for b in page.button if b.key == "person_case_before_0")
    assert button.label == source
    button.click().run()
    assert page.query_params["person"] in ("1", ["1"])
    contact = open_page("people", lang=lang, store=ill, person="3")
    assert_fine(contact)
    assert "A2" in texts(contact)


def test_whoever_is_neither_has_no_such_section(open_page, ill):
    assert t("zh", "cases.title") not in texts(open_page("people", store=ill, person="30"))

"""Personal data: a person's file, its erasure by two, retention, the dictionary; and what the desk shows after the emergency."""

from __future__ import annotations

import pytest

from core.access.accounts import create_account
from core.domain import EVERYTHING
from core.i18n import t
from core.privacy.file import file_of, rows_of, summary
from core.privacy.wind_down import wind_down
from core.rollup import roll_up
from core.store import open_store
from pages.ui.privacy.file import _word
from tests.core.privacy.planted import DOCUMENT, NAME, PERSON, PHONE, county_file, plant
from tests.county import EAST, MASKED, NOW, WHOLE
from tests.pages.conftest import assert_fine, prepared_county


def test_a_file_is_found_from_the_dictionary_masked_by_rights_and_bounded_by_scope():
    store = prepared_county()
    plant(store)
    on = NOW.date()
    found = summary(store, MASKED, person_id=PERSON, on=on)
    assert {"person", "check_in", "clue", "paper", "phone_person", "person_fact", "task"} <= set(found.table)
    assert (
        summary(store, EAST, person_id=35, on=on).empty
        and rows_of(store, EAST, person_id=35, table="person", on=on).empty
    )
    told = file_of(store, MASKED, person_id=PERSON, on=on, actor="t", now=NOW)
    assert not {NAME, PHONE, DOCUMENT, "咽痛乏力症候", "线索原话之语"} & set(told.value)
    assert {"欧***", "199****1234", "***"} <= set(told.value)
    full = file_of(
        store,
        WHOLE,
        person_id=PERSON,
        on=on,
        actor="t",
        now=NOW,
        reason="本人申请",
        permissions=frozenset({"registers.disclose"}),
    )
    assert {NAME, PHONE, DOCUMENT, "咽痛乏力症候", "线索原话之语"} <= set(full.value)
    said = store.value("select string_agg(fields, ' ') from audit_entry where event = 'person.file_exported'")
    assert '"unmasked": true' in said and NAME not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_is_erased_on_the_page_by_two(open_page, lang):
    store = prepared_county()
    plant(store)
    page = open_page("privacy", store=store, role="command", lang=lang, person=str(PERSON))
    assert_fine(page)
    assert page.dataframe[0].value.shape[0] > 10
    page.checkbox(key="privacy_sure").check().run()
    page.button(key="privacy_ask").click().run()
    assert_fine(page)
    assert t(lang, "privacy.asked") in [s.value for s in page.success] and t(lang, "privacy.own") in [
        c.value for c in page.caption
    ]
    other = open_page("privacy", store=store, role="admin", lang=lang)
    assert_fine(other)
    other.button(key="privacy_confirm_1").click().run()
    assert_fine(other)
    assert (
        store.value("select count(*) from person") == 39
        and store.value("select confirmed_by from removal") == "admin-0"
    )
    for part in ("retention", "dictionary", "end"):
        page = open_page("privacy", store=store, role="admin", lang=lang, part=part)
        assert_fine(page)
        assert len(page.dataframe)


def test_codes_stand_in_words():
    assert _word("direction", "in", "zh") == t("zh", "direction.in") and _word("name", "in", "zh") == "in"
    assert _word("class", "returnee", "en") != "returnee" and _word("temperature", None, "en") is None


def test_pages_open_after_the_wind_down(open_page, tmp_path):
    store = county_file(tmp_path)
    roll_up(store, days=None, actor="t")
    with store.write() as db:
        db.execute("update emergency set until = date '2026-01-31', declared_at = timestamp '2026-01-01 08:00'")
        db.execute(
            "insert into alert (alert_id, detector, grid_id, status, severity, score, first_day, last_day, reason, policy_version, opened_at)"
            " values (950, 'missing_feed', 4, 'open', 'low', 1, date '2026-01-30', date '2026-01-31', 'missing_feed', '1', timestamp '2026-01-31')"
        )
    page = open_page("overview", store=store, role="command")
    assert_fine(page)
    assert any("依法应删除" in w.value for w in page.warning)
    for login, role in (("anna", "command"), ("bert", "admin")):
        create_account(store, login=login, name=login, role=role, grids=[EVERYTHING], password=None, actor="t", now=NOW)
    wind_down(store, by="anna", and_by="bert", reason="应急响应结束", now=NOW)
    store = open_store(store.settings)
    for name in (
        "overview",
        "trends",
        "charts",
        "grid_map",
        "people",
        "anomalies",
        "tasks",
        "classes",
        "units",
        "imports",
        "policy",
        "clues",
        "privacy",
    ):
        page = open_page(
            name,
            store=store,
            role="command",
            **{"privacy": {"part": "end"}, "anomalies": {"alert": "950"}}.get(name, {}),
        )
        assert_fine(page)
    assert any("anna" in m.value and "bert" in m.value for m in page.markdown)
    store.close()

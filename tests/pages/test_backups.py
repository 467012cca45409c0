"""Backups: made by a click, listed, tried again, the command that restores one; what the doctor finds; a full disk is said on every page."""

from __future__ import annotations

import dataclasses

import pytest

from core.backup import backups
from core.i18n import t
from core.settings import Settings
from core.store import open_store
from tests.pages.conftest import assert_fine


@pytest.fixture
def store(tmp_path):
    made = open_store(Settings(db=str(tmp_path / "data" / "command.duckdb")))
    yield made
    made.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_made_by_a_click_and_looked_at(open_page, store, lang):
    page = open_page("backups", store=store, role="admin", lang=lang)
    assert any(t(lang, "doctor.keys.plain") in one.value for one in page.warning)
    page.button[0].click().run()
    assert_fine(page)
    (kept,) = backups(store.settings.backup_folder)
    assert [one.value for one in page.success][:1] == [t(lang, "backups.done", name=kept.folder.name)]
    assert kept.manifest.kind == "hand" and len(page.dataframe) == 1


def test_a_full_disk_is_said_on_every_page_and_nothing_is_written(open_page, store):
    page = open_page("backups", store=store, role="admin")
    roomy, store.settings = store.settings, dataclasses.replace(store.settings, spare_megabytes=10**9)
    page.run()
    assert_fine(page)
    page.button[0].click().run()
    assert sum("磁盘" in one.value for one in page.error) >= 2  # the banner, and why no backup was made
    assert not backups(roomy.backup_folder)
    store.settings = roomy
    page.run()
    assert not any("暂时只能查看" in one.value for one in page.error)


def test_nobody_else_opens_it(open_page):
    page = open_page("backups", role="command")
    assert page.warning and not page.button

"""Every page, both languages, both sizes: drawn without an error, in words, within the window, from our server alone."""

from __future__ import annotations

import pytest

from core.i18n import t
from pages.ui.shared.menu import PAGES
from tests.browser.visit import raw_keys, save

SIZES = {"desk": (1440, 900), "phone": (390, 844)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_pages(filled, visit, pictures, lang, size):
    width, height = SIZES[size]
    visitor = visit(filled, login="admin", lang=lang, width=width, height=height)
    wrong: list[str] = []
    for name, *_ in PAGES:
        visitor.open("" if name == "overview" else name)
        text = visitor.text()
        title = t(lang, f"page.{name}")
        heads = visitor.page.locator('[data-testid="stMain"] h1').all_inner_texts()
        save(visitor, pictures, f"{name}-{lang}-{size}")
        wrong += [f"{name}: {trouble}" for trouble in visitor.troubles]
        visitor.troubles.clear()
        if not any(title in head for head in heads):
            wrong.append(f"{name}: title is {heads}")
        if raw_keys(text):
            wrong.append(f"{name}: untranslated {raw_keys(text)}")
        if visitor.page.locator('[data-testid="stException"]').count():
            wrong.append(f"{name}: exception")
        if visitor.overflow() > 0:
            wrong.append(f"{name}: {visitor.overflow()} px wider than the window")
    assert wrong == []

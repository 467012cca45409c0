"""Every page, both languages, both sizes, light and dark: drawn without an error, in words, within the window, from our server alone, and fit
for those who see little or use no mouse (axe-core, WCAG 2.1 A and AA)."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from core.access.roles import roles
from core.i18n import t
from pages.ui.shared.menu import PAGES
from tests.browser.visit import raw_keys, save

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
WALKERS = ("admin", "department", "auditor", "security")  # a page is seen by the first who may
SCHEMES = {"zh": "light", "en": "dark"}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# What is fading, or waits for a part that is drawn anew, has for a moment not the colours that it has: then it is looked at again.
RUN_AXE = """async () => {
  for (const fading of document.getAnimations()) { try { fading.finish(); } catch { /* one without an end */ } }
  const found = (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})).violations
    .map(found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`);
  const still = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning" && !document.querySelector('[data-stale="true"]');
  return [found, still];
}"""


def barriers(visitor) -> list[str]:
    """What axe-core finds wrong with a page that is at rest."""
    visitor.page.evaluate(AXE)
    while True:
        visitor.wait()
        found, still = visitor.page.evaluate(RUN_AXE)
        if still or not found:
            return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_pages(filled, visit, pictures, lang, size):
    width, height = SIZES[size]
    options = {"lang": lang, "width": width, "height": height, "color_scheme": SCHEMES[lang]}
    visitors = {}
    wrong: list[str] = []
    for name, permission in PAGES:
        who = next(role for role in WALKERS if permission in roles()[role].permissions)
        if who not in visitors:
            visitors[who] = visit(filled, login=who, **options)
        visitor = visitors[who]
        visitor.open("" if name == "overview" else name)
        text = visitor.text()
        title = (
            " · " if name == "overview" else t(lang, f"page.{name}")
        )  # the overview bears the county's name and the day
        heads = visitor.page.locator('[data-testid="stMain"] h1').all_inner_texts()
        save(visitor, pictures, f"{name}-{lang}-{size}")
        wrong += [f"{name}: {trouble}" for trouble in visitor.troubles]
        visitor.troubles.clear()
        if not any(title in head for head in heads):
            wrong.append(f"{name}: title is {heads}")
        if raw_keys(text):
            wrong.append(f"{name}: untranslated {raw_keys(text)}")
        wrong += [f"{name}: {barrier}" for barrier in barriers(visitor)]
        if visitor.page.locator('[data-testid="stException"]').count():
            wrong.append(f"{name}: exception")
        if visitor.overflow() > 0:
            wrong.append(f"{name}: {visitor.overflow()} px wider than the window")
    assert not wrong, "\n".join(wrong)

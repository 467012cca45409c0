"""Every page, both languages, both sizes, light and dark: drawn without an error, in words, within the window, from our server alone, and fit
for those who see little or use no mouse (axe-core, WCAG 2.1 A and AA). At the desk it is printed too; one of the phones is an old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import pytest

from core.access.roles import roles
from core.i18n import t
from pages.ui.shared.menu import PAGES
from tests.browser.old import SCRIPT as MAKE_OLD
from tests.browser.paper import paper_faults
from tests.browser.server import PASSWORD
from tests.browser.visit import Visitor, raw_keys, save

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
WALKERS = ("admin", "department", "auditor", "security")  # a page is seen by the first who may
SCHEMES = {"zh": "light", "en": "dark"}
IS_OLD = "[[].toSorted, self.structuredClone, Promise.withResolvers].every(f => f === undefined)"
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


@pytest.fixture(scope="module")
def walker(chromium, filled) -> Iterator[Callable[..., Visitor]]:
    """walker(who, lang, size, old) → whoever walks so, logged in once for all pages."""
    walking: dict[tuple, Visitor] = {}

    def walks(who: str, lang: str, size: str, old: bool) -> Visitor:
        for past in [key for key in walking if key[1:] != (lang, size, old)]:
            walking.pop(past).close()
        if (who, lang, size, old) not in walking:
            width, height = SIZES[size]
            visitor = Visitor(chromium, filled, lang=lang, width=width, height=height, color_scheme=SCHEMES[lang])
            walking[who, lang, size, old] = visitor
            visitor.log_in(who, PASSWORD)
            if old:
                make_old(visitor)
        return walking[who, lang, size, old]

    yield walks
    for visitor in walking.values():
        visitor.close()


@pytest.mark.parametrize("name", [name for name, _ in PAGES])
@pytest.mark.parametrize(
    ("lang", "size", "old"),
    [("zh", "desk", False), ("en", "desk", False), ("zh", "phone", True), ("en", "phone", False)],
)
def test_each_page(walker, pictures, lang, size, old, name):
    who = next(role for role in WALKERS if dict(PAGES)[name] in roles()[role].permissions)
    visitor = walker(who, lang, size, old)
    visitor.open("" if name == "overview" else name)
    save(visitor, pictures, f"{name}-{lang}-{size}")
    wrong = screen_faults(visitor, name, lang)
    if size == "desk":
        wrong += paper_faults(visitor, name, lang, county=who == "admin", picture=pictures / f"print-{name}-{lang}.png")
    assert not wrong, "\n".join(wrong)


def make_old(visitor) -> None:
    """What came after Chromium 94 is gone: the page of log-in, which fills nothing in, shows that."""
    visitor.context.add_init_script(MAKE_OLD)
    visitor.page.goto(f"{visitor.server.address}/login")
    assert visitor.page.evaluate(IS_OLD)


def screen_faults(visitor, name: str, lang: str) -> list[str]:
    """What is wrong with a page that has been opened."""
    found = list(visitor.troubles)
    visitor.troubles.clear()
    # the overview bears the county's name and the day
    title = " · " if name == "overview" else t(lang, f"page.{name}")
    heads = visitor.page.locator('[data-testid="stMain"] h1').all_inner_texts()
    if not any(title in head for head in heads):
        found.append(f"title is {heads}")
    if untranslated := raw_keys(visitor.text()):
        found.append(f"untranslated {untranslated}")
    found += barriers(visitor)
    if visitor.page.locator('[data-testid="stException"], [role="dialog"]').count():
        found.append("exception, or a dialog of an error")
    if visitor.overflow() > 0:
        found.append(f"{visitor.overflow()} px wider than the window")
    return found

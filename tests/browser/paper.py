"""A page on paper."""

from __future__ import annotations

import re
from pathlib import Path

from core.i18n import t
from tests.browser.visit import photograph

SEEN = "(query) => [...document.querySelectorAll(query)].some((e) => e.getClientRects().length > 0)"
SCREEN_ONLY = (".gc-rail", ".gc-tabs", "button", "canvas.dvn-underlay", '[data-testid="stDataFrame"]')
COUNTY = {"zh": "横县", "en": "Hengxian"}
PAPER_ONLY = '[class*="st-key-print_"] table'


def paper_faults(visitor, name: str, lang: str, *, county: bool, picture: Path) -> list[str]:
    """What is wrong with the page as it is printed, and with the screen afterwards. `county`: the reader sees one, and it heads the sheet."""
    page, found = visitor.page, []
    count = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, print_background=True)))
    if not 1 <= count <= 8:
        found.append(f"{count} sheets")
    page.emulate_media(media="print")
    photograph(page, picture)
    found += [f"{query} is printed" for query in SCREEN_ONLY if page.evaluate(SEEN, query)]
    head = page.locator(".gc-print-head").inner_text()
    if t(lang, f"page.{name}") not in head or (county and COUNTY[lang] not in head):
        found.append(f"head of the paper is {head}")
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    if ground != "rgb(255, 255, 255)":
        found.append(f"ground of the paper is {ground}")
    page.emulate_media(media="screen")
    if page.evaluate(SEEN, PAPER_ONLY):
        found.append("the table for paper is seen on the screen")
    return found

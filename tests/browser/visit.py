"""Someone at a browser: logs in, opens pages, and notices what goes wrong on the way."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from playwright.sync_api import Error, TimeoutError

from core.i18n import words
from tests.browser.server import Server
from tests.patience import PATIENCE

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LOCALES = {"zh": "zh-CN", "en": "en-US"}
QUIET = 250  # milliseconds without a running script or a skeleton before a page counts as ready
READY = """(quiet) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const busy = !app || app.dataset.testScriptState !== 'notRunning' || !document.querySelector('[data-testid="stMain"] h1, [data-testid="stAlert"], [data-testid="stException"]')
    || document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
  const now = performance.now();
  window.__readySince = busy ? undefined : (window.__readySince ?? now);
  return window.__readySince !== undefined && now - window.__readySince > quiet;
}"""
# The page scrolls within Streamlit's main part: the document itself would never be too wide.
OVERFLOW = """() => Math.max(...[document.scrollingElement, document.querySelector('[data-testid="stMain"]')]
  .filter(Boolean).map(part => part.scrollWidth - part.clientWidth))"""


class Visitor:
    """One browser context with its own cookies. `troubles` gathers console errors, failed and foreign requests."""

    def __init__(
        self, browser, server: Server, *, lang: str = "zh", width: int = 1440, height: int = 900, **options
    ) -> None:
        self.server = server
        self.troubles: list[str] = []
        self.context = browser.new_context(
            locale=LOCALES[lang], viewport={"width": width, "height": height}, accept_downloads=True, **options
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self.new_page()

    def new_page(self):
        page = self.context.new_page()
        page.on("console", lambda m: self.troubles.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: self.troubles.append(f"script: {e}"))
        page.on("request", self._foreign)
        page.on("requestfailed", self._failed)
        page.on("response", lambda r: self.troubles.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        return page

    def log_in(self, login: str, password: str) -> None:
        """By the form's own address, without drawing it."""
        answer = self.context.request.post(
            f"{self.server.address}/login", form={"login": login, "password": password}, max_redirects=0
        )
        assert answer.status == 303, answer.status

    def open(self, path: str, page=None):
        """Go there and wait until the page is drawn."""
        page = page or self.page
        page.goto(f"{self.server.address}/{path}")
        self.wait(page)
        return page

    def wait(self, page=None) -> None:
        (page or self.page).wait_for_function(READY, arg=QUIET, polling=50)

    def text(self, page=None) -> str:
        """All words of the page, those inside drawn tables included."""
        return (page or self.page).evaluate(
            "() => document.body.innerText + ' ' + [...document.querySelectorAll('canvas')].map(c => c.textContent).join(' ')"
        )

    def wait_for_text(self, words: str) -> None:
        """Until the words stand somewhere on the page; what a map or a table draws may come after the page is quiet."""
        self.page.wait_for_function(
            "words => (document.body.innerText + [...document.querySelectorAll('canvas')].map(c => c.textContent).join(' '))"
            ".includes(words)",
            arg=words,
        )

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return self.page.evaluate(OVERFLOW)

    def close(self) -> None:
        self.context.close()

    def _foreign(self, request) -> None:
        if not request.url.startswith(
            (self.server.address, self.server.address.replace("http", "ws", 1), "data:", "blob:", "about:")
        ):
            self.troubles.append(f"foreign request: {request.url}")

    def _failed(self, request) -> None:
        # Leaving a page cuts off what it was still loading: that is no failure.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.troubles.append(f"failed: {request.url} {request.failure}")


def raw_keys(text: str) -> set[str]:
    """Keys of the words that stand on a page in place of their text."""
    rooms = {key.split(".")[0] for key in words()}
    found = re.findall(r"\b([a-z_]+)\.([a-z_]+(?:\.[a-z_]+)*)\b", text)
    files = {"csv", "xlsx", "xls", "json", "py", "parquet", "geojson", "toml"}
    return {f"{room}.{rest}" for room, rest in found if room in rooms and rest not in files}


def save(visitor: Visitor, folder: Path, name: str) -> None:
    photograph(visitor.page, folder / f"{name}.png")


def photograph(part, path: Path | None = None) -> bytes:
    """A picture of a page or of a part of it. Chromium says that it is unable to take one while what draws is busy with another page's map:
    asked again."""
    for _ in range(10):
        try:
            return part.screenshot(path=path)
        except Error as problem:
            if "Unable to capture screenshot" not in problem.message:
                raise
            time.sleep(1)
    return part.screenshot(path=path)


def choose(visitor: Visitor, box, option: re.Pattern[str] | str, typed: str = "") -> None:
    """Takes the first option that says so, of those that are left after typing."""
    open_list(visitor, box, option, typed).click()


def open_list(visitor: Visitor, box, option: re.Pattern[str] | str, typed: str = ""):
    """Opens a box's list. A page that is drawn anew or scrolled meanwhile closes it again: it is opened again."""
    wanted = visitor.page.get_by_role("option", name=option).first
    for _ in range(5):
        box.scroll_into_view_if_needed()
        visitor.wait()
        box.click()
        if typed:
            visitor.page.keyboard.insert_text(typed)
        try:
            wanted.wait_for(timeout=PATIENCE * 1000 / 10)
            return wanted
        except TimeoutError:
            visitor.page.keyboard.press("Escape")
    raise AssertionError(f"no list with {option!r}")

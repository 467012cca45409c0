"""A file that is made when its button is pressed is made in a thread that knows no reader: it is in the language that they read all the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pages.ui.shared import session
from pages.ui.shared.session import in_this_language, say

PAGES = Path(__file__).parents[2] / "pages"


def test_a_file_for_later_is_in_the_language_of_its_reader():
    with ThreadPoolExecutor(1) as later:
        for language, title in (("en", "Place codes"), ("zh", "场所码")):
            session._run.language = language
            try:
                make = in_this_language(lambda: say("page.codes"))
            finally:
                session._run.language = None
            assert later.submit(make).result() == title


def test_no_page_offers_a_file_by_another_way():
    others = {
        str(file.relative_to(PAGES)) for file in PAGES.rglob("*.py") if "download_button(" in file.read_text("utf-8")
    }
    assert others == {"ui/shared/file_button.py"}

"""The addresses of the pages, one for each file in `pages/`. Who may see a page, it asks itself (`require`)."""

from __future__ import annotations

from core.settings import PROJECT

START = "/overview"  # Streamlit knows its start page as `/` alone
PAGES = frozenset(f"/{file.stem}" for file in (PROJECT / "pages").glob("*.py")) - {"/frame", "/__init__", START} | {"/"}


def is_page(path: str) -> bool:
    return path in PAGES or path.rstrip("/") in PAGES

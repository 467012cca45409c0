"""The product's mark, drawn once: for the pages before log-in, the side bar and the browser's tab."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
MARK = (TEMPLATES / "mark.svg").read_text("utf-8")

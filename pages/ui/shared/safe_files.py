"""Tables as files that leave: no cell acts as a formula."""

from __future__ import annotations

import io

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def workbook(words: pd.DataFrame) -> bytes:
    """A table as xlsx; text stays text, so that nothing in it acts as a formula."""
    out = io.BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs=options) as writer:
        words.to_excel(writer, index=False, sheet_name="1")
        writer.sheets["1"].autofit()
        writer.sheets["1"].freeze_panes(1, 0)
    return out.getvalue()


def csv_text(words: pd.DataFrame) -> bytes:
    """A table as CSV for Excel; an apostrophe keeps text that begins like a formula from acting as one."""
    texts = words.select_dtypes(exclude="number").columns
    safe = words.copy()
    for name in texts:
        safe[name] = ["'" + v if isinstance(v, str) and v.startswith(FORMULA) else v for v in words[name]]
    return safe.to_csv(index=False).encode("utf-8-sig")

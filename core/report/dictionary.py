"""The data dictionary in words: as a table and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from core.i18n import t
from core.report.export import to_xlsx

HEADS = ("what", "table", "column", "purpose", "class", "kept", "days", "end", "erase")


def dictionary_frame(tables: Mapping[str, object], kinds: Mapping[str, object], language: str) -> pd.DataFrame:
    """One row per column of the store, under headers in words. `tables`, `kinds`: of core.privacy's dictionary and retention."""
    rows = []
    for table in tables.values():
        kind = kinds[table.keep]
        days = t(language, "privacy.days", days=kind.days) if kind.days else t(language, "privacy.no_days")
        erase = t(language, f"privacy.erase_how.{table.erase}") if table.person else ""
        rows += [
            (
                getattr(table, language), table.name, column.name, getattr(column, language), t(language, f"privacy.class.{column.kind}"),
                getattr(kind, language), days, t(language, f"privacy.end_how.{table.end}"), erase,
            )
            for column in table.columns.values()
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=[t(language, f"privacy.head.{name}") for name in HEADS])


def dictionary_workbook(frame: pd.DataFrame, language: str) -> bytes:
    return to_xlsx(
        frame,
        sheet=t(language, "privacy.dictionary"),
        notes={t(language, "privacy.dictionary"): t(language, "privacy.dictionary_lead")},
    )

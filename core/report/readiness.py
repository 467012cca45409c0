"""What keeps a unit from opening, in words: for its page, the list and the command line."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from core.i18n import format, t

AWAY = ("away", "away_many")  # which say until when, where that is known


def reason(language: str, code: str, row: Mapping[str, object]) -> str:
    """One reason of a row of core.registry.readiness: “花名册 5 人，应到 60 人”."""
    silent = row["silent"]
    if code == "silent" and pd.isna(silent):
        code = "silent_long"
    until = None if pd.isna(row["away_until"]) else pd.Timestamp(row["away_until"]).date()
    if code in AWAY and until is None:
        code += "_open"
    fields = {
        "people": format.exact(row["people"]),
        "staff": format.exact(row["staff"]) if not pd.isna(row["staff"]) else format.NOTHING,
        "away": format.exact(row["away"]),
        "until": format.day(language, until),
        "silent": "" if pd.isna(silent) else int(silent),
        "obstacle": row["obstacle"] if isinstance(row["obstacle"], str) else "",
    }
    return t(language, f"readiness.reason.{code}", **fields)


def reasons(language: str, row: Mapping[str, object]) -> str:
    """All of them, those that block first."""
    return t(language, "readiness.join").join(reason(language, code, row) for code in row["reasons"])

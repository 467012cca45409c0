"""What happened on a day, in words and as one letter. The words are `mark.…` (core/i18n/words/trend_views.toml)."""

from __future__ import annotations

from core.i18n import format, has, t
from core.i18n.places import place_name
from core.policy.editions import editions


def mark_letter(language: str, kind: str) -> str:
    """节, 策 … / H, P …"""
    return t(language, f"mark.letter.{kind}")


def mark_words(language: str, row: object) -> str:
    """Of a row of `core.trends.marks.marks`: “春节（至2月23日）”, “公布《方案》”."""
    name, detail = (told if isinstance(told, str) else "" for told in (row.name, row.detail))
    if row.kind == "holiday":
        name = t(language, f"mark.of.{name}") if has(f"mark.of.{name}") else name
    if row.kind == "policy" and "@" in detail:
        pack, _, edition = detail.partition("@")
        name = getattr(editions(pack)[edition], language) if edition in editions(pack) else name
    if row.kind == "grids" and name:
        name = t(language, "list.items").join(place_name(language, part) for part in name.split("、"))
    worded = {"risk": "risk.level", "grids": "grid_change.act"}.get(row.kind)
    if worded and has(f"{worded}.{detail}"):
        detail = t(language, f"{worded}.{detail}")
    number = "" if row.number is None else int(row.number)
    said = t(language, f"mark.{row.kind}", name=name, detail=detail, number=number)
    ends = row.until is not None and row.until != row.day
    return said + (t(language, "mark.until", day=format.day(language, row.until)) if ends else "")

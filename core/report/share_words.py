"""A share in words: its rows with the headers and codes of the reader's language, and what it is, for whom, why and until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from core.i18n import format, has, t
from core.i18n.places import place_name
from core.policy.names import known_classes
from core.report.measures import measure_name

CODED = {"detector": "detector.", "severity": "severity.", "task_status": "task_status.", "alert_status": "alert_status.", "sex": "sex.", "kind": "place_kind."}  # fmt: skip


def share_rows(language: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows: codes in words, places by the reader's language, moments as 2026-01-31 08:00, headers in words."""
    told = {name: [_word(language, name, value) for value in rows[name]] for name in rows.columns}
    return pd.DataFrame(
        {share_column(language, name): pd.Series(values, dtype=object) for name, values in told.items()}
    )


def share_column(language: str, name: str) -> str:
    return t(language, f"share.column.{name}")


def share_notes(
    language: str, *, name: str, department: str, content: str, person_class: str | None, purpose: str, ground: str, reason: str | None, until: object,
    columns: Sequence[str], grids: Sequence[str], gone: Sequence[tuple[str, str | None]], made_by: str,
) -> dict[str, str]:  # fmt: skip
    """What a department gets and why: name → text."""
    comma = t(language, "list.items")
    notes = {
        "name": name,
        "department": department,
        "content": t(language, f"share.content.{content}")
        + (f" · {class_word(language, person_class)}" if person_class else ""),
        "grids": comma.join(place_name(language, g) for g in grids) or t(language, "share.whole"),
        "columns": comma.join(share_column(language, c) for c in columns),
        "purpose": purpose,
        "ground": ground,
        "persons": t(language, "share.persons_named", reason=reason) if reason else t(language, "share.persons_hidden"),
        "until": str(until)[:10],
        "made_by": made_by,
        "duty": t(language, "share.duty_text"),
    }
    if gone:
        notes["gone"] = comma.join(gone_words(language, *each) for each in gone)
    return {t(language, f"share.note.{key}"): text for key, text in notes.items()}


def gone_words(language: str, name: str, into: str | None) -> str:
    key = "share.gone_into" if into else "share.gone_closed"
    return t(language, key, grid=place_name(language, name), into=place_name(language, into or ""))


def class_word(language: str, code: str) -> str:
    found = known_classes().get(code)
    return getattr(found, language) if found else code


def _word(language: str, name: str, value: object) -> object:
    if value is None or (not isinstance(value, str | list) and pd.isna(value)):
        return None
    if name in CODED:
        return t(language, CODED[name] + value) if has(CODED[name] + value) else value
    if name in TOLD:
        return TOLD[name](language, value)
    return pd.Timestamp(value).date() if isinstance(value, pd.Timestamp) else value


TOLD: dict[str, Callable[[str, object], str]] = {
    "class": class_word,
    "measure": measure_name,
    "township": place_name,
    "village": place_name,
    "age_band": lambda language, value: t(language, "share.age", since=int(value), until=int(value) + 9),
    "due_at": lambda _, value: f"{pd.Timestamp(value):%Y-%m-%d %H:%M}",
    "done_at": lambda _, value: f"{pd.Timestamp(value):%Y-%m-%d %H:%M}",
}


def use_line(language: str, used_at: object, way: str, source: str, rows: int, refused: str | None) -> str:
    """“2月3日 08:12 · JSON 接口 · 10.1.2.3 · 120 行”."""
    what = (
        t(language, f"share.refused.{refused}")
        if isinstance(refused, str)
        else t(language, "share.rows", rows=format.exact(rows))
    )
    return " · ".join(
        (format.moment(language, pd.Timestamp(used_at).to_pydatetime()), t(language, f"share.way.{way}"), source, what)
    )

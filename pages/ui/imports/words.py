"""Names of fields and codes as the imports page shows them."""

from __future__ import annotations

import pandas as pd

from core.ingest.meaning.columns import Kind, kinds, written
from pages.ui.shared.session import language, say
from pages.ui.shared.tables import ROW


def field_name(kind: str, field: str) -> str:
    """A field as the templates print it."""
    known = kinds().get(kind)
    if known is None or field not in known.fields:
        return field
    texts = getattr(known.fields[field], language())
    return texts[0] if texts else field


def writings(kind: str, field: str) -> dict[str, str]:
    """How a value may be written in a cell (the usual writing of each code) → how it is shown here."""
    return {texts[0]: _shown(texts) for texts in _codes(kind, field).values()}


def writing_of(kind: str, field: str, code: str | None) -> str | None:
    """The usual writing of a code."""
    return _codes(kind, field)[code][0] if code else None


def has_set(kind: str, field: str) -> bool:
    return kinds()[kind].fields[field].type.startswith("value:")


def meaning_name(kind: str, field: str, code: str) -> str:
    """A stored code as it is shown here."""
    known = has_set(kind, field) and _codes(kind, field).get(code)
    return _shown(known) if known else code


def _codes(kind: str, field: str) -> dict[str, list[str]]:
    return written(kinds()[kind].fields[field].type.removeprefix("value:"))


def _shown(texts: list[str]) -> str:
    """The usual writing; in English the first that is a word of it."""
    return texts[0] if language() == "zh" else next((x for x in texts if x.isascii() and len(x) > 1), texts[0])


def listed(names: list[str]) -> str:
    """Names in a row, as the language joins them."""
    return ("、" if language() == "zh" else ", ").join(names)


def wanted_columns(kind: str) -> str:
    """The columns that a list of this kind can't be without; of each kind where none was chosen: “人员（姓名、网格编码）”."""
    known = {k: about for k, about in kinds().items() if kind in ("auto", k)}
    return listed(
        [
            say(
                "imports.kind_needs",
                kind=say(f"kind.{k}"),
                columns=listed([field_name(k, f) for f in _required(about)]),
            )
            for k, about in known.items()
        ]
    )


def _required(about: Kind) -> list[str]:
    return [f.name for f in about.fields.values() if f.required]


def height_of(table: pd.DataFrame, *, rows: int = 11) -> int:
    """Pixels of a table that shows so many rows before it scrolls, and no empty one."""
    return ROW * (min(len(table), rows) + 1) + 3

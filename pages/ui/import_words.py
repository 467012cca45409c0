"""Names of fields and codes as the imports page shows them."""

from __future__ import annotations

from core.ingest.columns import kinds, written
from pages.ui.session import language


def field_name(kind: str, field: str) -> str:
    """A field as the templates print it."""
    known = kinds().get(kind)
    if known is None or field not in known.fields:
        return field
    texts = getattr(known.fields[field], language())
    return texts[0] if texts else field


def writings(kind: str, field: str) -> dict[str, str]:
    """How a value may be written in a cell (the usual writing of each code) → how it is shown here."""
    codes = written(kinds()[kind].fields[field].type.removeprefix("value:"))
    if language() == "zh":
        return {texts[0]: texts[0] for texts in codes.values()}
    return {texts[0]: next((x for x in texts if x.isascii() and len(x) > 1), texts[0]) for texts in codes.values()}

"""What the doctor found, in words."""

from __future__ import annotations

from core.doctor.signs import OK, Sign
from core.i18n import has, t


def sign_text(language: str, one: Sign) -> str:
    """Trouble that has a sentence of its own (error.…) is told in it."""
    key = f"doctor.{one.check}.{one.code}"
    return t(language, key if has(key) else f"error.{one.code}", **_fields(one))


def do_text(language: str, one: Sign) -> str:
    """What to do about it; nothing where all is well or the sentence says it."""
    key = f"doctor.do.{one.check}.{one.code}"
    return t(language, key, **_fields(one)) if one.level != OK and has(key) else ""


def _fields(one: Sign) -> dict[str, object]:
    return {name: f"{v:,}" if isinstance(v, int) and name != "port" else v for name, v in one.fields.items()}

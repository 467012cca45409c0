"""The editions of a pack: `core/policy/<pack>/editions/<code>.toml`, each laid over the pack's files (core/policy/layers.py). What an
entry may say is told in the epidemic pack's first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from core.errors import UserError, Word
from core.policy.folder import FOLDER
from core.policy.layers import Layer

PLAIN = "base"  # the edition of a pack that has none of its own


@dataclass(frozen=True)
class Edition:
    """`since`, `until`: from when until when it was in force where it was issued; a county chooses its own days."""

    code: str
    zh: str
    en: str
    number: str = ""  # of the document
    issued: date | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""  # where its figures were taken from, and how sure they are
    default: bool = False


@cache
def editions(pack: str) -> dict[str, Edition]:
    """By code, the earliest first."""
    return read_editions(FOLDER / pack)


def read_editions(folder: Path) -> dict[str, Edition]:
    """Raises UserError policy_invalid."""
    found = [_edition(file) for file in sorted((folder / "editions").glob("*.toml"))]
    ordered = sorted(found, key=lambda e: (e.since or date.min, e.code))
    return {e.code: e for e in ordered} or {PLAIN: Edition(PLAIN, "现行版", "As shipped", default=True)}


def default_edition(folder: Path) -> str:
    found = read_editions(folder).values()
    return next((e.code for e in found if e.default), next(iter(found)).code)


def edition_layer(folder: Path, code: str) -> Layer | None:
    """None: the pack has no editions. Raises UserError edition_unknown."""
    file = folder / "editions" / f"{code}.toml"
    if code not in read_editions(folder):
        raise UserError("edition_unknown", pack=folder.name, edition=code, allowed=", ".join(read_editions(folder)))
    return _layer(file) if file.exists() else None


def _layer(file: Path) -> Layer:
    return Layer.of(f"editions/{file.name}", file.read_text("utf-8"))


def _edition(file: Path) -> Edition:
    layer = _layer(file)
    table = layer.table
    for name in ("zh", "en"):
        if not isinstance(table.get(name), str) or not table[name].strip():
            raise UserError(
                "policy_invalid", file=f"editions/{file.name}", line=1, what=Word("policy.fault.edition_name")
            )
    _days(layer)
    return Edition(
        file.stem, table["zh"], table["en"], table.get("number", ""), table.get("issued"), table.get("from"), table.get("until"),
        table.get("source", ""), bool(table.get("default")),
    )  # fmt: skip


def _days(layer: Layer) -> None:
    """Days that are days, and an end that does not lie before its beginning."""
    for name in ("issued", "from", "until"):
        if name in layer.table and type(layer.table[name]) is not date:
            raise _fault(layer, name, "edition_day", name=name)
    since, until = layer.table.get("from"), layer.table.get("until")
    if since and until and until < since:
        raise _fault(layer, "until", "edition_backwards", since=since.isoformat(), until=until.isoformat())


def _fault(layer: Layer, name: str, code: str, /, **fields: str) -> UserError:
    """With the line on which `name` is given."""
    lines = layer.text.splitlines()
    line = next((n for n, text in enumerate(lines, 1) if re.match(rf"\s*{name}\s*=", text)), 1)
    return UserError("policy_invalid", file=layer.file, line=line, what=Word(f"policy.fault.{code}"), **fields)

"""The one theme of a special brief (专报), as it is typed, chosen and kept."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import UserError

# period: the main figures of some days. class:CODE, alerts:DETECTOR: people of a class, alerts of a kind, within some days.
# alert:NUMBER: an alert with all of its situation; area:NUMBER: a risk area; both as they stand now.
KINDS = ("period", "class", "alerts", "alert", "area")
NUMBERED = ("alert", "area")


@dataclass(frozen=True)
class Theme:
    kind: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}" if self.value else self.kind

    @property
    def number(self) -> int:
        return int(self.value)

    @property
    def now(self) -> bool:
        """Told as it stands now, whatever the days."""
        return self.kind in NUMBERED


def theme_of(text: str) -> Theme:
    """Raises UserError brief_theme: it is none."""
    kind, _, value = text.strip().partition(":")
    kind, value = kind.strip(), value.strip()
    well = kind in KINDS and bool(value) == (kind != "period")
    if not well or (kind in NUMBERED and not (value.isascii() and value.isdigit() and len(value) < 10)):
        raise UserError("brief_theme", theme=text, themes="period, class:…, alerts:…, alert:…, area:…")
    return Theme(kind, value)

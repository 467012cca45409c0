"""What the parts of a special brief are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.brief.spans import Span
from core.domain import Scope
from core.i18n import format, t
from core.store import Store
from core.wall import Board


@dataclass(frozen=True)
class About:
    """`board` as of the last of the days; `at`: the moment for which work stands; `wider`: small numbers of people are not told."""

    store: Store
    scope: Scope
    lang: str
    board: Board
    since: date
    at: datetime
    wider: bool

    @property
    def until(self) -> date:
        return self.board.day

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def before(self) -> tuple[date, date]:
        """As many days before."""
        return self.since - timedelta(days=self.days), self.since - timedelta(days=1)

    @property
    def where(self) -> dict[str, int]:
        return {"grid": self.board.grid.grid_id}

    def say(self, key: str, /, **fields: object) -> str:
        return t(self.lang, key, **fields)

    def day(self, day: date) -> str:
        return format.day(self.lang, day)

    def heads(self, *names: str) -> list[str]:
        return [t(self.lang, f"brief.head.{name}") for name in names]

    def span(self, **theme: object) -> Span:
        return Span(self.store, self.scope, self.board.grid.grid_id, self.since, self.until, **theme)


@dataclass(frozen=True)
class Found:
    """`subject`: what it is about, in words; `sections`: without the blanks that people fill."""

    subject: str
    sections: list

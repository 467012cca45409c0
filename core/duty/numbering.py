"""The number of a piece of duty information: 甲指值初〔2026〕12号, counted on within kind and year; who issues it, to whom it goes."""

from __future__ import annotations

import duckdb

from core.i18n import t
from core.papers.make import file_number
from core.papers.office import ISSUER, ROOT
from core.settings import Settings
from core.store import run

MARKS = {"first": "初", "follow": "续", "final": "终", "correction": "更"}


def next_number(db: duckdb.DuckDBPyConnection, settings: Settings, kind: str, year: int) -> tuple[int, str]:
    """(number, as it is printed). Within the caller's transaction: between this and the signature nobody takes it."""
    last = run(
        db, "select coalesce(max(number), 0) from duty_report where kind = $kind and year = $year", kind=kind, year=year
    ).fetchone()[0]
    return last + 1, file_number(f"{_mark(db, settings)}{MARKS[kind]}", year, last + 1)


def issuer(db: duckdb.DuckDBPyConnection, settings: Settings, language: str) -> str:
    return settings.duty_issuer or ISSUER[language].format(county=_county(db))


def addressee(settings: Settings, language: str) -> str:
    return settings.duty_to or t(language, "duty_info.to_default")


def _mark(db: duckdb.DuckDBPyConnection, settings: Settings) -> str:
    return settings.duty_mark or f"{_county(db)[:1]}指值"


def _county(db: duckdb.DuckDBPyConnection) -> str:
    row = db.execute(ROOT).fetchone()
    return row[0] if row else ""

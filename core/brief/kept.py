"""Versions of briefs: what was made, when and by whom stays as it was. One that is signed off goes out; a later change is a further version."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb
import pandas as pd

from core.audit.denied import not_allowed
from core.audit.record import record
from core.brief.changes import marked
from core.brief.model import Brief, of_plain
from core.domain import Scope, User
from core.errors import UserError
from core.i18n import format, t
from core.store import Store, load_sql, run

MAKE, SIGN = "brief.make", "brief.sign"
KINDS = ("daily", "weekly", "special")
LONGEST = 2000  # characters of a slot
NAME = 200  # of who signs


@dataclass(frozen=True)
class Kept:
    brief_id: int
    version: int
    brief: Brief
    made_by: str
    made_at: datetime
    signed_name: str | None = None
    signed_at: datetime | None = None


def keep(store: Store, user: User, brief: Brief, *, grid: int, now: datetime, planned: bool = False) -> int:
    """Its number. Of one grid, day, language, kind and theme the versions run on from 1; what is not as in the last brief is marked. Audited.
    Raises NotAllowed brief_not_allowed; UserError brief_grid."""
    if not user.may(MAKE):
        raise not_allowed(store, user.login, "brief_not_allowed")
    day = date.fromisoformat(brief.day)
    with store.write(shown=False) as db:
        _reached(db, user.scope, grid)
        brief = compared(db, user.scope, brief, grid=grid)
        number, version = run(
            db,
            "select coalesce(max(brief_id), 0) + 1,"
            " coalesce(max(version) filter (where grid_id = $grid and day = $day and language = $lang and kind = $kind and theme = $theme), 0) + 1 from brief",
            grid=grid, day=day, lang=brief.language, kind=brief.kind, theme=brief.theme,
        ).fetchone()  # fmt: skip
        run(
            db,
            "insert into brief (brief_id, grid_id, day, language, kind, theme, subject, version, content, planned, made_by, made_at)"
            " values ($number, $grid, $day, $lang, $kind, $theme, $subject, $version, $content, $planned, $actor, $now)",
            number=number, grid=grid, day=day, lang=brief.language, kind=brief.kind, theme=brief.theme, subject=brief.subject, version=version, content=json.dumps(brief.plain(), ensure_ascii=False),
            planned=planned, actor=user.login, now=now,
        )  # fmt: skip
        record(
            db,
            user.login,
            "brief.planned" if planned else "brief.made",
            brief=number,
            grid=grid,
            version=version,
            kind=brief.kind,
        )
    return number


def compared(db: duckdb.DuckDBPyConnection, scope: Scope, brief: Brief, *, grid: int) -> Brief:
    """With its changes marked against the last one that was signed off for an earlier day; else the last version of an earlier day; else the last of the same day."""
    row = run(
        db, load_sql(__file__, "before.sql"), grid=grid, day=date.fromisoformat(brief.day), lang=brief.language, kind=brief.kind, theme=brief.theme, scope=scope.roots
    ).fetchone()  # fmt: skip
    if row is None:
        return brief
    day, version, content = row
    return marked(
        brief,
        of_plain(json.loads(content)),
        since=t(brief.language, "brief.since", day=format.day(brief.language, day), version=version),
    )


def revise(store: Store, user: User, brief_id: int, paragraphs: dict[str, list[str]], *, now: datetime) -> int:
    """Sentences changed by people, part by part (code → its paragraphs): a further version, whose number is returned. Raises NotAllowed; UserError brief_unknown, brief_part, brief_long."""
    if not user.may(MAKE):
        raise not_allowed(store, user.login, "brief_not_allowed")
    kept = find_brief(store, user.scope, brief_id)
    wrong = paragraphs.keys() - {section.code for section in kept.brief.sections}
    if wrong:
        raise UserError("brief_part", part=", ".join(sorted(wrong)))
    if any(len(words) > LONGEST for said in paragraphs.values() for words in said):
        raise UserError("brief_long", most=LONGEST)
    sections = [
        replace(one, paragraphs=[w.strip() for w in paragraphs[one.code] if w.strip()])
        if one.code in paragraphs
        else one
        for one in kept.brief.sections
    ]
    grid = store.value("select grid_id from brief where brief_id = $brief", brief=int(brief_id))
    return keep(store, user, replace(kept.brief, sections=sections, since="", signed=""), grid=grid, now=now)


def sign_brief(store: Store, user: User, brief_id: int, *, name: str, now: datetime) -> None:
    """It may go out, and never changes again; audited, and told to receivers outside (without its content). Raises NotAllowed brief_sign_not_allowed; UserError brief_unknown,
    brief_signed (who, at), brief_name."""
    if not user.may(SIGN):
        raise not_allowed(store, user.login, "brief_sign_not_allowed")
    name = name.strip()
    if not name or len(name) > NAME:
        raise UserError("brief_name")
    with store.write() as db:
        row = run(
            db, "select signed_name, signed_at, grid_id from brief where brief_id = $brief and grid_id in (from scope_grids($scope))",
            brief=int(brief_id), scope=user.scope.roots,
        ).fetchone()  # fmt: skip
        if row is None:
            raise UserError("brief_unknown")
        if row[1] is not None:
            raise UserError("brief_signed", who=row[0], at=f"{row[1]:%Y-%m-%d %H:%M}")
        run(
            db, load_sql(__file__, "sign.sql"),
            actor=user.login, name=name, now=now, brief=int(brief_id),
        )  # fmt: skip
        record(db, user.login, "brief.signed", brief=int(brief_id), grid=row[2])


def find_brief(store: Store, scope: Scope, brief_id: int) -> Kept:
    """Raises UserError brief_unknown: there is none, or it is of a grid out of reach."""
    row = store.one(
        "select brief_id, version, content, made_by, made_at, signed_name, signed_at from brief where brief_id = $brief and grid_id in (from scope_grids($scope))",
        brief=brief_id, scope=scope.roots,
    )  # fmt: skip
    if row is None:
        raise UserError("brief_unknown")
    number, version, content, made_by, made_at, name, at = row
    brief = of_plain(json.loads(content))
    lang = brief.language
    signed = t(lang, "brief.signed_by", name=name, at=format.moment(lang, at)) if at else t(lang, "brief.unsigned")
    nth = store.value(load_sql(__file__, "issue.sql"), brief=brief_id) if at else 0
    issue = t(lang, "brief.issue", nth=nth, year=at.year) if at else ""
    return Kept(number, version, replace(brief, signed=signed, issue=issue), made_by, made_at, name, at)


def kept_briefs(store: Store, scope: Scope, *, limit: int = 50) -> pd.DataFrame:
    """The newest first, one row per version: brief_id, grid_name, day, language, kind, subject, version, planned, made_by, made_at, signed_name, signed_at."""
    return store.df(
        "select b.brief_id, g.name as grid_name, b.day, b.language, b.kind, b.subject, b.version, b.planned, b.made_by, b.made_at, b.signed_name, b.signed_at"
        " from brief b join grid g on g.grid_id = b.grid_id"
        " where b.grid_id in (from scope_grids($scope)) order by b.made_at desc, b.brief_id desc limit $limit",
        scope=scope.roots, limit=limit,
    )  # fmt: skip


def _reached(db: duckdb.DuckDBPyConnection, scope: Scope, grid: int) -> None:
    if (
        run(db, "select 1 from scope_grids($scope) where grid_id = $grid", grid=grid, scope=scope.roots).fetchone()
        is None
    ):
        raise UserError("brief_grid")

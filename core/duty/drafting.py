"""A piece of duty information is drafted, its text changed, the draft withdrawn. What is signed is never changed: a correction is a further report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import duckdb

from core.audit.denied import not_allowed
from core.audit.record import record
from core.domain import Scope, User
from core.duty.facts import Before, Facts, facts_of
from core.duty.filling import Parts, filled, moment
from core.duty.numbering import addressee
from core.duty.parts import KINDS, LINE, LONGEST, PARTS, WRITE
from core.errors import UserError
from core.i18n import t
from core.policy.running import running
from core.store import Store, run


def draft(
    store: Store, user: User, *, now: datetime, language: str = "zh", alert: int | None = None, situation: int | None = None, grid: int | None = None,
    known_at: datetime | None = None,
) -> int:  # fmt: skip
    """A first report, filled from an alert (with its situation), from a situation, or empty for a grid. Its clock runs from `known_at`, else from when the matter's first
    alert was opened; one written by hand needs it. Returns its number; audited.

    Raises NotAllowed duty_not_allowed; UserError duty_alert, duty_situation, duty_grid (not there or out of scope), duty_from (none or several of the three), duty_known,
    duty_future, duty_there (there is one of this matter, number), duty_language.
    """
    _may(store, user)
    if sum(x is not None for x in (alert, situation, grid)) != 1:
        raise UserError("duty_from")
    if language not in ("zh", "en"):
        raise UserError("duty_language", language=language)
    _not_ahead(known_at, now)
    if grid is not None:
        if known_at is None:
            raise UserError("duty_known")
        with store.write() as db:
            _reached(db, user.scope, grid)
            parts: Parts = {name: [] for name in PARTS}
            head = {
                "title": t(language, "duty_info.title.by_hand"),
                "grid": grid,
                "alert": None,
                "situation": None,
                "figures": {},
                "alerts": [],
            }
            number = _insert(
                store, db, user, head, parts, kind="first", matter=None, known=known_at, language=language, now=now
            )
            run(
                db, "update duty_part set body = $said where report_id = $number and part = 'time'",
                number=number, said=t(language, "duty_info.said.time", at=moment(language, known_at)),
            )  # fmt: skip
        return number
    with store.write() as db:
        facts = facts_of(store, user.scope, alert=alert, situation=situation, at=now)
        there = run(
            db,
            "select report_id from duty_report where kind = 'first' and withdrawn_at is null and (alert_id = $alert or situation_id = $situation) order by report_id limit 1",
            alert=facts.alert_id, situation=facts.situation_id,
        ).fetchone()  # fmt: skip
        if there:
            raise UserError("duty_there", number=there[0])
        return _filled(
            store,
            db,
            user,
            facts,
            kind="first",
            matter=None,
            known=known_at or facts.known_at,
            language=language,
            now=now,
        )


def draft_further(
    store: Store, user: User, of: int, *, kind: str, now: datetime, known_at: datetime | None = None, language: str | None = None
) -> int:  # fmt: skip
    """The next of a matter: a follow-up (only what is new), the final report, or a correction (which is a copy of the report `of`, to be changed).

    Raises NotAllowed duty_not_allowed; UserError duty_unknown, duty_kind, duty_unsigned (the one before is not signed yet, number), duty_ended (the final one is signed: only a
    correction can follow), duty_future.
    """
    _may(store, user)
    if kind not in KINDS[1:]:
        raise UserError("duty_kind", kind=kind, kinds=", ".join(KINDS[1:]))
    _not_ahead(known_at, now)
    with store.write() as db:
        row = run(
            db,
            "select matter_id, language, title, grid_id, alert_id, situation_id from duty_report where report_id = $of and grid_id in (from scope_grids($scope))",
            of=int(of), scope=user.scope.roots,
        ).fetchone()  # fmt: skip
        if row is None:
            raise UserError("duty_unknown", number=of)
        matter, own, title, grid, alert, situation = row
        waiting = run(
            db, "select report_id from duty_report where matter_id = $matter and signed_at is null and withdrawn_at is null", matter=matter
        ).fetchone()  # fmt: skip
        if waiting:
            raise UserError("duty_unsigned", number=waiting[0])
        ended = run(
            db,
            "select 1 from duty_report where matter_id = $matter and kind = 'final' and signed_at is not null",
            matter=matter,
        ).fetchone()
        if ended and kind != "correction":
            raise UserError("duty_ended", number=of)
        language = language or own
        if kind == "correction":
            return _copied(store, db, user, int(of), matter=matter, known=known_at, now=now)
        before = _before(db, matter)
        if alert is None and situation is None:
            head = {"title": title, "grid": grid, "alert": None, "situation": None, "figures": {}, "alerts": []}
            return _insert(
                store,
                db,
                user,
                head,
                {name: [] for name in PARTS},
                kind=kind,
                matter=matter,
                known=known_at,
                language=language,
                now=now,
            )
        facts = facts_of(
            store, user.scope, alert=None if situation else alert, situation=situation, at=now, since=before.at if kind == "follow" else None
        )  # fmt: skip
        return _filled(
            store, db, user, facts, kind=kind, matter=matter, known=known_at, language=language, now=now, before=before if kind == "follow" else None
        )  # fmt: skip


def edit(
    store: Store, user: User, number: int, *, bodies: Mapping[str, str], now: datetime, version: int | None = None, title: str | None = None, to: str | None = None
) -> int:  # fmt: skip
    """Change the text of a draft: part → words. `version`: of the text that was changed, so that nobody's words are written over. Returns the new version; audited
    (which parts, not their words). Raises NotAllowed; UserError duty_unknown, duty_signed, duty_withdrawn, duty_changed (somebody else changed it meanwhile), duty_part, duty_long.
    """
    _may(store, user)
    wrong = [name for name in bodies if name not in PARTS]
    if wrong:
        raise UserError("duty_part", part=", ".join(wrong), parts=", ".join(PARTS))
    if any(len(words) > LONGEST for words in bodies.values()):
        raise UserError("duty_long", most=LONGEST)
    if any(words is not None and (len(words) > LINE or not words.strip()) for words in (title, to)):
        raise UserError("duty_line", most=LINE)
    with store.write() as db:
        now_version = unsigned(db, user.scope, number)
        if version is not None and version != now_version:
            raise UserError("duty_changed", number=number)
        run(
            db, "update duty_report set version = version + 1, title = coalesce($title, title), addressee = coalesce($to, addressee) where report_id = $number",
            number=int(number), title=title and title.strip(), to=to and to.strip(),
        )  # fmt: skip
        if bodies:
            run(
                db,
                "update duty_part p set body = n.body from (select unnest(cast($parts as text[])) as part, unnest(cast($bodies as text[])) as body) n"
                " where p.report_id = $number and p.part = n.part",
                number=int(number), parts=list(bodies), bodies=[words.strip() for words in bodies.values()],
            )  # fmt: skip
        record(db, user.login, "duty.edited", report=int(number), parts=sorted(bodies), version=now_version + 1)
    return now_version + 1


def withdraw(store: Store, user: User, number: int, *, now: datetime) -> None:
    """A draft that goes nowhere: kept, as withdrawn; audited. Raises NotAllowed; UserError duty_unknown, duty_signed, duty_withdrawn."""
    _may(store, user)
    with store.write() as db:
        unsigned(db, user.scope, number)
        run(
            db, "update duty_report set withdrawn_at = $now, withdrawn_by = $actor where report_id = $number",
            now=now, actor=user.login, number=int(number),
        )  # fmt: skip
        record(db, user.login, "duty.withdrawn", report=int(number))


def unsigned(db: duckdb.DuckDBPyConnection, scope: Scope, number: int) -> int:
    """The version of a draft's text. Raises UserError duty_unknown, duty_withdrawn, duty_signed (who, at)."""
    row = run(
        db, "select version, signed_name, signed_at, withdrawn_at from duty_report where report_id = $number and grid_id in (from scope_grids($scope))",
        number=int(number), scope=scope.roots,
    ).fetchone()  # fmt: skip
    if row is None:
        raise UserError("duty_unknown", number=number)
    if row[3] is not None:
        raise UserError("duty_withdrawn", number=number)
    if row[2] is not None:
        raise UserError("duty_signed", number=number, who=row[1], at=f"{row[2]:%Y-%m-%d %H:%M}")
    return row[0]


def _may(store: Store, user: User) -> None:
    if not user.may(WRITE):
        raise not_allowed(store, user.login, "duty_not_allowed")


def _not_ahead(known_at: datetime | None, now: datetime) -> None:
    if known_at is not None and known_at > now:
        raise UserError("duty_future", at=f"{known_at:%Y-%m-%d %H:%M}")


def _reached(db: duckdb.DuckDBPyConnection, scope: Scope, grid: int) -> None:
    if (
        run(db, "select 1 from scope_grids($scope) where grid_id = $grid", scope=scope.roots, grid=int(grid)).fetchone()
        is None
    ):
        raise UserError("duty_grid")


def _before(db: duckdb.DuckDBPyConnection, matter: int) -> Before:
    """The last signed report of a matter, corrections aside."""
    figures, at = run(
        db,
        "select figures, drafted_at from duty_report where matter_id = $matter and signed_at is not null and kind <> 'correction' order by report_id desc limit 1",
        matter=matter,
    ).fetchone()  # fmt: skip
    alerts = run(
        db, "select distinct a.alert_id from duty_alert a join duty_report r on r.report_id = a.report_id where r.matter_id = $matter and r.signed_at is not null", matter=matter
    ).fetchall()  # fmt: skip
    return Before(frozenset(n for (n,) in alerts), json.loads(figures), at)


def _filled(
    store: Store, db: duckdb.DuckDBPyConnection, user: User, facts: Facts, *, kind: str, matter: int | None, known: datetime | None, language: str,
    now: datetime, before: Before | None = None,
) -> int:  # fmt: skip
    title, parts = filled(language, facts, running(store, now.date()).playbooks, kind=kind, before=before)
    head = {
        "title": title, "grid": facts.grid_id, "alert": facts.alert_id, "situation": facts.situation_id, "figures": facts.figures,
        "alerts": [int(n) for n in facts.alerts.alert_id],
    }  # fmt: skip
    return _insert(store, db, user, head, parts, kind=kind, matter=matter, known=known, language=language, now=now)


def _insert(
    store: Store, db: duckdb.DuckDBPyConnection, user: User, head: dict, parts: Parts, *, kind: str, matter: int | None, known: datetime | None, language: str,
    now: datetime, to: str | None = None,
) -> int:  # fmt: skip
    number = db.execute("select coalesce(max(report_id), 0) + 1 from duty_report").fetchone()[0]
    nth = None if kind != "follow" else 1 + run(
        db, "select count(*) from duty_report where matter_id = $matter and kind = 'follow' and withdrawn_at is null", matter=matter
    ).fetchone()[0]  # fmt: skip
    within = store.settings
    run(
        db,
        "insert into duty_report (report_id, matter_id, kind, nth, alert_id, situation_id, grid_id, language, addressee, title, known_at, phone_by, written_by, figures,"
        " drafted_by, drafted_at) values ($number, $matter, $kind, $nth, $alert, $situation, $grid, $language, $to, $title, $known, $phone, $written, $figures, $actor, $now)",
        number=number, matter=matter or number, kind=kind, nth=nth, alert=head["alert"], situation=head["situation"], grid=head["grid"], language=language,
        to=to or addressee(within, language), title=head["title"][:LINE], known=known, phone=known and known + timedelta(minutes=within.duty_phone_minutes),
        written=known and known + timedelta(minutes=within.duty_written_minutes), figures=json.dumps(head["figures"]), actor=user.login, now=now,
    )  # fmt: skip
    texts = {name: ("" if language == "zh" else " ").join(one.said for one in parts[name])[:LONGEST] for name in PARTS}
    run(
        db,
        "insert into duty_part select $number, unnest(cast($parts as text[])), unnest(cast($texts as text[])), unnest(cast($texts as text[])), unnest(cast($sources as text[]))",
        number=number, parts=list(PARTS), texts=list(texts.values()), sources=[json.dumps([one.plain() for one in parts[name]], ensure_ascii=False) for name in PARTS],
    )  # fmt: skip
    run(
        db,
        "insert into duty_alert select $number, unnest(cast($alerts as integer[]))",
        number=number,
        alerts=head["alerts"],
    )
    record(
        db, user.login, "duty.drafted", report=number, matter=matter or number, kind=kind, grid=head["grid"], alert=head["alert"], situation=head["situation"]
    )  # fmt: skip
    return number


def _copied(
    store: Store, db: duckdb.DuckDBPyConnection, user: User, of: int, *, matter: int, known: datetime | None, now: datetime
) -> int:  # fmt: skip
    """A correction begins as what it corrects. Raises UserError duty_withdrawn of one that went nowhere."""
    row = run(
        db, "select title, grid_id, alert_id, situation_id, figures, language, addressee, withdrawn_at, file_no from duty_report where report_id = $of", of=of
    ).fetchone()  # fmt: skip
    title, grid, alert, situation, figures, language, to, withdrawn, file_no = row
    if withdrawn is not None:
        raise UserError("duty_withdrawn", number=of)
    alerts = [n for (n,) in run(db, "select alert_id from duty_alert where report_id = $of", of=of).fetchall()]
    head = {
        "title": t(language, "duty_info.title.correction", title=title, number=file_no), "grid": grid, "alert": alert, "situation": situation,
        "figures": json.loads(figures), "alerts": alerts,
    }  # fmt: skip
    number = _insert(
        store, db, user, head, {name: [] for name in PARTS}, kind="correction", matter=matter, known=known, language=language, now=now, to=to
    )  # fmt: skip
    run(
        db,
        "update duty_part p set filled = o.body, body = o.body, sources = o.sources from duty_part o where p.report_id = $number and o.report_id = $of and o.part = p.part",
        number=number, of=of,
    )  # fmt: skip
    return number

"""Check-ins, checked batch by batch: tens of millions need no more memory than one batch and their keys.

A batch stays in Arrow, where it was read to. What repeats in it, document numbers, grids and directions, is judged once for each
writing, in SQL, and each row takes the judgement of its own by position: a join of the rows by text would take three times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.ingest.kinds.check_ins.halves import as_scans
from core.ingest.places.grid_texts import resolve_grids
from core.ingest.workspace import Workspace
from core.lake import call_near
from core.policy.running import running

AT_ONCE = 2_000_000  # compared with one another at once
SHOWN = 1_000  # rows kept for the preview, besides those with issues
TOGETHER = 50_000  # rows that are not plain, looked at together: each look costs two dozen statements


def check_scans(work: Workspace, batches: Iterator[pa.Table], *, now: datetime) -> None:
    """Fill the tables of `check/check_ins_start.sql`. `batches`: columns as `field_columns` gives them."""
    work.script("kinds/check_ins/check_start.sql")
    work.script("kinds/about_people/numbers.sql")
    # a clock that goes a little ahead is no reason to lose a scan; what lies further ahead waits for its day (issue scan_ahead)
    days = running(work.store).days
    given = {
        "latest": now + timedelta(hours=days.ahead_hours),
        "oldest": now - timedelta(days=days.oldest_days),
        "today": now.date(),
        "shown": SHOWN,
    }
    rest: list[pa.Table] = []
    several = False
    for rows in batches:
        scans = as_scans(rows)
        several = several or scans.num_rows != rows.num_rows
        meant = _with_nights(work, _with_meanings(work, scans, now.date()), days.longest_stay_hours)
        with work.given(meant):
            work.script("kinds/check_ins/check.sql", **given)
        kept = work.run("select position, measured, id_fault from plan.batch where kept").to_arrow_table()
        part = meant.take(kept["position"].combine_chunks())
        rest.append(part.append_column("measured", kept["measured"]).append_column("id_fault", kept["id_fault"]))
        if sum(part.num_rows for part in rest) > TOGETHER:
            _check_rest(work, rest, given)
    _check_rest(work, rest, given)
    work.script("kinds/check_ins/check_end.sql", most=days.scans_a_day)
    _reach_stored(work)
    _in_turns(work, days.turn_seconds)
    _look_for_repeats(work)
    if several:
        work.script("kinds/check_ins/check_rows.sql")


def _check_rest(work: Workspace, rest: list[pa.Table], given: dict[str, object]) -> None:
    if rest:
        with work.given(pa.concat_tables(rest)):
            work.script("kinds/check_ins/check_rest.sql", **given)
        rest.clear()


def _with_meanings(work: Workspace, rows: pa.Table, today: date) -> pa.Table:
    """With person_id, document and number_fault; grid_id, ways, mine and closed_on; way; seen_at; and each row's position."""
    rows = rows.append_column("position", pa.array(np.arange(rows.num_rows)))
    rows = _judged(work, rows, "id_number", "kinds/check_ins/check_numbers.sql")
    rows = _judged(
        work, rows, "grid", "kinds/check_ins/check_grids.sql", first=lambda: resolve_grids(work, "check_ins")
    )
    rows = _judged(work, rows, "direction", "kinds/check_ins/check_directions.sql")
    if rows["scanned_at_moment"].null_count == 0:  # written in the usual way
        return rows.append_column("seen_at", rows["scanned_at_moment"])
    return _judged(work, rows, "scanned_at", "kinds/check_ins/check_moments.sql", today=today)


def _with_nights(work: Workspace, rows: pa.Table, longest: float) -> pa.Table:
    """With seen_at of the next day where somebody goes before they came, and `next_day`."""
    if not pc.any(pc.not_equal(rows["half"], "scanned_at")).as_py():
        return rows.append_column("next_day", pa.nulls(rows.num_rows, pa.bool_()))
    with work.given(rows.select(["position", "sheet", "row", "half", "seen_at"])):
        told = work.script("kinds/check_ins/check_nights.sql", longest=longest).to_arrow_table()
    rows = rows.set_column(rows.column_names.index("seen_at"), "seen_at", told["seen_at"])
    return rows.append_column("next_day", told["next_day"])


def _judged(
    work: Workspace, rows: pa.Table, name: str, file: str, first: Callable[[], None] = lambda: None, **params: object
) -> pa.Table:
    """With the columns of `file`'s last statement, which has a row for each row of given_rows (no, written), in its order."""
    written = rows[name].combine_chunks().dictionary_encode()
    with work.given(pa.table({"no": np.arange(len(written.dictionary)), "written": written.dictionary})):
        first()
        meanings = work.script(file, **params).to_arrow_table()
    for column in meanings.column_names:
        rows = rows.append_column(column, pc.take(meanings[column].combine_chunks(), written.indices))
    return rows


def _reach_stored(work: Workspace) -> None:
    """What is stored of the file's days can be read here: rows are held against it."""
    since, until = work.run(
        "select cast(min(scanned_at) as date), cast(max(scanned_at) as date) from plan.check_ins"
    ).fetchone()
    if since:
        call_near(work.store, since=since, until=until)


def _in_turns(work: Workspace, pause: float) -> None:
    rows = work.value("select count(*) from plan.check_ins where direction = 'turns'")
    parts = 1 + rows // AT_ONCE
    for part in range(parts if rows else 0):
        work.script("kinds/check_ins/check_turns.sql", part=part, parts=parts, pause=pause)


def _look_for_repeats(work: Workspace) -> None:
    """Some people at once, for grouping tens of millions of rows would hold them all."""
    rows, since, until = work.run("select count(*), min(scanned_at), max(scanned_at) from plan.check_ins").fetchone()
    stored = work.value(
        "select exists (select 1 from every_check_in where scanned_at between $since and $until)",
        since=since,
        until=until,
    )
    parts = 1 + rows // AT_ONCE
    for part in range(parts):
        work.script("kinds/check_ins/check_twice.sql", part=part, parts=parts)
        if stored:
            work.script("kinds/check_ins/check_again.sql", part=part, parts=parts, since=since, until=until)

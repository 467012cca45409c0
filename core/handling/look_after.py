"""Who has each alert and until when: situations, owners by the chain, clocks, steps up. Run by whatever opens or ends alerts, by every act on them, and by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from core.audit.record import record
from core.chain import make_steps
from core.policy.playbooks import SEVERITIES, Playbooks
from core.policy.running import running
from core.store import Store, load_sql, run, statements

EXACT = 5  # minutes: a run so soon after the end of a time counts from that end
TIES = (0, 1, 2)  # case, household, place: the nearest first
SYSTEM = "system"
TEMPORARY = ("chain_step", "handle_key", "handle_pick", "handle_open", "handle_matter", "handle_new")


@dataclass(frozen=True)
class Looked:
    """How many alerts went up the chain, and how many to another owner otherwise."""

    escalated: int = 0
    moved: int = 0


def look_after(db: duckdb.DuckDBPyConnection, playbooks: Playbooks, *, at: datetime, actor: str = SYSTEM) -> Looked:
    """Within the caller's transaction: afterwards every unfinished alert has an owner and a time, every one that ended an end that is told. Those whose
    time is over went one step up (several steps take as many calls: each who is asked has the whole time). Audited where anything went to somebody else;
    a second call at the same moment changes nothing."""
    for tie in TIES:
        _each(db, "group.sql", tie=tie, at=at)
    _each(db, "end_situations.sql", at=at)
    _each(db, "open.sql", at=at, **clocks(playbooks))
    starts = db.execute("select distinct start_id, first_role from handle_matter").fetchall()
    make_steps(db, starts, at=at)
    _each(db, "own.sql", at=at, exact=EXACT)
    _each(db, "tell.sql", at=at, actor=actor)
    looked = _told(db, actor)
    for name in TEMPORARY:
        db.execute(f"drop table if exists {name}")
    return looked


def tend_alerts(store: Store, *, at: datetime, actor: str = SYSTEM, owners: bool = False) -> Looked:
    """What the clock alone changes; cheap enough for every minute. `owners`: another rota holds than when this was last called."""
    if not owners and store.value(load_sql(__file__, "needed.sql"), at=at) is None:
        return Looked()
    with store.write(told=False) as db:
        return look_after(db, running(store, at.date()).playbooks, at=at, actor=actor)


def clocks(playbooks: Playbooks) -> dict[str, list]:
    """As open.sql binds them."""
    return {
        "severities": list(SEVERITIES),
        "takes": [playbooks.clocks[s].take for s in SEVERITIES],
        "closes": [playbooks.clocks[s].close * 60 for s in SEVERITIES],
        "one_up": list(playbooks.one_up),
    }


def _told(db: duckdb.DuckDBPyConnection, actor: str) -> Looked:
    """In the audit log: what outward notification reads names the grids, one for each alert."""
    up = db.execute(
        "select n.alert_id, a.grid_id from handle_new n join alert a on a.alert_id = n.alert_id where n.stepped order by n.alert_id"
    ).fetchall()
    if up:
        record(db, actor, "alert.escalated", alerts=[n for n, _ in up], grids=[grid for _, grid in up])
    moved = db.execute(
        "select alert_id from handle_new where not stepped and owner_grid_id is not null and due_at is not null"
        " and (owner_grid_id, owner_role) is distinct from (now_grid_id, now_role) order by alert_id"
    ).fetchall()
    if moved:
        record(db, actor, "alert.moved", alerts=[n for (n,) in moved])
    return Looked(len(up), len(moved))


def _each(db: duckdb.DuckDBPyConnection, name: str, **given: object) -> None:
    for statement in statements(__file__, name):
        run(db, statement, **given)

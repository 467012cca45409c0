"""Policy → the class of each person, with its reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

import duckdb

from core.audit.record import record
from core.classify.absent import DECIDED, GONE, absent_events, bounds_of
from core.classify.compiled import Statement, candidates, of_day
from core.classify.decided import decided
from core.classify.few import FEW, of_each, of_few
from core.classify.flows import Counted, count_flows, count_flows_of, counted_in
from core.engine import Engine, engine_of, here_if_away
from core.engine.duck import DuckEngine
from core.policy.classes import KEEP
from core.policy.loader import RESIDENT, Policy
from core.policy.running import running
from core.store import Store, load_sql, run, statements

# Before there are check-ins, classes are those of the calendar's day; the days of the data may lie before it.
LAST_JUDGED = (  # least() ignores null
    "select case when count(*) > 0 then least(max(day), (select max(day) from grid_day where check_ins > 0)) end from class_day"
)
LAST_DONE = "select arg_max(fields, entry_id) from audit_entry where event = 'classify.done'"
KEPT = """select class, max(date_diff('day', counted_from, planned)) from class_history
  where class in (select unnest($keep)) and policy_version <> $version and planned >= $since and counted_from is not null group by class"""
STANDING = load_sql(__file__, "standing.sql")
HELD = load_sql(__file__, "held.sql").replace("/*found*/", load_sql(__file__, "found.sql"))
HOLDING = "from candidate where $as_of between since and until"
NONE_DECIDED = """create temp table if not exists released (person_id integer, class text);
create temp table if not exists decision (person_id integer, class text, act text, since date, until date)"""
COUNTED = (
    "insert into class_day select $as_of, unnest($homes::integer[]), unnest($codes::text[]), unnest($people::integer[])"
)
MOST = 2**31 - 1
NO_BEGINNING = date(1900, 1, 1)
CHUNK = 31  # days classified at a time, so that memory stays bounded


def classify(
    store: Store,
    *,
    as_of: date,
    actor: str,
    newest: bool = False,
    policy: Policy | None = None,
    people: list[int] | None = None,
    homes: bool = True,
) -> dict[str, int]:
    """Class every person as of one day, in one transaction.

    Replaces person_class, and class_day of that day; class_history follows. `newest`: no later day holds, counts of such
    are forgotten (their data were taken back). Returns {class code: people, shown class; resident included}, of `people` those of the grids in
    which they count, or {} where nothing was written.

    `people`: those alone whom a change of data touches, as long as everybody was classified by that policy for that day before; else
    everybody. Whoever's class follows from another person's data belongs to them: the caller knows. `homes`: what the register says of
    them may have changed too (where they live, whether they do); if not, and their classes are as they stand, nothing is written.
    """
    policy = policy or running(store, as_of)
    with store.write(told=False) as db:
        if newest:
            run(db, "delete from class_day where day > $as_of", as_of=as_of)
            run(db, "delete from class_flow_day where day > $as_of", as_of=as_of)
        few = people if people is not None and _stands(db, as_of, policy) else None
        absent = absent_events(db, policy, people=few, as_of=as_of)
        alone = same = _by_rules_alone(policy, absent, few) and _found_same(db, policy, as_of, few, absent)
        if not same:
            engine = engine_of(store) if few is None else DuckEngine()
            candidates_of(db, policy, as_of, as_of, people=few, absent=absent, engine=engine)
            same = few is not None and _same(db, policy, as_of, few)
        written = homes or not same
        counted = counted_in(db, few) if few is not None and written else Counted()
        if not same:
            run(db, f"create temp table held as {HELD}", as_of=as_of, **_excluding(policy))
            _change(db, policy, as_of, few)
        counts: dict[str, int] = {}
        if few is None:
            _class_days(db, [as_of])
            counts = _counts(db, as_of)
        elif written:
            counts = _class_day_few(db, as_of, count_flows_of(db, as_of, few, counted, same=same))
        if not same:
            db.execute("drop table held")
        if not alone:
            done_with(db)
        if written:
            concerned = {} if few is None else {"people": len(few)}
            record(db, actor, "classify.done", as_of=as_of.isoformat(), policy=policy.version, **concerned, **counts)
    return counts


def classify_days(store: Store, *, since: date, until: date, actor: str, policy: Policy | None = None) -> int:
    """Count the classes of every day of a period into class_day (person_class stays as it is), by the policy of each day unless `policy`
    is given. Returns the number of days."""
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    by_day = {day: policy or running(store, day) for day in days}
    with store.write(told=False) as db:
        for held, its_days in _stretches(by_day):
            candidates_of(db, held, its_days[0], its_days[-1], engine=engine_of(store))
            _class_days(db, its_days)
            done_with(db)
        versions = " ".join(dict.fromkeys(held.version for held in by_day.values()))
        record(db, actor, "classify.days", since=since.isoformat(), until=until.isoformat(), policy=versions)
    return len(days)


def _stretches(by_day: dict[date, Policy]) -> Iterator[tuple[Policy, list[date]]]:
    """Days that are classified at once: of one policy, not too many, and each by itself where the policy asks for that."""
    for _, same in groupby(by_day, key=lambda day: by_day[day].version):
        days = list(same)
        held = by_day[days[0]]
        step = 1 if of_day(held) else CHUNK
        for start in range(0, len(days), step):
            yield held, days[start : start + step]


def candidates_of(
    db: duckdb.DuckDBPyConnection,
    policy: Policy,
    since: date,
    until: date,
    *,
    people: list[int] | None = None,
    absent: set[str] | None = None,
    engine: Engine,
) -> None:
    """Temp tables `candidate`: one row per person, class and stretch of days, as the rules find them and decisions left them; where
    there are such, `released`: whom a condition has released; `decision`: the decisions that matter. `done_with` drops them. Facts and
    rules are the engine's, or the desk's own while that is away; what lays hands on few rows (decisions, ends) is always done here.
    `absent`: what absent_events says, where that is known."""
    db.execute(
        "create temp table candidate (person_id integer, grid_id integer, since date, until date, fields text, class text, rank smallint,"
        " reason text, ends_by text, released boolean, chain text, manual_id integer)"
    )
    kept = _kept(db, policy, since)
    absent = absent_events(db, policy, people=people) if absent is None else absent
    found = candidates(policy, since=since, until=until, kept=kept, people=people, absent=absent)
    if found:
        here_if_away(engine, lambda any_: _find(db, any_, found, until))
    if policy.areas:
        pairs = [(code, grid) for code, grids in sorted(policy.areas.items()) for grid in grids]
        run(
            db,
            load_sql(__file__, "confined.sql"),
            classes=[code for code, _ in pairs],
            areas=[grid for _, grid in pairs],
        )
    if any(c.release for c in policy.classes):
        db.execute("create temp table released as select distinct person_id, class from candidate where released")
        db.execute("delete from candidate where released")
    if _keeping(policy):
        for statement in statements(__file__, "under_way.sql"):
            run(db, statement, keep=_keeping(policy), version=policy.version, since=since)
    if DECIDED not in absent:
        decided(db, policy, since, until, people=people)
    if GONE not in absent:
        for statement in statements(__file__, "ended.sql"):
            db.execute(statement)


def _find(db: duckdb.DuckDBPyConnection, engine: Engine, found: Statement, until: date) -> None:
    with engine.run(db, since=found.since, until=until) as work:
        work.fill("candidate", found.sql, **found.parameters)


def done_with(db: duckdb.DuckDBPyConnection) -> None:
    db.execute("; ".join(f"drop table if exists {table}" for table in ("candidate", "released", "decision")))


def _change(db: duckdb.DuckDBPyConnection, policy: Policy, as_of: date, people: list[int] | None) -> None:
    """person_class of the people judged as `held` has it; their history follows, but of a look back. before_class and after_class: theirs."""
    last = db.execute(LAST_JUDGED).fetchone()[0]
    low, high = _bounds(people)
    theirs = "from person_class"
    if people is not None:
        run(db, "create temp table judged as select unnest(cast($people as integer[])) as person_id", people=people)
        theirs += f" where person_id between {low} and {high} and person_id in (from judged)"
    db.execute(f"create temp table before_class as select * {theirs}")
    db.execute(f"delete {theirs}")
    db.execute(f"create temp view after_class as select * {theirs}")
    run(db, load_sql(__file__, "person_class.sql"), as_of=as_of, version=policy.version)
    if last is None or as_of >= last:
        db.execute(NONE_DECIDED)
        _history(db, policy, as_of, people)
    db.execute("drop view after_class")
    db.execute("drop table before_class")
    db.execute("drop table if exists judged")


def _stands(db: duckdb.DuckDBPyConnection, as_of: date, policy: Policy) -> bool:
    """Are everybody's classes those of that day by that policy?"""
    said = json.loads(db.execute(LAST_DONE).fetchone()[0] or "{}")
    return (said.get("as_of"), said.get("policy")) == (as_of.isoformat(), policy.version)


def _keeping(policy: Policy) -> list[str]:
    return [c.code for c in policy.classes if c.under_way == KEEP]


def _kept(db: duckdb.DuckDBPyConnection, policy: Policy, since: date) -> dict[str, int]:
    """Class → days after its clock for which somebody under way keeps it, longer or shorter than now."""
    keeping = _keeping(policy)
    if not keeping:
        return {}
    return dict(run(db, KEPT, keep=keeping, version=policy.version, since=since).fetchall())


def _bounds(people: list[int] | None) -> tuple[int, int]:
    return (0, MOST) if people is None else (min(people, default=0), max(people, default=0))


def _history(db: duckdb.DuckDBPyConnection, policy: Policy, as_of: date, people: list[int] | None) -> None:
    low, high = _bounds(people)
    base = db.execute("select coalesce(max(stretch_id), 0) from class_history").fetchone()[0]
    run(db, load_sql(__file__, "class_ended.sql"), as_of=as_of, version=policy.version)
    for statement in statements(__file__, "class_history.sql"):
        run(db, statement, as_of=as_of, version=policy.version, base=base, keep=_keeping(policy), low=low, high=high)
    db.execute("drop table ended")


def _by_rules_alone(policy: Policy, absent: set[str], people: list[int] | None) -> bool:
    """Are these a few people, who are likely in what they were in, and in what the rules find? Nothing was decided by hand, nobody is gone,
    nothing holds or ends by what stands."""
    by_others = policy.areas or _keeping(policy) or any(c.release for c in policy.classes)
    return people is not None and len(people) <= FEW and {DECIDED, GONE} <= absent and not by_others


def _found_same(
    db: duckdb.DuckDBPyConnection, policy: Policy, as_of: date, people: list[int], absent: set[str]
) -> bool:
    """`_same` of what the rules find, without keeping that: as it mostly is the same, nothing else is made of it."""
    found = candidates(policy, since=as_of, until=as_of, people=people, absent=absent)
    if found is None:
        return not run(db, of_few(STANDING, people), **bounds_of(people)).fetchall()
    return _same(db, policy, as_of, people, found)


def _same(
    db: duckdb.DuckDBPyConnection, policy: Policy, as_of: date, people: list[int], rules: Statement | None = None
) -> bool:
    """Are these people's classes as they stand what `candidate` makes of them, or `rules` find? Compared here: planning a statement that does
    it takes longer."""
    rows = (run(db, HOLDING, as_of=as_of) if rules is None else run(db, rules.sql, **rules.parameters)).fetchall()
    standing = run(db, of_few(STANDING, people), **bounds_of(people)).fetchall()
    if not rows or not standing:  # most people are in no class, before as after
        return not rows and not standing
    found, stands = _by_class(rows), {(person, code): tuple(row) for person, code, *row in standing}
    excludes = {c.code: c.excludes for c in policy.classes}
    held = found.keys() - {(person, other) for person, code in found for other in excludes[code]}
    return held == stands.keys() and all(
        found[key][0] in (NO_BEGINNING, stands[key][0]) and found[key][1:] == stands[key][1:] for key in held
    )


def _by_class(rows: list[tuple]) -> dict[tuple[int, str], tuple]:
    """What found.sql says of rows of `candidate`: (person, class) → since, until, counted from, what the event that ends last says."""
    found: dict[tuple[int, str], tuple] = {}
    for person, grid, since, until, fields, code, _, reason, ends_by, _, chain, by_hand in sorted(
        rows, key=itemgetter(3, 2)
    ):
        first, _, last, *_ = found.get((person, code), (since, until, since))
        says = (reason, fields, ends_by, grid, chain, by_hand)
        found[person, code] = (min(first, since), until, max(last, since), *says)
    return found


def _excluding(policy: Policy) -> dict[str, list[str]]:
    pairs = [(each.code, other) for each in policy.classes for other in sorted(each.excludes)]
    return {"excluding": [code for code, _ in pairs], "excluded": [code for _, code in pairs]}


def _class_days(db: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    run(db, "delete from class_day where day in (select unnest($days))", days=days)
    run(db, load_sql(__file__, "class_day.sql"), days=days, resident=RESIDENT)
    count_flows(db, days)


def _class_day_few(db: duckdb.DuckDBPyConnection, as_of: date, grids: set[int]) -> dict[str, int]:
    """class_day of these grids, written where it is another. Returns their people by class."""
    sides: dict[str, list[tuple[int, str, int]]] = {"now": [], "stood": []}
    for sql, wanted in of_each(load_sql(__file__, "class_day_few.sql"), grids):
        for side, *row in run(db, sql, as_of=as_of, resident=RESIDENT, **wanted).fetchall():
            sides[side].append(tuple(row))
    now = sorted(sides["now"])
    other = sorted({grid for grid, _, _ in set(now) ^ set(sides["stood"])})
    if other:
        run(
            db,
            "delete from class_day where day = $as_of and home_grid_id in (select unnest($grids))",
            as_of=as_of,
            grids=other,
        )
        rows = [row for row in now if row[0] in other]
        homes, codes, people = map(list, zip(*rows, strict=True)) if rows else ([], [], [])
        run(db, COUNTED, as_of=as_of, homes=homes, codes=codes, people=people)
    counts: Counter[str] = Counter()
    for _, code, people in now:
        counts[code] += people
    return dict(sorted(counts.items()))


def _counts(db: duckdb.DuckDBPyConnection, as_of: date) -> dict[str, int]:
    rows = run(
        db, "select class, sum(people) from class_day where day = $as_of group by class order by class", as_of=as_of
    )
    return {code: int(people) for code, people in rows.fetchall()}

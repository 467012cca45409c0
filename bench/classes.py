"""Classes of 1.2 million people: the pack's one statement beside a bare select of the same rows; one person's reasons; some people alone."""

from __future__ import annotations

from datetime import date, timedelta

from bench.county import empty
from bench.timing import Row, alternated
from core.classify import classes_unknown, classify
from core.classify.classify import candidates_of, done_with
from core.classify.compare import compare
from core.classify.why import why
from core.domain import EVERYTHING, Scope
from core.engine.duck import DuckEngine
from core.policy.loader import load_policy
from core.store import Store, run, statements

TITLE = "Classes"
DAY = date(2026, 1, 31)
WHOLE = Scope((EVERYTHING,))
IN_NO_CLASS = "select min(person_id) from person where registered and person_id > $above and person_id not in (select person_id from person_class)"
DECLARED = "insert into emergency values (1, 'epidemic', 'bench', 'bench', null, null, date '2020-01-01', null, 'bench', timestamp '2020-01-01 08:00', null, null)"


def measure(*, small: bool) -> list[Row]:
    people = 12_000 if small else 1_200_000
    store = empty("classes")
    fill(store, people)
    with store.write() as db:
        db.execute(DECLARED)
    bare_statement, filled = statements(__file__, "classes_bare.sql")[0], load_policy()
    first = {"fever_from": DAY - timedelta(days=2), "from": DAY - timedelta(days=13), "until": DAY}

    def bare() -> None:
        with store.write() as db:
            run(db, bare_statement, **first)

    def stretches() -> None:
        with store.write() as db:
            candidates_of(db, filled, DAY, DAY, engine=DuckEngine())
            done_with(db)

    bare_seconds, made = alternated(bare, stretches)
    whole, unknown = alternated(
        lambda: classify(store, as_of=DAY, actor="bench"), lambda: classes_unknown(store, WHOLE, as_of=DAY)
    )
    some = [people // 2 + 7 * n for n in range(100)]
    arrived = people // 2  # three events, and scanned on each day
    (resident,) = store.one(IN_NO_CLASS, above=arrived)  # as most are
    one, scanned, plain, again, hundred = alternated(
        lambda: why(store, WHOLE, person_id=arrived, as_of=DAY),
        lambda: classify(store, as_of=DAY, people=[arrived], homes=False, actor="bench"),
        lambda: classify(store, as_of=DAY, people=[resident], homes=False, actor="bench"),
        lambda: classify(store, as_of=DAY, people=[arrived], actor="bench"),
        lambda: classify(store, as_of=DAY, people=some, actor="bench"),
        rounds=15,
    )
    eighth, ninth = load_policy("epidemic", "8"), load_policy("epidemic", "9")
    (both,) = alternated(lambda: compare(store, WHOLE, eighth, ninth, as_of=DAY))
    store.close()
    size = f"{people:,} people"
    return [
        Row(f"who is in which class, {size}", made, "the same facts selected and kept", bare_seconds, "≤ 3 ×"),
        Row("classified, with history and counts", whole, aim="≤ 3 s"),
        Row("whom it cannot be told of", unknown),
        Row("why, of one person", one),
        Row("two editions compared", both, aim="≤ 5 s"),
        Row("a resident classified again after a scan, as before", plain, aim="≤ 0.02 s"),
        Row(
            "somebody in three events classified again after a scan or a list that moves nobody, as before",
            scanned,
            aim="≤ 0.02 s",
        ),
        Row("the same after an import that moves the person, with the counts of their grids", again),
        Row("a hundred people classified again", hundred),
    ]


def fill(store: Store, people: int) -> None:
    with store.write() as db:
        for statement in statements(__file__, "classes_fill.sql"):
            db.execute(statement, {"people": people} if "$people" in statement else {})
    store.run("checkpoint store")

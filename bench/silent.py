"""Silent residents of a county of 1.2 million: everybody's habit of each weekday, of 101 days; and how long the plain look for last days takes."""

from __future__ import annotations

from datetime import date

from bench.county import empty
from bench.timing import Row, alternated
from core.policy.loader import load_policy
from core.store import Store, statements
from core.watch.detectors import DETECTORS

TITLE = "Silent residents"
DAY = date(2026, 1, 31)
LAST = "select person_id, max(day) as last_day from person_day group by person_id having max(day) <= cast($as_of as date) - 5"


def measure(*, small: bool = False, people: int | None = None) -> list[Row]:
    people = people or (12_000 if small else 1_200_000)
    parameters = load_policy().detectors["silent_resident"]
    store = empty("silent")
    fill(store, people, parameters["look_back"] + parameters["history"])
    found = []
    bare, whole = alternated(
        lambda: store.df(LAST, as_of=DAY),
        lambda: found.append(
            set(DETECTORS["silent_resident"](store, as_of=DAY, parameters=parameters)["person_id"].tolist())
        ),
    )
    store.close()
    planted = set(range(0, people, 2000))
    return [
        Row(f"silent among {people:,} people", whole, "bare last day of each", bare, "≤ 5 s"),
        Row(f"of the {len(planted)} planted found", 100 * len(found[-1] & planted) / len(planted), unit="%"),
        Row("others alarmed (one in 30 days is tolerated)", len(found[-1] - planted), unit="people"),
    ]


def fill(store: Store, people: int, days: int) -> None:
    given = {"people": people, "days": days, "as_of": DAY}
    with store.write() as db:
        for statement in statements(__file__, "silent_fill.sql"):
            db.execute(statement, {name: value for name, value in given.items() if f"${name}" in statement})
    store.run("checkpoint store")

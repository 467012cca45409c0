"""A pack of two classes and measures of every sort, and people in them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from core.act import keep_tasks
from core.policy.loader import Policy, read_policy
from core.store import Store
from tests.packs import bare_pack

DAY = date(2026, 1, 31)
VERSION = "v"
CLASS = """[[class]]
code = "{code}"
rank = {rank}
zh = "类"
en = "Class"
purpose_zh = "试"
purpose_en = "To try"
told_zh = "好"
told_en = "Fine"
colour = "#12345{rank}"
reason = "class_resident"
"""
MEASURE = """[measure.{code}]
zh = "措施"
en = "Measure"
do_zh = "做"
do_en = "Do it"
{said}
"""
MEASURES = {
    "report": 'owner = "household"\ndone_by = ["declaration", "temperature"]\nby = [20]',
    "twice": 'owner = "household"\ndone_by = ["temperature"]\nfrom = [0, 14]\nby = [12, 21]',
    "visit": 'owner = "section"\ndone_by = ["tick"]\nevery = 3\nby = [18]',
    "swab": 'owner = "township"\ndone_by = ["test"]\non = [1, 3, 7]\nby = [20]',
    "stay": 'owner = "village"\nforbids = ["leave", "school", "work"]',
    "attend": 'owner = "unit"\nallows = ["school", "work"]',
    "feed": 'owner = "unit"\ndone_by = ["check_in"]\nby = [9]',
}
CELLS = """
[cell.strict.any]
measures = ["twice", "visit", "swab", "stay"]
[cell.strict.high]
without = ["swab"]
visit.every = 1
[cell.mild.any]
measures = ["report", "visit", "attend"]
"""


def policy(folder: Path, cells: str = CELLS, **measures: str) -> Policy:
    """`measures`: those that are said otherwise."""
    made = bare_pack(folder / f"pack{len(list(folder.iterdir()))}")
    clock = 'event = "arrival"\ndays = 14\n'
    classes = 'fever = 37.3\norigins = ["湖北"]\n' + "".join(
        CLASS.format(code=code, rank=rank) + (clock if code != "resident" else "")
        for rank, code in enumerate(("strict", "mild", "resident"), 1)
    )
    (made / "classes.toml").write_text(classes, "utf-8")
    said = {**MEASURES, **measures}
    text = "".join(MEASURE.format(code=code, said=given) for code, given in said.items()) + cells
    (made / "measures.toml").write_text(text, "utf-8")
    return read_policy(made)


def put(store: Store, person: int, code: str, since: date, until: date | None = None, rank: int = 1) -> None:
    with store.write() as db:
        db.execute(
            "insert into person_class (person_id, class, rank, since, until, reason, policy_version)"
            " values ($1, $2, $3, $4, $5, 'class_resident', 'v')",
            [person, code, rank, since, until],
        )


def away(store: Store, person: int, code: str) -> None:
    with store.write() as db:
        db.execute("delete from person_class where person_id = $1 and class = $2", [person, code])


def reading(store: Store, person: int, at: datetime, temperature: float | None = 36.6) -> None:
    with store.write() as db:
        db.execute("insert into check_in values ($1, 4, $2, 'in', $3, null, 1)", [person, at, temperature])


def keep(store: Store, made: Policy, day: int, hour: int, minute: int = 0, **given: object):
    """On a day of January (32 is the first of February)."""
    at = datetime(2026, 1, day, hour, minute) if day < 32 else datetime(2026, 2, day - 31, hour, minute)
    return keep_tasks(store, actor="test", at=at, policy=made, **given)


def states(store: Store, person: int) -> dict[tuple, str]:
    """(measure, day of the month that it is made for, slot) → status"""
    rows = store.run(
        "select measure, day(made_for), slot, status from task where person_id = $p order by all", p=person
    ).fetchall()
    return {tuple(row[:3]): row[3] for row in rows}

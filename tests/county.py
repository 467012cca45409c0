"""A county small enough to reason about, for tests: written straight into the tables, every value chosen on purpose.

1 甲县 (county) ─ 2 东镇 ─ 3 东一村 ─ 4 东一村1组, 5 东一村2组
               │        └ 6 东二村 ─ 7 东二村1组
               └ 8 西镇 ─ 9 西一村 ─ 10 西一村1组
20 东镇中学 (unit, school, in 3) ─ 21 初一 ─ 22 初一1班          30 西镇糖厂 (unit, enterprise, in 9) ─ 31 制炼车间

40 people: 1–10 in grid 4, 11–20 in 5, 21–30 in 7, 31–40 in 10; households of five. 1–5 study in 22, 31–35 work in 31.
30 days of check-ins, 2026-01-02 … 2026-01-31: everyone leaves the home section at 08:00 and comes back at 18:00; students and
workers scan at school or plant on working days at 08:30.
"""

from __future__ import annotations

from datetime import date, datetime

from core.domain import EVERYTHING, Scope
from core.registry.tree import rebuild_tree
from core.settings import load_settings
from core.store import Store, open_store
from tests.copied import copied

FIRST_DAY, LAST_DAY = date(2026, 1, 2), date(2026, 1, 31)
NOW = datetime(2026, 2, 1, 8, 0)
WHOLE = Scope((EVERYTHING,), frozenset({"name", "phone", "id_number", "address", "work_phone"}))
MASKED = Scope((EVERYTHING,))
NOBODY = Scope(())
EAST = Scope((2,), frozenset({"name"}))

GRIDS = [
    # grid_id, code, name, axis, level, parent_id, area_id, lon, lat
    (1, "990101", "甲县", "area", "county", None, None, 109.26, 22.68),
    (2, "990101100", "东镇", "area", "township", 1, None, 109.30, 22.70),
    (3, "990101100001", "东一村", "area", "village", 2, None, 109.31, 22.71),
    (4, "990101100001001", "东一村1组", "area", "section", 3, None, 109.311, 22.711),
    (5, "990101100001002", "东一村2组", "area", "section", 3, None, 109.312, 22.709),
    (6, "990101100002", "东二村", "area", "village", 2, None, 109.33, 22.69),
    (7, "990101100002001", "东二村1组", "area", "section", 6, None, 109.331, 22.691),
    (8, "990101101", "西镇", "area", "township", 1, None, 109.10, 22.66),
    (9, "990101101001", "西一村", "area", "village", 8, None, 109.11, 22.65),
    (10, "990101101001001", "西一村1组", "area", "section", 9, None, 109.111, 22.651),
    (20, "U001", "东镇中学", "block", "unit", None, 3, 109.313, 22.712),
    (21, "U001-1", "初一", "block", "stage", 20, None, None, None),
    (22, "U001-1-1", "初一1班", "block", "class", 21, None, None, None),
    (30, "U002", "西镇糖厂", "block", "unit", None, 9, 109.112, 22.652),
    (31, "U002-1", "制炼车间", "block", "department", 30, None, None, None),
]
HOME = {p: 4 if p <= 10 else 5 if p <= 20 else 7 if p <= 30 else 10 for p in range(1, 41)}
SURNAMES = [("王", "wang"), ("李", "li"), ("张", "zhang"), ("黄", "huang"), ("韦", "wei")]


def empty_store() -> Store:
    return copied(_empty)


def make_county() -> Store:
    """The registers and the check-ins; nothing rolled up, classified or detected yet."""
    return copied(_county)


def rolled_county() -> Store:
    """The same with its days summed up."""
    return copied(_rolled)


def _rolled() -> Store:
    from core.rollup import roll_up

    store = county_alone()
    roll_up(store, days=None, actor="test")
    return store


def county_alone() -> Store:
    """`make_county`'s in a database engine of its own."""
    store = _empty()
    with store.write() as db:
        fill(db)
    return store


def fill(db) -> None:
    """Grids, people and check-ins, into an empty store."""
    _grids(db)
    _people(db)
    _check_ins(db)


def _empty() -> Store:
    store = open_store(load_settings(db=":memory:"))
    with store.write() as db:
        declare_epidemic(db)
    return store


def declare_epidemic(db) -> None:
    """An emergency in which the epidemic's pack runs on every day and everywhere."""
    db.execute(
        "insert into emergency values (1, 'epidemic', '疫情防控', '县指挥部', '1号', null, date '2019-01-01', null, 'test', now()::timestamp, null, null)"
    )


_county = county_alone


def _grids(db) -> None:
    _insert(
        db,
        "grid (grid_id, code, name, axis, level, parent_id, area_id, lon, lat, updated_at)",
        [(*row, NOW) for row in GRIDS],
    )
    _insert(db, "grid_name", [(row[0], kind, row[at], 1) for row in GRIDS for kind, at in (("code", 1), ("name", 2))])
    rebuild_tree(db)
    db.execute("insert into duty values (2, 'responsible', '陆一', '镇长', '13800000001', '统筹全镇', 1, null)")
    db.execute("insert into duty values (2, 'deputy', '陆二', '副镇长', '13800000002', null, 1, null)")
    db.execute("insert into unit values (20, 'school', '教育', 60, 'resumed', date '2026-01-10', 55, null, 1)")
    db.execute(
        "insert into unit values (30, 'enterprise', '制糖', 120, 'closed', null, 0, '员工未返岗、缺口罩（医用）', 1)"
    )


def _people(db) -> None:
    people, households, members = [], [], []
    for p, home in HOME.items():
        surname, pinyin = SURNAMES[p % 5]
        household = (p - 1) // 5 + 1
        if p % 5 == 1:
            households.append((household, f"H{household}", home, f"{household}号", p, 1))
        people.append((
            p, f"{surname}小{'一二三四五六七八九十'[p % 10]}", f"{pinyin} xiao", f"{pinyin[0]}x", "resident_id", f"45012719{p + 50:02d}01010{p:02d}X",
            "male" if p % 2 else "female", date(1950 + p, 1, 1), f"139000000{p:02d}", home, household,
            "户主" if p % 5 == 1 else "家庭成员", 1, NOW,
        ))  # fmt: skip
        members.append((p, home, "home", None, None, 1))
    members += [(p, 22, "study", None, None, 1) for p in range(1, 6)]
    members += [(p, 31, "work", None, None, 1) for p in range(31, 36)]
    _insert(db, "household", households)
    _insert(
        db,
        "person (person_id, name, pinyin, initials, id_type, id_number, sex, birth_date, phone, home_grid_id, household_id, relation,"
        " batch_id, updated_at)",
        people,
    )
    _insert(db, "membership (person_id, grid_id, kind, since, until, batch_id)", members)


def _check_ins(db) -> None:
    daily = [
        (p, home, clock, way, False)
        for p, home in HOME.items()
        for clock, way in (("8 hours", "out"), ("18 hours", "in"))
    ]
    places = [(p, 22) for p in range(1, 6)] + [(p, 31) for p in range(31, 36)]
    _scans(db, daily + [(p, place, "8 hours 30 minutes", "in", True) for p, place in places])


def _insert(db, into: str, rows: list[tuple]) -> None:
    """In one statement: hundreds of tests make this county, and each statement costs a millisecond."""
    holes = f"({', '.join('?' * len(rows[0]))})"
    db.execute(f"insert into {into} values {', '.join([holes] * len(rows))}", [v for row in rows for v in row])


def scan(db, person: int, grid: int, clock: str, direction: str, *, working_days: bool = False) -> None:
    """One check-in of a person at a time of day on every day of the period, 36.5 °C."""
    _scans(db, [(person, grid, clock, direction, working_days)])


def _scans(db, wanted: list[tuple[int, int, str, str, bool]]) -> None:
    rows = ", ".join(f"({n}, ?, ?, cast(? as interval), ?, ?)" for n in range(len(wanted)))
    db.execute(
        f"insert into check_in select person, place, d + clock, way, 36.5, null, 1"
        f" from (values {rows}) w(n, person, place, clock, way, working), range(timestamp '2026-01-02', timestamp '2026-02-01', interval 1 day) r(d)"
        " where not working or isodow(d) <= 5 order by n, d",
        [v for row in wanted for v in row],
    )

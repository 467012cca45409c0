"""People and their days in, classes out."""

from __future__ import annotations

from datetime import date, timedelta

from core.classify import classify
from core.policy.loader import Policy, read_policy
from core.registry.tree import rebuild_tree
from core.store import Store
from tests.county import NOW, empty_store
from tests.packs import bare_pack

DAY = date(2026, 2, 20)
GRID, SCHOOL, SECTION = 1, 20, 22


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def place() -> Store:
    return in_place(empty_store())


def in_place(store: Store) -> Store:
    with store.write() as db:
        grids = [
            (GRID, "area", "section", None, None),
            (SCHOOL, "block", "unit", None, GRID),
            (SECTION, "block", "class", SCHOOL, None),
        ]
        for grid, axis, level, parent, area in grids:
            db.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, area_id, updated_at) values ($1, $2, $2, $3, $4, $5, $6, $7)",
                [grid, str(grid), axis, level, parent, area, NOW],
            )
        db.execute("insert into unit (grid_id, kind) values ($1, 'school')", [SCHOOL])
        rebuild_tree(db)
    return store


def person(store: Store, person_id: int = 1, **given: object) -> None:
    row = {"person_id": person_id, "home_grid_id": GRID, "registered": True, "updated_at": NOW} | given
    marks = ", ".join(f"${n}" for n in range(1, len(row) + 1))
    with store.write() as db:
        db.execute(f"insert into person ({', '.join(row)}) values ({marks})", list(row.values()))


def seen(store: Store, person_id: int, day: date, temperature: float | None = None, grid: int = GRID) -> None:
    with store.write() as db:
        db.execute("insert into check_in values ($1, $2, $3, 'in', $4, null, 1)", [person_id, grid, day, temperature])
        db.execute("insert into person_day values ($1, $2, 1, 1, $4, $2, $2, $3)", [person_id, day, grid, temperature])


def held(store: Store, day: date = DAY, policy: Policy | None = None) -> dict[int, list[tuple]]:
    """Person → [(class, since, until)], the shown one first."""
    classify(store, as_of=day, actor="test", policy=policy)
    rows = store.run("select person_id, class, since, until from person_class order by person_id, rank").fetchall()
    found: dict[int, list[tuple]] = {}
    for person_id, code, since, until in rows:
        found.setdefault(person_id, []).append((code, since, until))
    return found


def classes(store: Store, day: date = DAY, policy: Policy | None = None) -> list[str]:
    """Of person 1."""
    return [code for code, _, _ in held(store, day, policy).get(1, [])]


def pack(folder, *entries: str, facts: str = "") -> Policy:
    """A pack of the classes given, each as the lines that are particular to it, with residents; `facts`: further ones, as facts.toml."""
    made = bare_pack(folder / f"pack{len(list(folder.iterdir()))}")
    with (made / "facts.toml").open("a", encoding="utf-8") as file:
        file.write(facts)
    common = """zh = "类"
en = "Class"
purpose_zh = "试"
purpose_en = "To try"
told_zh = "好"
told_en = "Fine"
colour = "#123456"
reason = "class_resident"
"""
    parts = ['fever = 37.3\norigins = ["湖北"]\nlists = ["health_code"]\n']
    parts += [f"[[class]]\nrank = {n}\n{common}{entry}\n" for n, entry in enumerate(entries, 1)]
    parts.append(f'[[class]]\ncode = "resident"\nrank = 99\n{common}')
    (made / "classes.toml").write_text("\n".join(parts), "utf-8")
    return read_policy(made)

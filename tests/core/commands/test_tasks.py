"""`nightly` and `tasks`, on a store of their own."""

from __future__ import annotations

import json

import pytest

from core.__main__ import main
from core.registry.tree import rebuild_tree
from core.settings import load_settings
from core.store import open_store
from tests.core.ingest.files import PEOPLE, id_number, workbook
from tests.county import GRIDS, NOW, declare_epidemic


@pytest.fixture
def db(tmp_path) -> str:
    """Two in quarantine, in a village with a responsible and in one without; no check-ins."""
    path = str(tmp_path / "command.duckdb")
    store = open_store(load_settings(db=path))
    with store.write() as cursor:
        for row in GRIDS:
            cursor.execute(
                "insert into grid (grid_id, code, name, axis, level, parent_id, area_id, lon, lat, updated_at)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*row, NOW],
            )
            cursor.execute("insert into grid_name values (?, 'code', ?, 1)", [row[0], row[1]])
        rebuild_tree(cursor)
        declare_epidemic(cursor)
        cursor.execute("insert into duty (grid_id, role, name) values (4, 'responsible', '韦一')")
        cursor.execute("insert into duty (grid_id, role, name) values (2, 'responsible', '陆一')")
    store.close()
    rows = [
        ["甲甲", None, id_number(1), None, None, None, "990101100001001"],
        ["乙乙", None, id_number(2), None, None, None, "990101100002001"],
    ]
    roster = workbook(tmp_path / "a.xlsx", {"人员": [PEOPLE[:7], *rows]})
    assert main(["--db", path, "import", str(roster)]) == 0
    store = open_store(load_settings(db=path))
    with store.write() as cursor:
        cursor.execute(
            "update person set attention = 'home_quarantine', attention_until = '2026-12-31', arrived_on = '2026-01-01'"
        )
    store.close()
    return path


def told(capsys, *arguments: str) -> object:
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_night_and_the_list_after_it(db, capsys):
    first = told(capsys, "--db", db, "nightly", "--as-of", "2026-03-01T00:30")
    assert (first["as_of"], first["done"], first["overdue"], first["cancelled"]) == ("2026-03-01T00:30:00", 0, 0, 0)
    assert first["made"] >= 6
    assert told(capsys, "--db", db, "nightly", "--as-of", "2026-03-01T00:30")["made"] == 0
    assert told(capsys, "--db", db, "nightly", "--as-of", "2026-03-01T12:00")["overdue"] == 2
    missed = told(capsys, "--db", db, "tasks", "--status", "overdue", "--grid", "990101100001")
    assert [
        (row["measure"], row["person_name"], row["owner_name"])
        for row in missed
        if row["made_for"].startswith("2026-03-01")
    ] == [("temperature_twice", "甲*", "韦一")]
    assert main(["--db", db, "tasks", "--grid", "nonsense"]) == 2
    assert main(["--db", db, "tasks", "--owner", "990101100001001", "--status", "overdue"]) == 0
    assert "韦一" in capsys.readouterr().out
    assert isinstance(told(capsys, "--db", db, "tasks", "--gaps"), list)


@pytest.mark.parametrize(
    "typed",
    [
        "tasks --limit -1",
        "alerts --limit 0",
        "clues --limit x",
        "papers list --limit -3",
        "tasks --add visit --due 2026-13-01",
        "tasks --away 1 --until soon",
        "nightly --as-of nonsense",
        "grids merge 1 --into 2 --date 31.1.2026",
    ],
)
def test_what_is_typed_wrongly_is_said_at_once(typed, capsys):
    with pytest.raises(SystemExit) as ended:
        main(typed.split())
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert f"“{typed.split()[-1]}”: " in told and "invalid" not in told

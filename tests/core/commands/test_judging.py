"""`rollup`, `classify` and `detect` as a script calls them, on a store in a file."""

import json

import pytest

from core.__main__ import main
from core.settings import load_settings
from core.store import open_store
from tests.county import make_county


@pytest.fixture
def db(tmp_path):
    """The small county with one fever, copied into a file."""
    made, path = make_county(), tmp_path / "county.duckdb"
    stored = open_store(load_settings(db=str(path)))
    with stored.write() as target:
        for name in ("grid", "grid_tree", "unit", "person", "membership", "check_in", "emergency"):
            target.register("rows", made.df(f"select * from {name}"))
            target.execute(f"insert into {name} by name select * from rows")
            target.unregister("rows")
        target.execute(
            "update check_in set temperature = 38 where person_id = 1 and scanned_at >= timestamp '2026-01-31'"
        )
    stored.close()
    return str(path)


def test_from_check_ins_to_alerts(db, capsys):
    assert main(["--db", db, "rollup"]) == 0
    assert capsys.readouterr().out.strip() == "30"
    assert main(["--db", db, "rollup"]) == 0
    assert capsys.readouterr().out.strip() == "0"  # nothing left to sum
    assert main(["--db", db, "classify", "--days", "7"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "as_of": "2026-01-31", "classes": {"fever": 1, "resident": 39}, "grades": {"low": 8, "medium": 7}, "unknown": [],
    }  # fmt: skip
    assert main(["--db", db, "detect", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["as_of"] == "2026-01-31"
    (alert,) = told["alerts"]
    assert (alert["detector"], alert["person_id"], alert["first_day"], alert["new"]) == ("fever", 1, "2026-01-31", True)
    assert main(["--db", db, "detect", "--as-of", "2026-01-30"]) == 0
    assert capsys.readouterr().out == ""


def test_an_empty_store_is_told_so(tmp_path, capsys):
    assert main(["--db", str(tmp_path / "empty.duckdb"), "detect"]) == 2
    assert "rollup" in capsys.readouterr().err

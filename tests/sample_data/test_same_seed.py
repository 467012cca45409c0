"""Equal arguments give equal files, and the committed small county is what the generator makes."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sample_data import tables
from sample_data.__main__ import main
from sample_data.county import write_county
from sample_data.spec import Spec
from tests.sample_data.conftest import read_sheets

SMALL = Path(__file__).parents[2] / "sample_data" / "small"


def content(folder: Path) -> dict[str, object]:
    """Workbooks by their cells, all else by its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): read_sheets(p) if p.suffix == ".xlsx" else p.read_bytes() for p in files}


def test_the_small_county_is_what_the_generator_makes(tmp_path):
    assert main(["--people", "200", "--days", "10", "--seed", "1", "--out", str(tmp_path)]) == 0
    assert content(tmp_path) == content(SMALL)


def test_the_small_county_is_small():
    assert sum(path.stat().st_size for path in SMALL.iterdir()) < 320_000


def test_another_seed_makes_another_county(tmp_path):
    write_county(Spec(people=200, days=10, seed=2), tmp_path)
    ours, committed = content(tmp_path), content(SMALL)
    assert ours.keys() == committed.keys()
    drawn = ours.keys() - {"09_风险地区.xlsx"}  # places outside the county, in every one the same
    assert all(ours[name] != committed[name] for name in drawn)


def test_parquet_parts_hold_what_the_csv_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "PARQUET_FROM", 100)
    monkeypatch.setattr(tables, "PART_ROWS", 1500)
    for folder in (tmp_path / "a", tmp_path / "b"):
        write_county(Spec(people=200, days=10), folder, rosters=False)
    assert content(tmp_path / "a") == content(tmp_path / "b")
    parts = sorted((tmp_path / "a" / tables.NAME).glob("part-*.parquet"))
    assert [part.name for part in parts] == [f"part-{i:04d}.parquet" for i in range(len(parts))]
    assert len(parts) > 1
    rows = [row for part in parts for row in pq.read_table(part).to_pylist()]
    lines = (SMALL / "05_扫码登记.csv").read_text(encoding="utf-8-sig").splitlines()
    assert tuple(rows[0]) == tuple(lines[0].split(","))
    texts = [["" if v is None else str(v).removesuffix(".0") for v in row.values()] for row in rows]
    assert texts == [line.split(",") for line in lines[1:]]


@pytest.mark.parametrize("given", [["--people", "5"], ["--days", "1"], ["--no-check-ins", "--check-ins-only"]])
def test_what_can_not_be_made_is_refused(given, tmp_path, capsys):
    with pytest.raises(SystemExit) as refused:
        main([*given, "--out", str(tmp_path)])
    assert refused.value.code == 2
    assert capsys.readouterr().err


def test_help_says_that_nobody_exists(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "NOBODY IN IT EXISTS" in capsys.readouterr().out

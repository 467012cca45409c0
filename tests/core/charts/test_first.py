"""The first chart of twenty tables is one that their labels call right."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from core.charts import charts_of, read_tables, sheet_of
from core.charts.reading import Given
from core.settings import load_settings
from core.store import Store, open_store
from tests.core.ingest.files import REAL, workbook

TABLES = tomllib.loads((Path(__file__).parent / "labels.toml").read_text())["table"]
ENOUGH = 17


def first_of(store: Store, table: dict, folder: Path) -> dict | None:
    """kind, x, y, colour of the first chart."""
    path = REAL.parent / table["file"] if "file" in table else folder / "表.xlsx"
    if "rows" in table:
        workbook(path, {"表": table["rows"]}, title=table.get("title"))
    found = next((c for given in read_tables(store, path, path.name) if (c := charts_of(sheet_of(given)))), None)
    return found and {name: getattr(found[0].proposal, name) for name in ("kind", "x", "y", "colour")}


def right(first: dict | None, table: dict) -> bool:
    return first is not None and any(
        all(plain(first[name]) in map(plain, allowed) for name, allowed in label.items()) for label in table["right"]
    )


def plain(name: str | None) -> str | None:
    """Brackets of either width are one to the reader of headers."""
    return name and unicodedata.normalize("NFKC", name)


@pytest.mark.skipif(not REAL.exists(), reason="needs the folder of real data")
def test_the_first_chart_is_right(tmp_path: Path) -> None:
    store = open_store(load_settings(db=":memory:"))
    firsts = {table["name"]: first_of(store, table, tmp_path) for table in TABLES}
    wrong = {name: firsts[name] for name, table in zip(firsts, TABLES, strict=True) if not right(firsts[name], table)}
    print(f"first charts right: {len(TABLES) - len(wrong)} of {len(TABLES)}; others: {wrong}")
    assert len(TABLES) == 20
    assert len(TABLES) - len(wrong) >= ENOUGH, wrong


def test_the_countys_places_are_drawn_as_its_squares_beside_the_bars():
    towns = pd.DataFrame(
        {
            "乡镇": [f"{n}镇" for n in "甲乙丙丁戊"],
            "检测": ["90", "70", "50", "30", "12"],
            "阳性": ["1", "4", "0", "2", "3"],
        }
    )
    sheet = sheet_of(Given("towns", "", "", towns), places=frozenset(towns["乡镇"]))
    plain, mapped = ([c.proposal.kind for c in charts_of(sheet, mapped=given)] for given in (frozenset(), {"乡镇"}))
    assert "map" not in plain and mapped[:2] == ["bar", "map"] and mapped.count("map") == 1
    shown = next(c for c in charts_of(sheet, mapped=frozenset({"乡镇"})) if c.proposal.kind == "map")
    assert shown.data.set_index("x")["y"].to_dict() == {"甲镇": 90, "乙镇": 70, "丙镇": 50, "丁镇": 30, "戊镇": 12}

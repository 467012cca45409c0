"""One county for all these tests: 6,000 people, 30 days, as files and as read back from them."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from openpyxl import load_workbook

from sample_data.county import write_county
from sample_data.spec import Spec

SPEC = Spec(people=6000, days=30, seed=5)


def read_sheets(path: Path) -> dict[str, list[tuple]]:
    book = load_workbook(path, read_only=True)
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def read_book(path: Path) -> pd.DataFrame:
    """All sheets together, the header taken from the second row."""
    sheets = [pd.DataFrame(rows[2:], columns=list(rows[1])) for rows in read_sheets(path).values()]
    return pd.concat(sheets, ignore_index=True)


@pytest.fixture(scope="package")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("county")
    write_county(SPEC, out)
    return out


@pytest.fixture(scope="package")
def county(folder) -> SimpleNamespace:
    check_ins = pd.read_csv(
        folder / "05_扫码登记.csv", dtype={"证件号码": str, "网格编码": str, "症状": str}, parse_dates=["扫码时间"]
    )
    check_ins["day"] = check_ins["扫码时间"].dt.date.astype(str)
    people = [read_book(path) for path in sorted(folder.glob("03_人员花名册_*.xlsx"))]
    return SimpleNamespace(
        grids=read_book(folder / "01_网格花名册.xlsx"),
        units=read_book(folder / "02_单位花名册.xlsx"),
        people=pd.concat(people, ignore_index=True),
        exits=read_book(folder / "04_外出申请.xlsx"),
        check_ins=check_ins,
        truth=json.loads((folder / "truth.json").read_text(encoding="utf-8")),
    )

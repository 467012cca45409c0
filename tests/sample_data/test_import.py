"""The demo goes in through the importer without a single row refused or a finding."""

from __future__ import annotations

from pathlib import Path

from core.domain import EVERYTHING, Scope
from core.ingest.plan import prepare
from core.ingest.storing import commit
from tests.county import empty_store

SMALL = Path(__file__).parents[2] / "sample_data" / "small"
KINDS = {
    "01": "grids", "02": "units", "03": "people", "04": "exit_applications", "05": "check_ins",
    "06": "cases", "07": "contacts", "08": "tests", "09": "risk_areas",
}  # fmt: skip


def test_the_small_county_imports_whole():
    store = empty_store()
    for path in sorted(SMALL.glob("0*")):
        plan = prepare(store, Scope((EVERYTHING,)), path)
        for sheet in plan.sheets:
            assert sheet.kind == KINDS[path.name[:2]]
            assert sheet.unmapped == []
            assert sheet.counts["rejected"] == sheet.counts["conflict"] == 0, sheet.issues
            assert sheet.counts["new"] == sheet.counts["rows"] > 0
            assert sheet.issues.empty, sheet.issues
        commit(store, plan, actor="test")
    lines = (SMALL / "05_扫码登记.csv").read_text(encoding="utf-8-sig").splitlines()
    assert store.value("select count(*) from check_in") == len(lines) - 1
    assert store.value("select count(*) from person where registered") == 200
    assert store.value("select count(*) from case_contact c join disease_case d using (case_no)") > 0

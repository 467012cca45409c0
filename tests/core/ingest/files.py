"""Small workbooks and text files for the importer's tests."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

from core.domain import Scope
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.store import Store
from tests.county import NOW, WHOLE

REAL = Path(__file__).parents[3] / "../shared/data/real"
PEOPLE = [
    "姓名",
    "证件类型",
    "证件号码",
    "性别",
    "出生日期",
    "联系电话",
    "网格编码",
    "户号",
    "户主姓名",
    "与户主关系",
    "住址",
    "人员类别",
]
CHECK_INS = ["证件号码", "姓名", "网格编码", "扫码时间", "方向", "体温", "症状"]
GRIDS = ["网格编码", "网格名称", "层级", "上级编码", "经度", "纬度", "责任人", "联系电话", "替岗人"]
EXITS = ["申请时间", "姓名", "证件号码", "目的地", "事由", "离开日期", "返回日期", "审批状态"]
WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]  # worked out here, not taken from the code


def id_number(serial: int, birth: str = "19900101", area: str = "450127") -> str:
    """An invented resident number whose check character is right (GB 11643)."""
    digits = f"{area}{birth}{serial:03d}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


def workbook(path: Path, sheets: dict[str, list[list]], title: str | None = None) -> Path:
    """Cells as given: text stays text, numbers stay numbers."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(([[title]] if title else []) + rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    sheet.write(r, c, cell)
    book.close()
    return path


def text_file(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    return path


def store_file(store: Store, path: Path, scope: Scope = WHOLE, *, now: datetime = NOW, **options: object) -> dict:
    """Prepare and commit; the report."""
    plan = prepare(store, scope, path, now=now, **options)
    try:
        return commit(store, plan, actor="tester", now=now)
    finally:
        discard(plan)


def counts(report: dict, sheet: int = 0) -> tuple[int, ...]:
    """(rows, new, changed, unchanged, rejected)"""
    part = report["sheets"][sheet]
    return tuple(part[k] for k in ("rows", "new", "changed", "unchanged", "rejected"))


def codes(report: dict) -> set[str]:
    return {issue["code"] for part in report["sheets"] for issue in part["issues"]}

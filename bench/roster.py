"""Import of a people workbook, against decoding the same file and doing nothing with it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import numpy as np
import openpyxl
import python_calamine
import xlsxwriter

from bench.memory import Growth, in_fresh_process, run_python
from bench.timing import Row, alternated, timed
from core.domain import EVERYTHING, Scope
from core.files import warm
from core.ingest.plan import discard, prepare
from core.ingest.storing import commit
from core.settings import load_settings
from core.store import Store, open_store
from sample_data.ids import id_numbers

TITLE = "Import of a people workbook"
WHOLE = Scope((EVERYTHING,))
HEADER = [
    "姓名",
    "证件类型",
    "证件号码",
    "性别",
    "出生日期",
    "联系电话",
    "网格编码",
    "户号",
    "与户主关系",
    "住址",
    "人员类别",
    "返乡日期",
]
SECTIONS = 500


def measure(*, small: bool) -> list[Row]:
    people = 2_000 if small else 200_000
    with tempfile.TemporaryDirectory() as folder:
        grids, roster = write_grids(Path(folder)), write_people(Path(folder), people)
        store = open_store(load_settings(db=str(Path(folder) / "bench.duckdb")))
        commit(store, prepare(store, WHOLE, grids), actor="bench")

        def plan_only() -> None:
            discard(prepare(store, WHOLE, roster))

        bare, planned = alternated(lambda: _decode(roster), plan_only)
        slow = timed(lambda: _openpyxl(roster))
        whole = timed(lambda: _commit(store, roster, new=people))
        again = timed(lambda: _commit(store, roster, new=0))
        row = write_row(Path(folder), store)
        warm.stop()
        warm.warm_up(ready=True)  # as a server does
        (one,) = alternated(lambda: discard(prepare(store, WHOLE, row)), rounds=15)
        warm.stop()
        store.close()
        decoder, command = _as_processes(Path(folder), people)
        grown = in_fresh_process("bench.roster", "grown", [folder])
    size = f"{people:,} × {len(HEADER)}"
    return [
        Row(f"guard, decode, map, check, difference ({size})", planned, "python-calamine, decode only", bare, "≤ 2 ×"),
        Row("the same", planned, "openpyxl, read only", slow),
        Row("the same and commit", whole, "python-calamine, decode only", bare, "≤ 3 ×"),
        Row("the same file again (all unchanged)", again, "the first import", whole, "≤ 1 ×"),
        Row("a list of one row, of somebody known: all but storing it", one, aim="≤ 0.15 s"),
        Row("the whole command, start-up included", command, "a process that decodes only", decoder, "≤ 3 ×"),
        *grown,
    ]


def _as_processes(folder: Path, people: int) -> list[float]:
    """Seconds from start to end: of a process that decodes the roster, and of `python -m core import` into a county's empty register."""
    empty, store = folder / "empty.duckdb", folder / "command" / "command.duckdb"
    opened = open_store(load_settings(db=str(empty)))
    commit(opened, prepare(opened, WHOLE, folder / "grids.xlsx"), actor="bench")
    opened.close()
    code = (
        "import sys, python_calamine as c; c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"
    )

    def command() -> None:
        # its mark goes too: a store with less than was acknowledged is not opened
        shutil.rmtree(store.parent, ignore_errors=True)
        store.parent.mkdir()
        shutil.copy(empty, store)
        told = run_python("-m", "core", "--db", str(store), "import", "--json", str(folder / "people.xlsx"))
        if json.loads(told)["sheets"][0]["new"] != people:
            raise AssertionError(f"not {people} new people: the benchmark would measure something else")

    return alternated(lambda: run_python("-c", code, str(folder / "people.xlsx")), command)


def grown(folder: str) -> list[Row]:
    """In a process of its own: how much memory one import takes beside its child's."""
    store = open_store(load_settings(db=str(Path(folder) / "grown.duckdb")))
    commit(store, prepare(store, WHOLE, Path(folder) / "grids.xlsx"), actor="bench")
    with Growth("memory of the server process during the import", "≤ 200 MB") as growth:
        commit(store, prepare(store, WHOLE, Path(folder) / "people.xlsx"), actor="bench")
    store.close()
    return growth.rows()


def _commit(store: Store, path: Path, *, new: int) -> None:
    plan = prepare(store, WHOLE, path)
    report = commit(store, plan, actor="bench")
    discard(plan)
    counted = report["sheets"][0]["new"]
    if counted != new:
        raise AssertionError(f"{counted} new people, {new} expected: the benchmark would measure something else")


def _decode(path: Path) -> None:
    python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _openpyxl(path: Path) -> None:
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    for _ in sheet.iter_rows(values_only=True):
        pass


def write_grids(folder: Path) -> Path:
    rows = [
        ["450127", "横县", "县", None],
        ["450127100", "横州镇", "乡镇", "450127"],
        ["450127100001", "城东社区", "村", "450127100"],
    ]
    rows += [[f"450127100001{i:03d}", f"第{i}小区", "屯", "450127100001"] for i in range(SECTIONS)]
    return _write(folder / "grids.xlsx", ["网格编码", "网格名称", "层级", "上级编码"], rows)


def write_row(folder: Path, store: Store) -> Path:
    known = "select p.name, p.id_number, p.phone, g.name from person p join grid g on g.grid_id = p.home_grid_id order by p.person_id limit 1"
    return _write(folder / "row.xlsx", ["姓名", "身份证号", "电话", "所属网格"], [list(store.one(known))])


def write_people(folder: Path, people: int) -> Path:
    surnames, given = "黄韦李梁陈陆覃农蒙甘", "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超霞平"
    each = np.arange(people)
    births = np.datetime64("1940-01-01") + each % 25_000
    female = each % 2 == 0
    numbers = id_numbers(np.full(people, 450127), births, female)
    rows = (
        [
            surnames[i % 10] + given[i % 20] + given[(i // 20) % 20], "居民身份证", str(numbers[i]), "女" if female[i] else "男",
            str(births[i]), f"13{i:09d}", f"450127100001{i // 4 % SECTIONS:03d}", f"{i // 4:06d}", "户主" if i % 4 == 0 else "家庭成员",
            f"城东社区{i // 4}号", "返乡人员" if i % 20 == 0 else "常住", "2026-02-01" if i % 20 == 0 else None,
        ]
        for i in range(people)
    )  # fmt: skip
    return _write(folder / "people.xlsx", HEADER, rows)


def _write(path: Path, header: list[str], rows: Iterable[list]) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("花名册")
        for number, row in enumerate(chain([header], rows)):
            sheet.write_row(number, 0, row)
    return path

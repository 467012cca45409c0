"""`charts`: any spreadsheet → the charts that fit it, best first."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from core.charts import charts_of, read_tables, sheet_of
from core.charts.figures import Chart
from core.charts.values import units_mixed
from core.charts.wording import reason_words, title_words
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.registry.grids import area_choices
from core.store import Store


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("charts", help="the charts that fit a spreadsheet, best first / 自动图表")
    parser.add_argument("file", type=lambda text: Path(text).absolute(), metavar="FILE")
    parser.add_argument("--sheet", metavar="NAME", help="one sheet / 工作表")
    parser.add_argument(
        "--out", type=lambda text: Path(text).absolute(), metavar="DIR", help="write the pictures there / 图片保存到"
    )
    parser.add_argument("--lang", choices=("zh", "en"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="charts")


def answer(store: Store, args: argparse.Namespace) -> str:
    """The charts of the file's first table that has any, best first. Raises UserError: charts_no_table, charts_nothing_to_draw,
    charts_units_mixed."""
    file = Path(args.file)
    if not file.is_file():
        raise UserError("file_absent", file=str(file))
    tables = read_tables(store, file, file.name, args.sheet)
    places = frozenset(path.rpartition(" / ")[2] for path in area_choices(store, Scope((EVERYTHING,)))["path"])
    found = next((charts for given in tables if (charts := charts_of(sheet_of(given, places=places)))), None)
    if found is None:
        first = tables[0].frame
        mixed = next((column for column in first.columns if units_mixed(first[column])), None)
        if mixed is not None:
            raise UserError("charts_units_mixed", file=file.name, column=mixed)
        raise UserError("charts_nothing_to_draw", file=file.name, rows=len(first), columns=len(first.columns))
    if args.out:
        from core.charts.picture import write_pictures  # noqa: PLC0415 - matplotlib takes a second to load

        write_pictures(found, Path(args.out), lang=args.lang, source=file.name)
    told = [_told(chart, args.lang) for chart in found]
    if args.json:
        return json.dumps(told, ensure_ascii=False, indent=1)
    return "\n".join(f"{n}. [{one['kind']}] {one['title']}\n   {one['reason']}" for n, one in enumerate(told, 1))


def _told(chart: Chart, lang: str) -> dict:
    p = chart.proposal
    return {
        "kind": p.kind, "x": p.x, "y": None if chart.y is None else p.y, "colour": p.colour, "aggregate": p.aggregate,
        "title": title_words(lang, chart), "reason": reason_words(lang, chart),
    }  # fmt: skip

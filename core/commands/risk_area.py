"""`risk-area`: announce a risk area and see at once whom it concerns; list, remove, and let its tasks go."""

from __future__ import annotations

import argparse
import json
from datetime import date

from core import clock
from core.commands.words import followed_line
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.report.screening import without_task_line
from core.risk import add, release, remove
from core.rollup import judged_day
from core.screening import areas, concerned_by, without_task
from core.screening.areas import LEVELS
from core.store import Store

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"
ROOT = "select grid_id from grid where axis = 'area' and parent_id is null order by code limit 1"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("risk-area", help="risk areas, and whom they concern / 风险地区与排查")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    added = actions.add_parser("add", help="announce one: the county is screened again / 新增并立即排查")
    added.add_argument("name", metavar="NAME", help="of the place, from the province down to a building / 地区名称")
    added.add_argument("--level", required=True, help=" | ".join(LEVELS))
    added.add_argument("--since", required=True, help="YYYY-MM-DD")
    added.add_argument("--until", help="YYYY-MM-DD")
    added.add_argument("--source", help="who published it / 发布来源")
    added.add_argument("--outside", action="store_true", help="a place outside the county / 本县以外的地方")
    added.set_defaults(command="risk-area add")
    listed = actions.add_parser("list", help="all of them / 风险地区列表")
    listed.set_defaults(command="risk-area list")
    for name, text in (
        ("remove", "take one back / 撤销"),
        ("release", "let its drafted tasks go / 发放拟派任务"),
    ):
        one = actions.add_parser(name, help=text)
        one.add_argument("number", type=int, metavar="N")
        one.set_defaults(command=f"risk-area {name}")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true")


def add_one(store: Store, args: argparse.Namespace) -> str:
    done = add(
        store,
        SCOPE,
        name=args.name,
        level=args.level,
        since=_day(args.since),
        until=_day(args.until) if args.until else None,
        source=args.source,
        outside=args.outside,
        actor=ACTOR,
    )
    by_grid, by_how = _by(store, done.area_id, done.as_of)
    if args.json:
        told = {
            "area": done.area_id, "place": done.place.name, "grids": done.grids, "people": done.people, "unsure": done.unsure,
            "by_how": by_how, "by_grid": by_grid, "tasks": done.tasks, "as_of": done.as_of, "seconds": done.seconds,
            "failed": done.followed.failed,
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, default=str)
    fields = {"number": done.area_id, "place": done.place.name, "grids": done.grids, "people": done.people}
    lines = [t(args.lang, "risk.cli.added", **fields, unsure=done.unsure, tasks=done.tasks, seconds=done.seconds)]
    lines += [f"  {t(args.lang, f'risk.how.{how}')}: {n}" for how, n in by_how.items()]
    lines += [f"  {row['name'] or t(args.lang, 'risk.elsewhere')}: {row['people']}" for row in by_grid]
    lines += filter(
        None, [without_task_line(args.lang, without_task(store, SCOPE, area_id=done.area_id, as_of=done.as_of))]
    )
    return "\n".join([*lines, followed_line(done.followed, args.lang)])


def list_all(store: Store, args: argparse.Namespace) -> str:
    found = areas(store, SCOPE, as_of=_as_of(store))
    if args.json:
        wanted = ["area_id", "name", "place", "level", "since", "ends_on", "state", "source", "people", "unsure", "drafted", "open"]  # fmt: skip
        rows = found[wanted].astype(object).where(found[wanted].notna(), None).to_dict("records")
        return json.dumps(rows, ensure_ascii=False, default=lambda day: day.isoformat()[:10])
    return "\n".join(_line(args.lang, row) for row in found.itertuples()) or t(args.lang, "risk.cli.none")


def remove_one(store: Store, args: argparse.Namespace) -> str:
    done = remove(store, SCOPE, area_id=args.number, actor=ACTOR)
    told = {"area": done.area_id, "people": done.people, "cancelled": done.cancelled, "seconds": done.seconds}
    if args.json:
        return json.dumps(told | {"failed": done.followed.failed})
    return t(args.lang, "risk.cli.removed", **told) + "\n" + followed_line(done.followed, args.lang)


def release_one(store: Store, args: argparse.Namespace) -> str:
    tasks = release(store, SCOPE, area_id=args.number, actor=ACTOR)
    return (
        json.dumps({"area": args.number, "tasks": tasks})
        if args.json
        else t(args.lang, "risk.cli.released", tasks=tasks)
    )


def _by(store: Store, area_id: int, as_of: date) -> tuple[list[dict], dict[str, int]]:
    """People by town, and by how they were found."""
    found = concerned_by(store, SCOPE, area_id=area_id, as_of=as_of, below=store.value(ROOT) or 0)
    towns = found[found["how"].isna()].groupby(["code", "name"], dropna=False)["people"].sum().reset_index()
    rows = [
        {
            "code": r.code if isinstance(r.code, str) else None,
            "name": r.name_ if isinstance(r.name_, str) else None,
            "people": int(r.people),
        }
        for r in towns.rename(columns={"name": "name_"}).itertuples()
    ]
    hows = found[found["how"].notna()].groupby("how")["people"].sum()
    return rows, {str(how): int(n) for how, n in hows.items()}


def _line(language: str, row: object) -> str:
    fields = {
        "number": row.area_id, "name": row.name, "level": t(language, f"risk.level.{row.level}"), "since": f"{row.since:%Y-%m-%d}",
        "until": f"{row.ends_on:%Y-%m-%d}" if row.ends_on == row.ends_on and row.ends_on is not None else "…",
        "state": t(language, f"risk.state.{row.state}"), "people": row.people, "drafted": row.drafted, "open": row.open,
    }  # fmt: skip
    return t(language, "risk.cli.line_removed" if row.state == "removed" else "risk.cli.line", **fields)


def _as_of(store: Store) -> date:
    return judged_day(store) or clock.today()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError("risk_date_bad", value=text) from error

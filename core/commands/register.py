"""`register`: one person who has arrived."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date

from core import clock
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.follow import follow
from core.i18n import t
from core.i18n.places import place_name
from core.ingest.arrival import OTHER, SAME, Arrival, Outcome, classes_on, register
from core.ingest.issues import sentences
from core.policy.facts import facts
from core.registry.grids import Grid, named_grid
from core.registry.person import person
from core.report.arrival import told
from core.rollup import judged_day
from core.store import Store

SCOPE = Scope((EVERYTHING,))
ACTOR = "command line"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("register", help="register somebody who has arrived / 到达登记")
    parser.add_argument("--name", required=True)
    parser.add_argument("--id-type", default="", help="resident_id | passport | hk_macau | taiwan | other")
    parser.add_argument("--id-number", default="", help="without: access for a time / 不填：临时通行")
    parser.add_argument("--phone", default="")
    parser.add_argument(
        "--grid", required=True, help="code or name of the grid where he stays / 住处所在网格的编码或名称"
    )
    parser.add_argument(
        "--no-place", action="store_true", help="he has no place to stay yet: --grid is where he is registered"
    )
    parser.add_argument("--household", default="")
    parser.add_argument("--address", default="")
    parser.add_argument("--origin", default="")
    parser.add_argument("--arrived", type=date.fromisoformat, metavar="DAY", help="as 2026-01-30; today if not given")
    parser.add_argument("--transport", default="", choices=("", *facts()["transport"].values))
    parser.add_argument("--trip-number", default="")
    parser.add_argument("--with", dest="companions", default="", help="with whom / 同行人")
    parser.add_argument("--same-person", choices=(SAME, OTHER), help="of somebody who resembles a registered person")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="register")


def answer(store: Store, args: argparse.Namespace) -> str:
    """Masked. Raises UserError arrival_refused where nothing could be stored; its sentences stand in `why`."""
    grid = named_grid(store, SCOPE, args.grid)
    if grid is None:
        raise UserError("arrival_grid")
    arrived = args.arrived or clock.today()  # over loopback it comes as text
    arrived = date.fromisoformat(arrived) if isinstance(arrived, str) else arrived
    given = Arrival(
        name=args.name, id_type=args.id_type, id_number=args.id_number, phone=args.phone, grid=grid.code, housed=not args.no_place,
        household=args.household, address=args.address, origin=args.origin, arrived_on=arrived, transport=args.transport,
        trip_number=args.trip_number, companions=args.companions,
    )  # fmt: skip
    done = register(store, SCOPE, given, actor=ACTOR, same=args.same_person)
    between = t(args.lang, "list.sentences")
    faults = [between.join(filter(None, sentences(f.code, f.fields, args.lang))) for f in done.faults]
    if not done.stored:
        raise UserError("arrival_refused", why="\n".join(faults))
    if done.batch is not None:
        follow(store, actor=ACTOR)
    return _told(store, args, done, grid, faults, arrived)


def _told(store: Store, args: argparse.Namespace, done: Outcome, grid: Grid, faults: list[str], arrived: date) -> str:
    today = clock.today()
    as_of = max(judged_day(store) or today, arrived)
    found = person(store, SCOPE, person_id=done.person_id, as_of=max(today, as_of))
    classes = classes_on(store, SCOPE, done.person_id, as_of=as_of)
    if args.json:
        given = {
            "person": done.person_id, "state": done.state, "batch": done.batch, "grid": grid.code, "until": done.until,
            "classes": [{"code": c.code, "since": c.since, "until": c.until} for c in classes], "issues": [asdict(f) for f in done.faults],
        }  # fmt: skip
        return json.dumps(given, ensure_ascii=False, default=str)
    words = told(
        args.lang,
        found.name,
        place_name(args.lang, grid.name),
        classes,
        state=done.state,
        until=done.until,
        today=today,
    )
    return "\n".join([words, *faults])

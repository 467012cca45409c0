"""`rules`: the detectors, how they have done, what other thresholds would have found; a change of them as a draft, switched on by publishing."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta

import pandas as pd

from core import clock
from core.commands.dates import typed_day
from core.domain import EVERYTHING, Scope
from core.follow.policy_change import policy_changed
from core.i18n import format, t
from core.i18n.sentence import sentence
from core.policy import versions
from core.policy.rule_changes import draft, settings_of, typed
from core.policy.running import running
from core.rollup import judged_day
from core.store import Store
from core.watch.backtest import DAYS, HINDSIGHT, BackTest, backtest
from core.watch.record import rule_record

ACTOR = "command line"
SCOPE = Scope((EVERYTHING,))


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("rules", help="the rules of alerts: budgets, precision, back-test / 告警规则")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="rules")
    actions = parser.add_subparsers(metavar="ACTION")
    tried = actions.add_parser("backtest", help="what a rule would have found in the last days / 回测")
    kept = actions.add_parser("draft", help="keep changed settings as a draft, or let them hold / 存为草稿或发布")
    for action in (tried, kept):
        action.add_argument("detector")
        action.add_argument(
            "--set", action="append", default=[], dest="settings", metavar="KEY=VALUE",
            help="high=38.0, budget_a_day=5, on=false, at.village.ratio=3.0, grid.CODE.ratio=3.0",
        )  # fmt: skip
        action.add_argument("--json", action="store_true")
    tried.add_argument("--days", type=int, default=DAYS)
    tried.set_defaults(command="rules backtest")
    kept.add_argument("--name", help="of the version / 版本名称")
    kept.add_argument("--publish", action="store_true", help="let it hold from the day judged, or --from / 发布")
    kept.add_argument("--from", dest="since", type=typed_day, metavar="DATE")
    kept.set_defaults(command="rules draft")


def list_all(store: Store, args: argparse.Namespace) -> str:
    day = _day(store)
    table = rule_record(store, SCOPE, detectors=running(store, day).detectors, until=day)
    if args.json:
        return json.dumps(json.loads(table.to_json(orient="records")), ensure_ascii=False)
    return "\n".join(_line(args.lang, row) for row in table.to_dict("records"))


def try_out(store: Store, args: argparse.Namespace) -> str:
    day = _day(store)
    settings = settings_of(store, args.detector, typed(args.settings), day=day)
    found = backtest(
        store,
        SCOPE,
        policy=running(store, day),
        code=args.detector,
        settings=settings,
        until=day,
        days=max(args.days, 1),
    )
    if args.json:
        return json.dumps(_told(found, args.lang), ensure_ascii=False)
    lines = [t(args.lang, "rules.would", **_words(found, args.lang))]
    if args.detector in HINDSIGHT:
        lines.append(t(args.lang, "rules.hindsight"))
    if found.judged_from > found.since:
        lines.append(t(args.lang, "rules.unjudged", from_day=format.day(args.lang, found.judged_from)))
    return "\n".join([*lines, *(_episode(args.lang, row) for row in found.fired.to_dict("records"))])


def keep(store: Store, args: argparse.Namespace) -> str:
    since = date.fromisoformat(str(args.since)) if args.since else _day(store)
    name = args.name or t(args.lang, "rules.draft_name", detector=t(args.lang, f"detector.{args.detector}"))
    number = draft(store, args.detector, typed(args.settings), day=since, name=name, actor=ACTOR)
    if args.publish:
        versions.publish(store, version_id=number, from_day=since, actor=ACTOR)
        policy_changed(store, since=since, actor=ACTOR)
    if args.json:
        return json.dumps({"version": number, "published": args.publish, "from": since.isoformat()}, ensure_ascii=False)
    return t(args.lang, "rules.published" if args.publish else "rules.drafted", number=number, day=since.isoformat())


ANSWERS = {"rules": list_all, "rules backtest": try_out, "rules draft": keep}


def _day(store: Store) -> date:
    return judged_day(store) or clock.today() - timedelta(days=1)


def _line(language: str, row: dict) -> str:
    precision = "–" if row["precision"] != row["precision"] else f"{row['precision']:.0%}"
    budget = "–" if row["budget"] != row["budget"] or row["budget"] is None else str(int(row["budget"]))
    return t(
        language, "rules.line", detector=row["detector"], name=t(language, f"detector.{row['detector']}"),
        state=t(language, "rules.on" if row["on"] else "rules.off"), budget=budget, alerts=int(row["alerts"]),
        unfinished=int(row["unfinished"]), precision=precision, said=int(row["said"]),
    )  # fmt: skip


def _words(found: BackTest, language: str) -> dict[str, object]:
    return found.counts | {"days": found.days, "name": t(language, f"detector.{found.detector}")}


def _told(found: BackTest, language: str) -> dict[str, object]:
    table = found.episodes.assign(
        sentence=[sentence(language, r, f) for r, f in found.episodes[["reason", "fields"]].itertuples(index=False)]
    )
    for column in ("found_on", "first_day", "last_day"):
        table[column] = table[column].astype(str).str[:10]
    span = {
        "detector": found.detector,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "days": found.days,
        "judged_from": found.judged_from.isoformat(),
    }
    rows = json.loads(table.to_json(orient="records", force_ascii=False))
    return span | found.counts | {"hindsight": found.detector in HINDSIGHT, "episodes": rows}


def _episode(language: str, row: dict) -> str:
    who = row["person_name"] if isinstance(row["person_name"], str) else row["grid_name"]
    known = t(language, f"outcome.{row['outcome']}") if isinstance(row["outcome"], str) else ""
    alert = "" if pd.isna(row["alert_id"]) else f"#{int(row['alert_id'])}"
    return "  ".join(
        p for p in (str(row["found_on"])[:10], who, sentence(language, row["reason"], row["fields"]), alert, known) if p
    )

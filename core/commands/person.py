"""`person`: one person's classes, and with --why what makes them so."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace

from core import clock
from core.classify.why import HOLDS, Why, why
from core.domain import EVERYTHING, Scope
from core.errors import UserError
from core.i18n import t
from core.registry import cases as ill
from core.registry import person as register
from core.report.cases import case_line, contact_line, spread_lines
from core.report.why import class_of, grounds, verdict
from core.rollup import judged_day
from core.store import Store

SCOPE = Scope((EVERYTHING,))
LONGEST = 9  # digits of a number in the system; a document has more
BY_DOCUMENT = "select person_id from person where document_key(id_number) = document_key($document) limit 2"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("person", help="the classes of a person / 一个人的类别")
    parser.add_argument(
        "who", metavar="CODE-or-ID", help="number in the system, or of a document / 系统内编号或证件号码"
    )
    parser.add_argument(
        "--why", action="store_true", help="why each class holds or does not / 每个类别为何属于或不属于"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command="person")


def answer(store: Store, args: argparse.Namespace) -> str:
    """Masked, as a reader without further permission sees it. That it was looked up stands in the audit log."""
    as_of = judged_day(store) or clock.today()
    person_id = _found(store, args.who)
    found = register.person(store, SCOPE, person_id=person_id, as_of=as_of)
    if found is None:
        raise UserError("person_not_one")
    register.record_view(store, person_id=person_id, actor="command line", place="command", now=clock.now())
    told = [w for w in why(store, SCOPE, person_id=person_id, as_of=as_of) if args.why or w.state == HOLDS]
    at = {"person_id": person_id, "as_of": as_of}
    lists = {
        name: read(store, SCOPE, **at)
        for name, read in (("cases", ill.cases), ("contacts", ill.contacts), ("spread", ill.spread))
    }
    if args.json:
        given = {
            "person": person_id,
            "name": found.name,
            "as_of": as_of,
            "classes": [_plain(w, args.why) for w in told],
            **{name: json.loads(table.to_json(orient="records", date_format="iso")) for name, table in lists.items()},
        }
        return json.dumps(given, ensure_ascii=False, default=str)
    head = " · ".join(part for part in (str(person_id), found.name, found.place, as_of.isoformat()) if part)
    lines = [line for w in told for line in _lines(args.lang, w, args.why)]
    for name, word, worded in (("cases", "as_case", case_line), ("contacts", "as_contact", contact_line)):
        lines += [
            f"{t(args.lang, f'cases.{word}')}: {worded(args.lang, row)}" for row in lists[name].to_dict("records")
        ]
    return "\n".join([head, *lines, *spread_lines(args.lang, lists["spread"])])


def _found(store: Store, who: str) -> int:
    if who.isdecimal() and len(who) <= LONGEST:
        return int(who)
    rows = store.run(BY_DOCUMENT, document=who).fetchall()
    if len(rows) != 1:
        raise UserError("person_not_one")
    return rows[0][0]


def _plain(found: Why, whole: bool) -> dict[str, object]:
    given = asdict(replace(found, when=None)) | {"when": found.when.text if found.when else None}
    return given if whole else {name: given[name] for name in ("code", "since", "until")}


def _lines(language: str, found: Why, whole: bool) -> list[str]:
    state = t(language, f"why.state.{found.state}")
    line = f"{class_of(language, found.code)}: {state} – {verdict(language, found)}"
    known = grounds(language, found) if whole else ""
    return [line, f"    {known}"] if known else [line]

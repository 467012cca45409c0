"""A store is open in one process. While it is served, the commands of this table are carried out there: the command line sends what was typed
over loopback, with a word that stands in a file which only the server's own user may read."""

from __future__ import annotations

import argparse
import json
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Callable

from core.commands import (
    alerts,
    audit,
    backup,
    brief,
    chain,
    charts,
    clues,
    codes,
    device,
    doctor,
    drill,
    duty,
    emergency,
    engine,
    erase,
    exits,
    findings,
    grid,
    grids,
    lake,
    nightly,
    notify,
    papers,
    person,
    places,
    policy,
    register,
    resumption,
    retention,
    risk_area,
    rules,
    shares,
    status,
    tasks,
    user,
    wind_down,
    work_orders,
)
from core.commands.closing import opened
from core.commands.refusal import REFUSED, refusal
from core.commands.words import cli_language
from core.errors import UserError
from core.settings import Settings, load_settings
from core.store import Store, shared_store

SECONDS = 3600  # a county's backup takes its time
# Each gives what is printed; one that tests something also what the process ends with, (1, text).
ANSWERS: dict[str, Callable[[Store, argparse.Namespace], str | tuple[int, str]]] = {
    "person": person.answer,
    "grid": grid.answer,
    "register": register.answer,
    "resumption": resumption.answer,
    "findings": findings.answer,
    "brief": brief.answer,
    "charts": charts.answer,
    "status": status.answer,
    "retention": retention.answer,
    "wind-down": wind_down.answer,
    "nightly": nightly.answer,
    "tasks": tasks.answer,
    "papers make": papers.make_them,
    "papers list": papers.list_them,
    "places": places.answer,
    "chain": chain.answer,
    "drill start": drill.start,
    "drill show": drill.show,
    "backup": backup.answer,
    "doctor": doctor.answer,
    "risk-area add": risk_area.add_one,
    "risk-area list": risk_area.list_all,
    "risk-area remove": risk_area.remove_one,
    "risk-area release": risk_area.release_one,
    "user add": user.add,
    "user list": user.list_all,
    "user change": user.change,
    "user disable": user.disable,
    "user enable": user.enable,
    "user logout": user.log_out,
    "user link": user.link,
    "user phone": user.phone,
    "user no-phone": user.no_phone,
    **policy.ANSWERS,
    **rules.ANSWERS,
    **alerts.ANSWERS,
    **emergency.ANSWERS,
    **engine.ANSWERS,
    **lake.ANSWERS,
    **grids.ANSWERS,
    **duty.ANSWERS,
    **notify.ANSWERS,
    **codes.ANSWERS,
    **device.ANSWERS,
    **exits.ANSWERS,
    **clues.ANSWERS,
    **work_orders.ANSWERS,
    **shares.ANSWERS,
    **erase.ANSWERS,
    **audit.ANSWERS,
}


def answered(args: argparse.Namespace) -> int:
    """Carry out a command of the table: on the store itself, or by the process that serves it."""
    args.lang = getattr(args, "lang", None) or cli_language()
    settings = load_settings(db=args.db)
    try:
        with opened(settings) as store:
            return _printed(_answer(store, args))
    except UserError as error:
        where = serving(settings) if error.code == "store_in_use" else None
        if where is None and hasattr(args, "unopened"):
            return _printed(args.unopened(settings, error, args))
        if where is None:
            raise
        return _ask(where, args)


def _printed(told: str | tuple[int, str]) -> int:
    code, text = told if isinstance(told, tuple) else (0, told)
    print(text)
    return code


def _answer(store: Store, args: argparse.Namespace) -> tuple[int, str]:
    """What the process ends with, and what is printed. A file or folder that can't be read or written is the caller's to mend: it is named. Raises UserError path_unusable besides the command's own."""
    try:
        told = ANSWERS[args.command](store, args)
        return told if isinstance(told, tuple) else (0, told)
    except OSError as error:
        if not isinstance(error.filename, str):
            raise
        raise UserError("path_unusable", file=error.filename, why=error.strerror or "") from error


def answer_here(asked: dict) -> dict:
    """In the serving process: {command, typed} → {code, text}. Never the text of an unforeseen error, which may quote a cell."""
    args = argparse.Namespace(**asked["typed"])
    try:
        if asked["command"] not in ANSWERS:
            raise UserError("command_unknown", command=asked["command"])
        args.command = asked["command"]
        code, text = _answer(shared_store(), args)
        return {"code": code, "text": text}
    except UserError as error:
        return {"code": REFUSED, "text": refusal(error, args.lang, as_json=getattr(args, "json", False))}


def _ask(where: dict[str, str], args: argparse.Namespace) -> int:
    if hasattr(args, "ask"):
        args.given = args.ask(args)
    # As it was understood here: the server stands in another folder and reads no keyboard.
    typed = {name: value for name, value in vars(args).items() if name not in ("db", "command", "ask", "unopened")}
    body = json.dumps({"command": args.command, "typed": typed}, default=str).encode()  # days as 2026-01-31
    request = urllib.request.Request(  # noqa: S310 - http or https, as our own server wrote it
        where["address"] + "/command",
        body,
        {"Content-Type": "application/json", "Authorization": f"Bearer {where['word']}"},
    )
    try:
        with _own_machine().open(request, timeout=SECONDS) as reply:
            done = json.loads(reply.read())
    except urllib.error.HTTPError as error:
        code = "server_other" if error.code == 404 else "server_failed"
        raise UserError(code, address=where["address"]) from error
    except (OSError, ValueError) as error:
        raise UserError("server_silent", address=where["address"]) from error
    plain = done["code"] == REFUSED and not getattr(args, "json", False)
    print(done["text"], file=sys.stderr if plain else sys.stdout)
    return done["code"]


def serving(settings: Settings) -> dict[str, str] | None:
    """Address and word of the serving process; None where none has left them (for us)."""
    try:
        return json.loads(settings.serving_file.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _own_machine() -> urllib.request.OpenerDirector:
    """Past any proxy that the system names, whatever name the certificate bears, and nowhere else by a redirect."""
    own = ssl.create_default_context()
    own.check_hostname, own.verify_mode = False, ssl.CERT_NONE
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=own), _Straight()
    )


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """None: the redirect itself is the answer, an error."""

"""A store is open in one process. While it is served, commands with an `answer` are carried out there: the command line sends what was typed
over loopback, with a word that stands in a file which only the server's own user may read."""

from __future__ import annotations

import argparse
import json
import ssl
import sys
import urllib.error
import urllib.request

from core.commands.parser import make_parser
from core.commands.words import cli_language
from core.errors import UserError
from core.i18n import t
from core.settings import Settings, load_settings
from core.store import open_store, shared_store

SECONDS = 3600  # a county's backup takes its time


def answered(args: argparse.Namespace, argv: list[str]) -> int:
    """Carry out a command that has an `answer`: on the store itself, or by the process that serves it."""
    args.lang = cli_language()
    settings = load_settings(db=args.db)
    try:
        store = open_store(settings)
    except UserError as error:
        if error.code != "store_in_use" or not settings.serving_file.exists():
            raise
        return _ask(settings, args, argv)
    try:
        print(args.answer(store, args))
    finally:
        store.close()
    return 0


def answer_here(asked: dict) -> dict:
    """In the serving process: {argv, lang, given} → {code, text}. Never the text of an unforeseen error, which may quote a cell."""
    args = make_parser().parse_args(asked["argv"])
    args.lang, args.given = asked["lang"], asked.get("given")
    try:
        return {"code": 0, "text": args.answer(shared_store(), args)}
    except UserError as error:
        return {"code": 2, "text": t(args.lang, f"error.{error.code}", **error.fields)}


def _ask(settings: Settings, args: argparse.Namespace, argv: list[str]) -> int:
    where = json.loads(settings.serving_file.read_text("utf-8"))
    given = args.ask(args) if hasattr(args, "ask") else None
    body = json.dumps({"argv": argv, "lang": args.lang, "given": given}).encode()
    request = urllib.request.Request(  # noqa: S310 - http or https, as our own server wrote it
        where["address"] + "/command",
        body,
        {"Content-Type": "application/json", "Authorization": f"Bearer {where['word']}"},
    )
    own = ssl.create_default_context()
    own.check_hostname, own.verify_mode = False, ssl.CERT_NONE  # this very machine, whatever name its certificate bears
    try:
        with urllib.request.urlopen(request, timeout=SECONDS, context=own) as reply:  # noqa: S310
            done = json.loads(reply.read())
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise UserError("server_silent", address=where["address"]) from error
    print(done["text"], file=sys.stderr if done["code"] else sys.stdout)
    return done["code"]

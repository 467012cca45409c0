"""`serve`: start the web server."""

from __future__ import annotations

import argparse
import os
import runpy
import sys
from pathlib import Path

from core import clock
from core.audit.key import key_of
from core.commands.words import cli_language
from core.i18n import t
from core.privacy.rewrite import rewrite, wants_rewriting
from core.settings import PROJECT, Settings, load_settings
from core.store import open_store


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("serve", help="start the web server / 启动服务")
    parser.add_argument(
        "--host", help="address to listen on (default 127.0.0.1; 0.0.0.0: reachable from other machines)"
    )
    parser.add_argument("--port", type=int, help="default 8501")
    parser.add_argument("--open", action="store_true", help="open the browser too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.db:
        # Before the settings are read, which lie beside the store; and the server opens the store by the same variable.
        os.environ["GRID_COMMAND_DB"] = args.db if args.db == ":memory:" else str(Path(args.db).resolve())
    settings = load_settings(host=args.host, port=args.port)
    # Before the server starts, so that a store in use, a wrong key or a folder that can't be written is a sentence and not a failed start.
    store = open_store(settings)
    anew = settings.db != ":memory:" and wants_rewriting(store)
    store.close()
    if anew:  # what was erased stands in the file until it is written anew, which nobody can do while it is served
        print(t(cli_language(), "privacy.cli.rewriting"), flush=True)
        rewrite(settings, actor="system", now=clock.now())
    key_of(settings)
    # The serving process reads its settings anew: one-time links name the address at which it really listens.
    os.environ["GRID_COMMAND_HOST"], os.environ["GRID_COMMAND_PORT"] = settings.host, str(settings.port)
    os.environ["GRID_COMMAND_THREADS"] = str(database_threads(settings, cores=os.cpu_count() or 1))
    options = {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.maxUploadSize": settings.upload_megabytes,
        "server.headless": str(not args.open).lower(),
    }
    from core.web.protocol import answer_by_it  # noqa: PLC0415 - no other command needs a server

    answer_by_it()
    # The server's own settings file is looked for in the working folder.
    os.chdir(PROJECT)
    sys.argv = ["streamlit", "run", str(PROJECT / "app.py"), *(f"--{name}={value}" for name, value in options.items())]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return 0


def database_threads(settings: Settings, *, cores: int) -> int:
    """A core stays with gates and with what pages do themselves: beside them, statements on all cores had scans wait (docs/decisions/0093)."""
    return settings.threads or max(1, cores - 1)

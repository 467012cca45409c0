"""Damaged files by the hundred: each is refused by the guard, or its child ends in time with an exit code, or it is read.

`python -m tests.core.ingest.fuzz --count N --seed S`; `make fuzz` runs many. Prints the outcomes as JSON; exit code 1 when a
file broke anything.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

import python_calamine  # noqa: F401 - loaded once, before the forks

from core.errors import UserError
from core.files import decode
from core.files.guard import look
from core.files.read import sheets_of
from core.ingest.meaning.records import tables_of
from tests.core.ingest.damage import damaged, seeds

SECONDS, MEGABYTES = 30, 1024  # of the processor; of memory on top of what this process has taken before it forks
READ, REFUSED, ABORTED = "read", "refused", "aborted in the child"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    outcomes: Counter[str] = Counter()
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        made = seeds(Path(folder))
        for number in range(args.count):
            name, content = damaged(made, random.Random(f"{args.seed}/{number}"))
            file = Path(folder) / name
            file.write_bytes(content)
            try:
                outcomes[_try(file)] += 1
            except Exception as failure:
                broken.append(f"{args.seed}/{number} {name}: {type(failure).__name__} {failure}")
    sys.stdout.write(json.dumps({"outcomes": outcomes, "broken": broken}, ensure_ascii=False) + "\n")
    return 1 if broken else 0


def _try(file: Path) -> str:
    try:
        form = look(file, file.name)
    except UserError:
        return REFUSED
    with tempfile.TemporaryDirectory() as out:
        code = _in_fork([str(file), form, out, str(_taken() + MEGABYTES)])
        if code < 0:
            return ABORTED
        if code:
            return REFUSED
        for raw in sheets_of(Path(out)):
            tables_of(raw)
    return READ


def _taken() -> int:
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") >> 20 if pages.exists() else 0


def _in_fork(arguments: list[str]) -> int:
    """The child's exit code, or the negative number of the signal that ended it; TimeoutError when it took more of the processor's
    time than a file may, however busy the machine."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            with Path(os.devnull).open("w") as nothing:
                os.dup2(nothing.fileno(), 2)
            code = decode.main(arguments)
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise TimeoutError
    return code


if __name__ == "__main__":
    sys.exit(main())

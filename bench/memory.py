"""How much memory a process takes beyond what it had: measured in a fresh one, beside the children that it starts."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from bench.timing import Row
from core.settings import PROJECT

EVERY = 0.02  # seconds
STATUS = Path("/proc/self/statm")
PAGE = 4096


class Growth:
    """Within `with`, the largest resident size of this process, beyond that at the start. Linux only."""

    def __init__(self, what: str, aim: str = "") -> None:
        self.what, self.aim = what, aim
        self.megabytes: float | None = None
        self._stop = threading.Event()

    def __enter__(self) -> Growth:
        if STATUS.exists():
            self._start = self._peak = _resident()
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if STATUS.exists():
            self._stop.set()
            self._thread.join()
            self.megabytes = (max(self._peak, _resident()) - self._start) / (1 << 20)

    def _watch(self) -> None:
        while not self._stop.wait(EVERY):
            self._peak = max(self._peak, _resident())

    def rows(self) -> list[Row]:
        return [] if self.megabytes is None else [Row(self.what, self.megabytes, aim=self.aim, unit="MB")]


def _resident() -> int:
    return int(STATUS.read_text().split()[1]) * PAGE


def in_fresh_process(module: str, function: str, arguments: list[str]) -> list[Row]:
    """The rows that `module.function(*arguments)` returns in a process that did nothing before."""
    code = (
        "import importlib, json, sys, dataclasses;"
        "found = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])(*sys.argv[3:]);"
        "print(json.dumps([dataclasses.asdict(row) for row in found]))"
    )
    said = run_python("-c", code, module, function, *arguments)
    return [Row(**row) for row in json.loads(said.splitlines()[-1])]


def run_python(*arguments: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run([sys.executable, *arguments], cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout

"""A child process with limits of time and memory, for work on files that others made.

Where the system allows it, it is forked from a process that has loaded the readers already (`warm.py`); elsewhere it is started anew.
"""

from __future__ import annotations

import subprocess
import sys

from core.errors import UserError
from core.files import warm
from core.settings import PROJECT, Settings


def run_limited(module: str, arguments: list[str], file_name: str, settings: Settings) -> int:
    """Run `python -m module …arguments MEGABYTES` to its end and return its exit code; the module calls `limit_memory`.

    Raises UserError file_slow when it takes longer than `settings.decode_seconds`.
    """
    arguments = [*arguments, str(settings.decode_megabytes)]
    try:
        code = warm.run(module, arguments, settings.decode_seconds)
        if code is not None:
            return code
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env=warm.environment(),
            capture_output=True,
            timeout=settings.decode_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise UserError("file_slow", file=file_name, seconds=settings.decode_seconds) from late
    return done.returncode


def start_limited(module: str, arguments: list[str], settings: Settings) -> subprocess.Popen | warm.Forked:
    """The same, begun only: the caller reads its standard output as it goes, and ends it."""
    arguments = [*arguments, str(settings.decode_megabytes)]
    return warm.start(module, arguments, piped=True) or subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        env=warm.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=1 << 20,
    )


class _WithoutPandas:
    """Arrow would load pandas for the first array made of Python values: a quarter of a second, and no child needs it."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def without_pandas() -> None:
    if _WithoutPandas not in sys.meta_path:
        sys.meta_path.insert(0, _WithoutPandas)


def limit_memory(megabytes: int) -> None:
    """Called first thing in the child: what it asks for beyond this fails in the child alone."""
    without_pandas()
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

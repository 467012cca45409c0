"""A child process with limits of time and memory, for work on files that others made."""

from __future__ import annotations

import os
import subprocess
import sys

from core.errors import UserError
from core.settings import PROJECT, Settings


def run_limited(module: str, arguments: list[str], file_name: str, settings: Settings) -> int:
    """Run `python -m module …arguments MEGABYTES` to its end and return its exit code; the module calls `limit_memory`.

    Raises UserError file_slow when it takes longer than `settings.decode_seconds`.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments, str(settings.decode_megabytes)],
            cwd=PROJECT,
            env=_environment(),
            capture_output=True,
            timeout=settings.decode_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise UserError("file_slow", file=file_name, seconds=settings.decode_seconds) from late
    return done.returncode


def start_limited(module: str, arguments: list[str], settings: Settings) -> subprocess.Popen:
    """The same, begun only: the caller reads its standard output as it goes, and ends it."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments, str(settings.decode_megabytes)],
        cwd=PROJECT,
        # Arrow's own allocator would take a gigabyte of addresses before the first byte.
        env=_environment() | {"ARROW_DEFAULT_MEMORY_POOL": "system"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=1 << 20,
    )


def _environment() -> dict[str, str]:
    # The child needs no thread pool, and under its memory limit an arena for each thread would count.
    return {**os.environ, "PYTHONPATH": str(PROJECT), "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


class _WithoutPandas:
    """Arrow would load pandas for the first array made of Python values: a quarter of a second, and no child needs it."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def limit_memory(megabytes: int) -> None:
    """Called first thing in the child: what it asks for beyond this fails in the child alone."""
    sys.meta_path.insert(0, _WithoutPandas)
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

"""What a hostile file may make of a limited child: `main(argv)` as its modules have it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from core.files.child import limit_memory


def main(argv: list[str]) -> int:
    limit_memory(int(argv[-1]))
    return {"abort": os.abort, "grow": _grow, "wait": _wait, "tell": _tell, "seven": lambda: 7}[argv[0]]()


def _grow() -> int:
    return len(bytearray(8 << 30))


def _wait() -> int:
    print(os.getpid(), flush=True)
    while True:
        time.sleep(1)


def _tell() -> int:
    """What it holds open."""
    for fd in Path("/proc/self/fd").iterdir():
        if fd.exists() or fd.is_symlink():
            print(fd.name, os.readlink(fd))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m bench [roster] [duplicates] [rollup] [pages]`: all parts without a name."""

from __future__ import annotations

import argparse
import os
import platform
import sys

from bench import duplicates, pages, rollup, roster
from bench.timing import print_table

PARTS = {"roster": roster, "duplicates": duplicates, "rollup": rollup, "pages": pages}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)} (all)")
    parser.add_argument("--small", action="store_true", help="a hundredth of the size: to try the benchmark itself")
    args = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    for name in args.parts or PARTS:
        part = PARTS[name]
        print_table(part.TITLE, part.measure(small=args.small))
    return 0


if __name__ == "__main__":
    sys.exit(main())

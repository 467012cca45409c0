"""`python -m bench [roster] [real_files] [check_ins] [duplicates] [rollup] [classes] [clusters] [silent] [forecast] [acting] [encryption] [engines] [pages] [incidents] [intake] [leaders]`: all parts without a name."""

from __future__ import annotations

import argparse
import os
import platform
import sys

from bench import (
    acting,
    check_ins,
    classes,
    clusters,
    duplicates,
    encryption,
    engines,
    forecast,
    incidents,
    intake,
    leaders,
    pages,
    real_files,
    rollup,
    roster,
    silent,
)
from bench.incidents import SEEDS
from bench.timing import pace, print_table

PARTS = {
    "roster": roster,
    "real_files": real_files,
    "check_ins": check_ins,
    "duplicates": duplicates,
    "rollup": rollup,
    "classes": classes,
    "forecast": forecast,
    "clusters": clusters,
    "silent": silent,
    "encryption": encryption,
    "acting": acting,
    "engines": engines,
    "pages": pages,
    "incidents": incidents,
    "intake": intake,
    "leaders": leaders,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)} (all)")
    parser.add_argument("--small", action="store_true", help="a hundredth of the size: to try the benchmark itself")
    parser.add_argument("--rows", type=int, help="of check_ins, instead of a million; of engines, up to how many")
    parser.add_argument("--seeds", type=int, default=len(SEEDS), help="of incidents: how many counties")
    args = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    for name in args.parts or PARTS:
        part = PARTS[name]
        size = (
            {"rows": args.rows}
            if name == "check_ins" or (name == "engines" and args.rows)
            else {"seeds": SEEDS[: args.seeds]}
            if name == "incidents"
            else {}
        )
        before = pace()
        rows = part.measure(small=args.small, **size)
        print_table(part.TITLE, rows)
        print(f"\nThree million additions in Python: {before:.2f} s before, {pace():.2f} s after.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

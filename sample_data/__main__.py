"""The command line: python -m sample_data --people 20000 --days 60 --seed 1 --out DIR"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from sample_data.county import write_county
from sample_data.spec import LAST_DAY, Spec

try:
    import resource
except ImportError:  # Windows
    resource = None

ABOUT = """Makes a synthetic county as workbooks and check-ins. NOBODY IN IT EXISTS: names, identity numbers, phones, villages and
units are invented at random; only the towns' names and rough centres are facts. 生成虚构的演示县:其中的人员、证件号码、电话、村屯和单位均为随机虚构。"""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sample_data", description=ABOUT)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1, help="equal seeds give equal files")
    parser.add_argument("--last-day", type=date.fromisoformat, default=LAST_DAY, help=f"YYYY-MM-DD, default {LAST_DAY}")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--no-check-ins", action="store_true", help="the workbooks alone")
    only.add_argument("--check-ins-only", action="store_true", help="the check-ins and truth.json alone")
    given = parser.parse_args(argv)
    if given.people < 100 or given.days < 5:
        parser.error("at least 100 people and 5 days")
    began = time.perf_counter()
    spec = Spec(given.people, given.days, given.seed, given.last_day)
    written = write_county(
        spec, given.out, rosters=not given.check_ins_only, check_ins=not given.no_check_ins, say=_say
    )
    _say(", ".join(f"{count} {kind}" for kind, count in written.items()))
    _say(f"{given.out}: {spec.first_day} … {spec.last_day}, {time.perf_counter() - began:.1f} s{_peak()}")
    return 0


def _peak() -> str:
    """The most memory used so far, where the system tells."""
    if resource is None:
        return ""
    return f", peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())

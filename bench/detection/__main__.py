"""`python -m bench.detection [--quick] [--seeds N] [rises] [held_out] [chances] [falls] [weekly] [clusters] [real] [speed]`: all parts without a name."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only wait for each other

import argparse
import importlib.util
import sys

from bench.detection import daily, real, weekly

HELD_OUT_FROM = 5  # seeds beyond those that constants were chosen on
FULL, QUICK = (1500, 20), (400, 5)  # grids of a county, replicas of a weekly scenario


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.detection")
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a quarter of the size, two seeds")
    args = parser.parse_args()
    series, replicas = QUICK if args.quick else FULL
    seeds = list(range(1, (2 if args.quick else args.seeds) + 1))
    parts = {
        "rises": lambda: daily.rises(seeds, series),
        "held_out": lambda: daily.held_out([HELD_OUT_FROM + seed for seed in seeds], series),
        "chances": lambda: daily.chances(seeds, series),
        "falls": lambda: daily.falls(seeds, series),
        "weekly": lambda: weekly.run(seeds, replicas),
        "clusters": lambda: clusters(small=args.quick),
        "real": real.run,
        "speed": lambda: real.speed(series=2000 if args.quick else 10_000),
    }
    print(f"Seeds {seeds}, {series} grids × 365 days; thresholds are the clean twin's")
    for name in args.parts or parts:
        parts[name]()
    return 0


def clusters(*, small: bool) -> None:
    """What bench/clusters.py measures, where it is."""
    if importlib.util.find_spec("bench.clusters") is None:
        print("\nClusters: not measured here")
        return
    part = importlib.import_module("bench.clusters")
    importlib.import_module("bench.timing").print_table(part.TITLE, part.measure(small=small))


if __name__ == "__main__":
    sys.exit(main())

"""Weekly counts: the 42 scenarios, flexible Farrington beside ours."""

from __future__ import annotations

import numpy as np

from bench.detection.figures import interval
from bench.detection.references import flexible_farrington
from bench.detection.weeks import BASELINE, SIZES, TEST, weeks
from core.watch.scoring.score import score

ALPHA = 0.005
FIRST = TEST - BASELINE


def run(seeds: list[int], replicas: int) -> None:
    print(f"\n### Weekly, 42 scenarios × {replicas}, α {ALPHA}: false-positive rate on the clean twin, POD\n")
    print(
        f"| detector | FPR | POD | 95 % | by size {', '.join(map(str, SIZES))} SD | POD at a measured {ALPHA} |\n|---|---|---|---|---|---|"
    )
    names = ("flexible Farrington", "ours")
    rates, hits, matched, sizes = {n: [] for n in names}, {n: [] for n in names}, {n: [] for n in names}, []
    for seed in seeds:
        made = weeks(seed, replicas=replicas)
        ours = [score(c).rise for c in (made.clean, made.planted)]
        old = [flexible_farrington(c.y, FIRST) for c in (made.clean, made.planted)]
        sizes.append(made.starts[:, 3])
        for name, p, rank in (
            (names[0], old, [-x for x in old]),
            (names[1], [x.p[FIRST:] for x in ours], [x.score[FIRST:] for x in ours]),
        ):
            rates[name].append((p[0] < ALPHA).mean())
            hits[name].append(_hits(p[1] < ALPHA, made.starts))
            matched[name].append(_hits(rank[1] > np.quantile(rank[0], 1 - ALPHA), made.starts).mean())
    size = np.concatenate(sizes)
    for name in names:
        hit = np.concatenate(hits[name])
        low, high = interval(hit.astype(float))
        by_size = ", ".join(f"{hit[size == n].mean():.2f}" for n in SIZES)
        print(
            f"| {name} | {np.mean(rates[name]):.4f} | {hit.mean():.3f} | {low:.3f}–{high:.3f} | {by_size} | {np.mean(matched[name]):.3f} |"
        )


def _hits(alarms: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return np.array([alarms[first - FIRST : last - FIRST + 1, row].any() for row, first, last, _ in starts])

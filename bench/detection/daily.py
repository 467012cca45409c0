"""Rises and falls per grid and day: every detector on the same counties."""

from __future__ import annotations

from functools import cache

import numpy as np

from bench.detection.counties import CHOSEN_ON, HELD_OUT, County, Recipe, county
from bench.detection.figures import RATES, Found, found, interval, per_level, threshold
from bench.detection.references import DAILY
from core.watch.scoring.episodes import episodes
from core.watch.scoring.score import score

OURS = "ours"
NOMINAL = (0.01, 0.001)
BUDGETS = (0.0005, 0.001, 0.0015)  # chances at which an episode begins


@cache
def _fallen(seed: int, series: int) -> tuple[County, object, object]:
    made = county(seed, series=series, falls=True)
    return made, score(made.clean), score(made.planted)


def rises(seeds: list[int], series: int) -> None:
    print("\n### Rises: share of outbreaks found (POD), of their days, and days until found\n")
    head = " | ".join(f"POD @ {rate:.1%} | days | delay" for rate in RATES)
    print(f"| detector | {head} |\n|---|{'---|' * 3 * len(RATES)}")
    for name in (*DAILY, OURS):
        cells = []
        for rate in RATES:
            all_found = [_at(name, seed, series, rate) for seed in seeds]
            cells += [
                _mean(all_found, "pod"),
                _mean(all_found, "day_sensitivity"),
                f"{np.mean([f.sooner() for f in all_found]):.1f}",
            ]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    for rate in (0.001, 0.01):
        ours = [_at(OURS, seed, series, rate) for seed in seeds]
        hit, share, days = (np.concatenate([getattr(f, part) for f in ours]) for part in ("hit", "share", "days"))
        print(
            f"\nOurs at {rate:.1%}, 95 % intervals: POD {_shown(interval(hit.astype(float)))}, days {_shown(interval(share, days))}; mean share"
            f" of an outbreak's days {np.mean([f.mean_share() for f in ours]):.3f}; {np.mean([f.lingering() for f in ours]):.1f} days of alarm after its last"
        )


def held_out(seeds: list[int], series: int) -> None:
    """Counties that no constant was chosen on: other seeds of the same recipe, and another recipe."""
    rates = (0.001, 0.01)
    head = " | ".join(f"POD @ {rate:.1%} | days | share of an outbreak's days" for rate in rates)
    print(f"\n### Held out: seeds {seeds}\n\n| county | detector | {head} |\n|---|---|{'---|' * 3 * len(rates)}")
    for county_name, recipe in (("same recipe", CHOSEN_ON), ("another", HELD_OUT)):
        for name in ("z, 60 days", OURS):
            cells = []
            for rate in rates:
                at = [_at(name, seed, series, rate, recipe) for seed in seeds]
                cells += [_mean(at, figure) for figure in ("pod", "day_sensitivity", "mean_share")]
            print(f"| {county_name} | {name} | " + " | ".join(cells) + " |", flush=True)
        false = []
        for seed in seeds:
            made, clean = (_county(seed, series, recipe)[n] for n in (0, 1))
            alarms = [
                getattr(clean, way).p[made.first_judged :] < nominal for way in ("rise", "fall") for nominal in NOMINAL
            ]
            begun = episodes(clean.rise.p, begin=BUDGETS[1]) == np.arange(len(clean.rise.p))[:, None]
            false.append([*(a.mean() for a in alarms), begun[made.first_judged :].mean() * 1e4])
        *share, load = np.mean(false, axis=0)
        print(
            f"\n{county_name}: rises at p < .01, .001: {share[0]:.4f}, {share[1]:.4f}; falls: {share[2]:.4f}, {share[3]:.4f};"
            f" false episodes per 10,000 at {BUDGETS[1]}: {load:.1f}\n",
            flush=True,
        )


@cache
def _county(seed: int, series: int, recipe: Recipe) -> tuple[County, object, object]:
    made = county(seed, series=series, recipe=recipe)
    return made, score(made.clean), score(made.planted)


def _at(name: str, seed: int, series: int, rate: float, recipe: Recipe = CHOSEN_ON) -> Found:
    made, clean, planted = _county(seed, series, recipe)
    values = (
        (clean.rise.score, planted.rise.score)
        if name == OURS
        else [DAILY[name](c.y) for c in (made.clean, made.planted)]
    )
    limit = threshold(values[0][made.first_judged :], rate)
    return found(values[1] > limit, made.starts, made.planted.y != made.clean.y)


def chances(seeds: list[int], series: int) -> None:
    """Whether p means what it says, and what an operating point costs."""
    print("\n### False alarms of p on the clean twin, by level of activity (λ .1–.3, .3–1, 1–3, 3–10, 10–30)\n")
    print("| direction | nominal | all | by level |\n|---|---|---|---|")
    for way in ("rise", "fall"):
        for nominal in NOMINAL:
            rows = []
            for seed in seeds:
                made, clean, _ = _county(seed, series, CHOSEN_ON)
                alarms = getattr(clean, way).p[made.first_judged :] < nominal
                rows.append([alarms.mean(), *per_level(alarms, made.level)])
            mean = np.mean(rows, axis=0)
            print(f"| {way} | {nominal} | {mean[0]:.4f} | {', '.join(f'{v:.4f}' for v in mean[1:])} |")
    print(
        "\n### Episodes per 10,000 grids and day\n\n| begins at p ≤ | false, on the clean twin | POD |\n|---|---|---|"
    )
    for begin in BUDGETS:
        rows = []
        for seed in seeds:
            made, clean, planted = _county(seed, series, CHOSEN_ON)
            false = episodes(clean.rise.p, begin=begin)
            begun = (false == np.arange(len(false))[:, None])[made.first_judged :]
            seen = episodes(planted.rise.p, begin=begin) >= 0
            rows.append([begun.mean() * 1e4, found(seen, made.starts, made.planted.y != made.clean.y).pod()])
        load, pod = np.mean(rows, axis=0)
        print(f"| {begin} | {load:.1f} | {pod:.3f} |")


def falls(seeds: list[int], series: int) -> None:
    print(
        "\n### Falls to a quarter for seven days, λ ≥ 1: POD at 1 % false alarms\n\n| detector | POD | days | delay |\n|---|---|---|---|"
    )
    for name in ("z, 60 days", OURS):
        rows = []
        for seed in seeds:
            made, clean, planted = _fallen(seed, series)
            if name == OURS:
                values = clean.fall.score, planted.fall.score
            else:
                values = [
                    np.where(np.isfinite(v), -v, -9) for v in (DAILY[name](c.y) for c in (made.clean, made.planted))
                ]
            busy = made.level >= 1
            limit = threshold(values[0][made.first_judged :, busy], 0.01)
            touched = np.zeros(made.clean.y.shape, dtype=bool)
            for row, first, last, _ in made.starts:
                touched[first : last + 1, row] = True
            at = found(values[1] > limit, made.starts, touched)
            rows.append([at.pod(), at.day_sensitivity(), at.sooner()])
        pod, days, delay = np.mean(rows, axis=0)
        print(f"| {name} | {pod:.3f} | {days:.3f} | {delay:.1f} |", flush=True)


def _mean(all_found: list[Found], figure: str) -> str:
    return f"{np.mean([getattr(f, figure)() for f in all_found]):.3f}"


def _shown(pair: tuple[float, float]) -> str:
    return f"{pair[0]:.3f}–{pair[1]:.3f}"

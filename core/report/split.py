"""Which parts made a figure, or its change: of each dimension (township, class, unit, age …) the fewest values that hold most of it, and only where they hold more than their size and chance
would give them. Of noise: nothing."""

from __future__ import annotations

import math

import pandas as pd

from core.report.findings import Clause

SHARE = 0.6  # of it, that is most
SIGMA = 3.0  # standard deviations of counts that chance is given
PLURAL = {"class": "classes"}  # of the fields of a clause; of others with an s
MOST = {
    "grid": 3,
    "home": 3,
    "unit": 3,
    "class": 2,
    "kind": 2,
    "age": 1,
}  # values that are named; more of them are no finding


def smallest(moved: pd.Series, *, share: float = SHARE, most: int = 3) -> list:
    """The fewest values (of its index) that hold `share` of all that moved up; none where they are more than `most`, or all that moved."""
    up = moved[moved > 0].sort_values(ascending=False, kind="stable")
    if up.empty:
        return []
    needed = int((up.cumsum() < share * up.sum()).sum()) + 1
    return list(up.index[:needed]) if needed <= most else []


def common(entered: pd.DataFrame) -> list[Clause]:
    """What most of those who are new (or gone) have in common, of core.classify.entered: people against everybody, so `usual` is their part of all who live there."""
    clauses = []
    for part in ("unit", "age", "class", "grid"):
        rows = entered[entered.part == part]
        if rows.empty:
            continue
        whole, everybody = int(rows.all_entered.iloc[0]), int(rows.all_people.iloc[0])
        rows = rows.reset_index(drop=True)
        chosen = rows.loc[_fewest(rows.entered, whole, MOST[part])]
        held, usual = int(chosen.entered.sum()), float(chosen.people.sum()) / max(everybody, 1)
        if len(chosen) and not _by_chance(held, whole, usual):
            clauses.append(
                Clause(f"common_{part}", {"value": held, "of": whole, PLURAL.get(part, f"{part}s"): list(chosen.value)})
            )
    return clauses


def made_by(parts: pd.DataFrame, *, up: bool) -> list[Clause]:
    """Of a figure that changed. `parts`: one row per part (a dimension) and value: now, earlier. A dimension is told where its fewest values that hold most of the change hold more of it than they held
    of the figure before, beyond the scatter of their counts."""
    clauses = []
    for part in parts.part.unique():
        rows = parts[parts.part == part].reset_index(drop=True)
        moved = (rows.now - rows.earlier) * (1 if up else -1)
        chosen = smallest(moved, most=MOST[str(part)])
        if not chosen or len(rows) < 2:
            continue
        whole, before = float(moved.sum()), float(rows.earlier.sum())
        held, mine = float(moved[chosen].sum()), rows.loc[chosen]
        # had all changed alike, they would have had of the change what they had of the figure; of what was not there, an equal part
        usual = float(mine.earlier.sum()) / before if before else len(chosen) / len(rows)
        scatter = math.sqrt(float((mine.now + mine.earlier).sum()))
        if whole > 0 and held > whole * usual + SIGMA * scatter and held >= SHARE * whole:
            fields = {PLURAL.get(str(part), f"{part}s"): list(mine.value), "part": min(held / whole, 1.0)}
            clauses.append(Clause(f"made_{part}", fields))
    return clauses


def _fewest(counts: pd.Series, whole: int, most: int) -> list:
    """The fewest that hold SHARE of the whole, of which a part may lie in none of them."""
    ranked = counts.sort_values(ascending=False, kind="stable")
    needed = int((ranked.cumsum() < SHARE * whole).sum()) + 1
    chosen = list(ranked.index[:needed])
    return chosen if needed <= most and float(ranked.iloc[:needed].sum()) >= SHARE * whole else []


def _by_chance(held: int, whole: int, usual: float) -> bool:
    """Whether chance brings so many of all, of whom `usual` are a part: a normal bound of SIGMA deviations on the binomial, and one count."""
    return held <= whole * usual + SIGMA * math.sqrt(whole * usual * (1 - min(usual, 1))) + 1

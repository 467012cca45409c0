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
    "measure": 2,
    "age": 1,
}  # values that are named; more of them are no finding


def smallest(moved: pd.Series, *, share: float = SHARE, most: int = 3) -> list:
    """The fewest values (of its index) that hold `share` of all that moved up; none where they are more than `most`, or all that moved."""
    up = moved[moved > 0].sort_values(ascending=False, kind="stable")
    if up.empty:
        return []
    needed = int((up.cumsum() < share * up.sum()).sum()) + 1
    return list(up.index[:needed]) if needed <= most else []


def common(entered: pd.DataFrame, *, said: str = "common") -> list[Clause]:
    """What most of them have in common. `entered`: part, value, entered (of them), all_entered, people (of everybody), all_people, as of core.classify.entered; the part of everybody is what chance would
    bring. `said`: the clause is `<said>_<part>`: common (who is new), gone, alerts, late."""
    clauses = []
    for part in entered.part.unique():
        rows = entered[entered.part == part].reset_index(drop=True)
        whole, everybody = int(rows.all_entered.iloc[0]), int(rows.all_people.iloc[0])
        chosen = rows.loc[_fewest(rows.entered, whole, MOST[str(part)])]
        held, usual = int(chosen.entered.sum()), float(chosen.people.sum()) / max(everybody, 1)
        if len(chosen) and not _by_chance(held, whole, usual):
            clauses.append(
                Clause(f"{said}_{part}", {"value": held, "of": whole, _field(str(part)): list(chosen.value)})
            )
    return clauses


def _field(part: str) -> str:
    return PLURAL.get(part, f"{part}s")


def made_by(parts: pd.DataFrame, *, up: bool, now: float | None = None, earlier: float | None = None) -> list[Clause]:
    """Of a figure that changed. `parts`: one row per part (a dimension) and value: now, earlier; `now`, `earlier`: of the whole, where some of it lies in no value. A dimension is told where its fewest
    values that hold most of the change hold more of it than they held of the figure before, beyond the scatter of their counts."""
    clauses = []
    for part in parts.part.unique():
        rows = parts[parts.part == part].reset_index(drop=True)
        moved = (rows.now - rows.earlier) * (1 if up else -1)
        whole = float(moved.sum()) if now is None or earlier is None else (now - earlier) * (1 if up else -1)
        before = float(rows.earlier.sum()) if earlier is None else earlier
        chosen = smallest(moved, most=MOST[str(part)])
        if not chosen or len(rows) < 2 or whole <= 0:
            continue
        held, mine = float(moved[chosen].sum()), rows.loc[chosen]
        # had all changed alike, they would have had of the change what they had of the figure; of what was not there, an equal part
        usual = float(mine.earlier.sum()) / before if before else len(chosen) / len(rows)
        scatter = math.sqrt(float((mine.now + mine.earlier).sum()))
        if held >= SHARE * whole and held > whole * usual + SIGMA * scatter:
            clauses.append(
                Clause(f"made_{part}", {_field(str(part)): list(mine.value), "part": min(held / whole, 1.0)})
            )
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

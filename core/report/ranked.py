"""All that is to be said of a day, the weightiest first, no two saying the same: where severe alerts stand and of what kinds they are, which figures
changed beyond chance and who made it, which work is late, what data can't be trusted. Of a quiet day nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from core.policy.loader import RESIDENT
from core.report.findings import Clause
from core.report.situation import MOST_NAMED, Changed, Statement, changed, untrusted, worst
from core.report.split import common, made_by

# A kind of severe alerts is told when there are so many, and this part of all; that it is gathered, when so few places hold half of it.
FEWEST, PART, HALF = 3, 0.1, 0.5
# A change of people is beyond chance from so many standard deviations of two Poisson counts on; a figure with a forecast, outside its interval.
SIGMA = 3.0
# Late work is told from so many tasks and this part of those that are due on.
LATE, LATE_PART = 10, 0.2
MOST = 8  # statements of a day
SINGLY = 10.0  # nothing weighs as much as one who has fallen ill of it
GRAVE = 3.2  # a kind of alerts of which one is told: behind where it is worst, before what merely changed
BEGUN = 0.5  # what was not there at all weighs more
TRUSTED = ("coverage_good", "no_coverage")


@dataclass(frozen=True)
class Ranked:
    """`weight`: how many alerts, people or tasks it is about, in orders of magnitude, by how much they matter: comparable within a day."""

    statement: Statement
    weight: float


def ranked(
    standing: pd.DataFrame, names: dict[int, str], figures: list[Changed], *, tasks: dict[str, int], late: pd.DataFrame | None = None, most: int = MOST, **given: object,
) -> list[Ranked]:  # fmt: skip
    """`tasks`: counts by status; `late`: core.act.late; the others as of `weighed`."""
    return ordered([*weighed(standing, names, figures, **given), *late_work(tasks, late)], most=most)


def weighed(
    standing: pd.DataFrame, names: dict[int, str], figures: list[Changed], *, bands: dict[str, tuple[float, float]],
    days: pd.DataFrame, children: pd.DataFrame, silent: list[str], classes: pd.DataFrame | None = None, entered: pd.DataFrame | None = None,
    parts: dict[str, pd.DataFrame] | None = None, singly: frozenset[str] = frozenset(), grave: tuple[str, ...] = (),
) -> list[Ranked]:  # fmt: skip
    """All but the work, in no order. `standing`: core.watch.standing with `names` of the child grids; `figures`: core.report.day_figures.candidates; `bands`: code of an indicator →
    (low, high) that were expected of its last day; `days`, `children`, `silent` as of `situation.untrusted`; `classes`:
    core.classify.class_counts; `entered`: core.classify.entered; `parts`: code of an indicator → core.rollup.parts of its two days; `singly`: classes in which every further
    person is told, before all else; `grave`: kinds of alerts of which one is told."""
    return [
        *_alerts(standing, names, entered, grave),
        *_changes(figures, bands, entered, parts or {}, singly),
        *_classes(classes, {f.code for f in figures}),
        *_doubt(standing, days, children, silent),
    ]


def ordered(found: list[Ranked], *, most: int = MOST) -> list[Ranked]:
    """The weightiest first; what can't be believed is said however much else there is."""
    found = sorted(found, key=lambda one: -one.weight)
    doubt = [one for one in found[most:] if one.statement.about in ("feeds", "coverage")]
    return [*found[: most - len(doubt)], *doubt]


def first_change(told: list[Ranked]) -> Statement | None:
    """The weightiest of what changed."""
    return next((one.statement for one in told if one.statement.about in ("class", "indicator")), None)


def _alerts(
    standing: pd.DataFrame, names: dict[int, str], entered: pd.DataFrame | None, grave: tuple[str, ...]
) -> list[Ranked]:
    severe = standing[standing.severity == "high"]
    total = int(severe.alerts.sum())
    if not total:
        return []
    first = worst(standing, names)
    shared = [] if entered is None else common(entered[entered.side == "alert"], said="alerts")
    found = [Ranked(replace(first, finding=(*first.finding, *shared)), 3 + math.log10(total))]
    kinds = severe.groupby("detector").alerts.sum().sort_values(ascending=False, kind="stable")
    told = _told(found[0].statement)
    for kind, count in kinds.items():
        if kind not in told and (kind in grave or count >= max(FEWEST, PART * total)):
            weight = (GRAVE if kind in grave else 2) + math.log10(count)
            found.append(Ranked(_kind(str(kind), severe[severe.detector == kind], names), weight))
    return found


def _told(statement: Statement) -> set[object]:
    """The kinds that a statement names already."""
    return {clause.fields["detector"] for clause in statement.finding if "detector" in clause.fields}


def _kind(kind: str, rows: pd.DataFrame, names: dict[int, str]) -> Statement:
    by_place = rows.groupby("grid_id").alerts.sum().sort_values(ascending=False, kind="stable")
    below = by_place[by_place.index.isin(names)]
    count = int(rows.alerts.sum())
    clauses = [Clause("kind", {"detector": kind, "value": count})]
    needed = int((below.cumsum() <= HALF * count).sum()) + 1  # half of two in one place is no gathering
    every = len(below) <= MOST_NAMED and below.sum() == count
    chosen = [int(g) for g in below.index[: len(below) if every else needed]]
    chosen = chosen if len(chosen) <= MOST_NAMED else []
    if chosen:
        clauses.append(Clause("all_in" if every else "mostly_in", {"names": [names[g] for g in chosen]}))
    return Statement("alerts", tuple(clauses), code=kind, grids=tuple(chosen))


def _changes(
    figures: list[Changed], bands: dict[str, tuple[float, float]], entered: pd.DataFrame | None, parts: dict[str, pd.DataFrame],
    singly: frozenset[str],
) -> list[Ranked]:  # fmt: skip
    found = []
    for figure in figures:
        further = figure.about == "class" and figure.code in singly and figure.now > figure.earlier
        if not further and not beyond_chance(figure, bands):
            continue
        statement = changed([figure], telling=1) if further else changed([figure])
        if statement is not None:
            statement = replace(statement, finding=(*statement.finding, *_who(figure, entered, parts)))
            begun = BEGUN if not figure.earlier else 0.0
            size = math.log10(1 + abs(figure.now - figure.earlier)) / 2 + min(figure.weight, 10) / 10
            found.append(Ranked(statement, SINGLY + size if further else 1.5 + begun + size))
    return found


def _who(figure: Changed, entered: pd.DataFrame | None, parts: dict[str, pd.DataFrame]) -> list[Clause]:
    """Beside the townships, which the statement names: the units, ages and homes that made the change."""
    up = figure.now > figure.earlier
    if figure.about == "class":
        side, said = ("came", "common") if up else ("gone", "gone")
        return (
            []
            if entered is None
            else common(entered[(entered["class"] == figure.code) & (entered.side == side)], said=said)
        )
    split = parts.get(figure.code)
    return [] if split is None else made_by(split, up=up, now=figure.now, earlier=figure.earlier)


def _classes(classes: pd.DataFrame | None, told: set[str]) -> list[Ranked]:
    """Of the classes that no figure stands for: which grew and which shrank beyond chance, the most first."""
    if classes is None or classes.empty:
        return []
    rest = classes[~classes["class"].isin(told) & (classes["class"] != RESIDENT)].dropna(subset=["before"])
    moved = (rest.people - rest.before).astype(float)
    sure = rest[(moved.abs() > SIGMA * ((rest.people + rest.before).clip(lower=1) ** 0.5)) & (moved.abs() >= FEWEST)]
    moved = moved[sure.index]
    clauses = []
    for code, part in (
        ("classes_rose", moved[moved > 0].nlargest(MOST_NAMED)),
        ("classes_fell", moved[moved < 0].nsmallest(MOST_NAMED)),
    ):
        if len(part):
            clauses.append(Clause(code, {"moves": [(str(rest["class"][i]), int(abs(v))) for i, v in part.items()]}))
    if not clauses:
        return []
    weight = 1.5 + math.log10(1 + float(moved.abs().max())) / 2
    return [Ranked(Statement("class", tuple(clauses)), weight)]


def beyond_chance(figure: Changed, bands: dict[str, tuple[float, float]]) -> bool:
    if figure.code in bands:
        low, high = bands[figure.code]
        return not low <= figure.now <= high
    return abs(figure.now - figure.earlier) > SIGMA * math.sqrt(max(figure.now + figure.earlier, 1.0))


def late_work(tasks: dict[str, int], parts: pd.DataFrame | None) -> list[Ranked]:
    late, due = tasks.get("overdue", 0), tasks.get("overdue", 0) + tasks.get("open", 0) + tasks.get("done", 0)
    if late < LATE or late < LATE_PART * due:
        return []
    shared = [] if parts is None else common(parts, said="late")
    clauses = (Clause("late", {"value": late, "part": late / due}), *shared)
    return [Ranked(Statement("tasks", clauses), 1 + math.log10(late) / 2)]


def _doubt(standing: pd.DataFrame, days: pd.DataFrame, children: pd.DataFrame, silent: list[str]) -> list[Ranked]:
    statement = untrusted(standing, days, children, silent=silent)
    if statement.finding[0].code in TRUSTED:
        return []
    return [Ranked(statement, 2.5)]

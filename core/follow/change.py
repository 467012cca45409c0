"""What changed and has not been followed yet, read from the audit log: every change stands there in the transaction that made it, so
nothing is forgotten that a caller forgot to say, or that a failure or a power cut left half done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.store import Store, load_sql
from core.watch import AT_ONCE

STEPS = ("duplicates", "classify", "detect", "grade", "tasks")
DECISIONS = "decisions"  # on classes, by hand: whoever they are about is classified with them
PLACES = "places"  # for people: somebody moved in or out, and that told something of them
ALERTS = "alerts"  # closed, or that taken back
INTAKE = "intake"  # scans that phones and gates sent
INTAKE_WHOLE = "intake_whole"  # now and then what they make of whole grids
VISITORS = "visitors"  # whom they brought
EXITS = "exits"  # applications to leave, decided or withdrawn
MERGE = "merge"  # beside the kinds of imports: two entries of one person joined, or parted again
# What each kind of change is followed by. A merge is answered by the page at once, so the whole county is not searched for pairs.
STARTS = {
    "people": STEPS,
    "check_ins": STEPS,
    "grids": ("classify", "detect", "grade", "tasks"),
    "units": ("classify", "detect", "grade", "tasks"),
    "exit_applications": ("classify", "detect", "grade", "tasks"),
    "risk_areas": ("classify", "detect", "grade", "tasks"),
    "cases": ("classify", "detect", "grade", "tasks"),
    "contacts": ("classify", "detect", "grade", "tasks"),
    # who is not in the register may be taken in by these
    "tests": STEPS,
    "declarations": STEPS,
    "quarantine": STEPS,
    "readings": ("grade", "tasks"),
    MERGE: ("classify", "detect", "grade", "tasks"),
    DECISIONS: ("detect", "grade", "tasks"),
    ALERTS: ("grade", "tasks"),
    EXITS: ("detect", "grade", "tasks"),
    PLACES: ("classify", "detect", "grade", "tasks"),
    INTAKE: ("classify", "detect", "grade", "tasks"),
    INTAKE_WHOLE: ("detect", "grade", "tasks"),
    VISITORS: ("duplicates",),
}
# Where not all detectors can find anything new: those that can.
DETECTORS = {
    MERGE: AT_ONCE,
    INTAKE: AT_ONCE,
    "risk_areas": ("quarantine_breach", "key_attention_exit"),
    DECISIONS: ("quarantine_breach", "key_attention_exit"),
    EXITS: ("silent_resident", "key_attention_exit"),
    "exit_applications": ("missing_feed", "silent_resident", "key_attention_exit"),
}
# Changes after which nobody's class is another one but of those whom they are about; few of them, and they are classified alone.
OWN = {"people", "check_ins", MERGE, INTAKE}
SCANS = {"check_ins", INTAKE}  # of them those that leave alone what the register says of anybody
FEW = 0.05


@dataclass(frozen=True)
class Change:
    """`through`: the last audit entry that was looked at; `due`: the steps to be done, in their order; `since_batch`: the first import
    whose people may stand there twice (None: look among everybody); `people`: those whom merges joined or parted; `detectors`: those to be
    run (None: all); `undone`: data were taken back; `areas`: the risk areas that were added or removed, where nothing else bears on
    classes (None: something does); `classed`: those alone who are to be classified (None: everybody); `homes`: what the register says of them
    may have changed too."""

    through: int
    due: tuple[str, ...]
    since_batch: int | None = None
    people: tuple[int, ...] = ()
    detectors: tuple[str, ...] | None = None
    undone: bool = False
    areas: tuple[int, ...] | None = None
    classed: tuple[int, ...] | None = None
    homes: bool = True


def last_followed(store: Store) -> dict:
    """What the last `follow.done` says: as_of, policy, through (step → audit entry up to which it is done). Empty before the first."""
    text = store.value("select fields from audit_entry where event = 'follow.done' order by entry_id desc limit 1")
    return json.loads(text) if text else {}


def outstanding(store: Store, *, as_of: date, policy: str, whole: bool = False) -> Change:
    """What is to be done. Everything: the first time, under another policy, and when asked (`whole`). Of another day: classes, alerts, grades, tasks."""
    last = last_followed(store)
    through = last.get("through", {})
    table = store.df(load_sql(__file__, "changed.sql"), after=min((through.get(s, 0) for s in STEPS), default=0))
    top = store.value("select coalesce(max(entry_id), 0) from audit_entry")
    if whole or not last or last["policy"] != policy:
        return Change(top, STEPS, undone=bool(table["undone"].any()))
    new = {step: table[table["entry_id"] > through.get(step, 0)] for step in STEPS}
    due = [s for s in STEPS if any(s in STARTS.get(kind, ()) for kind in new[s]["kind"])]
    if last["as_of"] != as_of.isoformat():
        due = [s for s in STEPS if s in {*due, "classify", "detect", "grade", "tasks"}]
    batches = new["duplicates"]["batch"].dropna()
    people = new["duplicates"][["kept", "gone"]].stack().dropna()
    return Change(
        top,
        tuple(due),
        since_batch=int(batches.min()) if len(batches) else None,
        people=tuple(sorted({int(p) for p in people})),
        detectors=_detectors(set(new["detect"]["kind"]), moved=last["as_of"] != as_of.isoformat()),
        undone=bool(new["detect"]["undone"].any()),
        areas=_areas(new["classify"], moved=last["as_of"] != as_of.isoformat()),
        classed=_classed(store, new["classify"], moved=last["as_of"] != as_of.isoformat()),
        homes=_homes(store, new["classify"]),
    )


def _homes(store: Store, table: pd.DataFrame) -> bool:
    """May somebody be new, live elsewhere or have ended? Lists that tell of people known already, where they were, change no grid's number."""
    table = table[table["kind"].isin([kind for kind, steps in STARTS.items() if "classify" in steps])]
    if not set(table["kind"]) <= {*SCANS, "people"}:
        return True
    batches = [int(number) for number in table[table["kind"] == "people"]["batch"].dropna().unique()]
    return bool(batches) and store.value(load_sql(__file__, "homes.sql"), batches=batches)


def _areas(new: pd.DataFrame, *, moved: bool) -> tuple[int, ...] | None:
    bears = new[[kind in STARTS and "classify" in STARTS[kind] for kind in new["kind"]]]
    if moved or bears.empty or bears["area"].isna().any():
        return None
    return tuple(sorted({int(area) for area in bears["area"]}))


def _classed(store: Store, table: pd.DataFrame, *, moved: bool) -> tuple[int, ...] | None:
    table = table[[any(step == "classify" for step in STARTS.get(kind, ())) for kind in table["kind"]]]
    if moved or table.empty or table["undone"].any() or not set(table["kind"]) <= OWN:
        return None
    batches = [int(number) for number in table["batch"].dropna().unique()]
    after = table["after"].min()
    after = None if pd.isna(after) else int(after)
    found = {int(p) for p in table[["kept", "gone"]].stack().dropna()}
    found |= {
        number for (number,) in store.run(load_sql(__file__, "touched.sql"), batches=batches, after=after).fetchall()
    }
    most = FEW * store.value("select count(*) from person")
    return tuple(sorted(found)) if len(found) <= most else None


def _detectors(kinds: set[str], *, moved: bool) -> tuple[str, ...] | None:
    kinds = {kind for kind in kinds if "detect" in STARTS.get(kind, ())}
    if moved or not kinds <= DETECTORS.keys():
        return None
    return tuple(sorted({code for kind in kinds for code in DETECTORS[kind]}))

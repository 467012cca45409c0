"""After a change of data: duplicates → classes → alerts → grades → tasks. Rollups are made within the change itself, so that figures and
scans never disagree; what stands here may fail or be cut off without losing the change, and the next change makes it good."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core import clock
from core.act import Kept, keep_tasks
from core.audit.record import record
from core.classify import classify, grade
from core.duplicates.find import find_duplicates
from core.engine import engine_of
from core.follow.change import STEPS, Change, last_followed, outstanding
from core.policy.running import running
from core.rollup import counted_otherwise, judged_day, latest_day, roll_up, roll_up_due, waits_since
from core.screening import draft_tasks, find_stays
from core.store import Store
from core.watch import close_of_gone, close_unsupported, detect

log = logging.getLogger(__name__)
Progress = Callable[[float, str], None]
SHARES = {"duplicates": 0.0, "classify": 0.3, "detect": 0.6, "grade": 0.9, "tasks": 0.95}
_one_at_a_time = threading.Lock()  # two imports that end together: the second waits and finds little left to do


@dataclass(frozen=True)
class Followed:
    """`as_of`: the day judged, None where there are no check-ins; `pairs`: duplicate pairs found; `classes`: class → people, None where
    nothing called for them; `new`, `continued`, `withdrawn`: alerts; `tasks`: made, done, overdue, cancelled, None where nothing
    called for them; `failed`: the steps that did not come to their end (duplicates, classify, detect, grade, tasks)."""

    as_of: date | None
    pairs: int = 0
    classes: dict[str, int] | None = None
    new: int = 0
    continued: int = 0
    withdrawn: int = 0
    tasks: Kept | None = None
    failed: tuple[str, ...] = ()


def follow(store: Store, *, actor: str, whole: bool = False, progress: Progress | None = None) -> Followed:
    """Bring up to date what rests on the data; audited. What changed is read from the audit log (core/follow/change.py), so that only
    what it calls for is done, what failed before is done with it, and a second call does nothing. `whole`: everything, whatever changed.

    Alerts that nothing speaks for any more after data were taken back are withdrawn. `progress` is told a share and a step code.
    """
    with _one_at_a_time:
        _sum_what_waits(store, actor)
        day = judged_day(store)
        as_of = day or clock.today()
        policy = running(store, as_of).version
        change = outstanding(store, as_of=as_of, policy=policy, whole=whole)
        through = {step: change.through for step in STEPS} | {
            step: last for step, last in last_followed(store).get("through", {}).items() if step in change.due
        }
        work = _Work(store, actor, as_of, change, progress or (lambda share, step: None))
        with store.at_once():
            done = work.all(day)
        if change.due:
            through |= {step: change.through for step in change.due if step not in done.failed}
            with store.write(shown=False) as db:
                said = {"as_of": as_of.isoformat(), "policy": policy, "through": through}
                record(db, actor, "follow.done", steps=change.due, failed=done.failed, **said)
        return done


def left_over(store: Store) -> bool:
    """Is anything not followed yet? After a power cut, under another policy, or on a new day where no check-ins say which day it is."""
    if store.value("select 1 from grid limit 1") is None:
        return False
    if waits_since(store):
        return True
    as_of = judged_day(store) or clock.today()
    return bool(outstanding(store, as_of=as_of, policy=running(store, as_of).version).due)


def _sum_what_waits(store: Store, actor: str) -> None:
    """Figures that a cluster makes; while it is away or fails, all else goes on with the last ones."""
    try:
        roll_up_due(store, actor=actor)
    except Exception as failure:
        if store.closed:
            raise
        log.error("the figures wait: %s", type(failure).__name__)


class _Work:
    """The steps of one call. One that fails is logged, without the values that its message may quote, and named; what does not rest
    on it goes on."""

    def __init__(self, store: Store, actor: str, as_of: date, change: Change, tell: Progress) -> None:
        self.store, self.actor, self.as_of, self.change, self.tell = store, actor, as_of, change, tell
        self.failed: list[str] = []

    def all(self, day: date | None) -> Followed:
        pairs = self._step("duplicates", self._duplicates)
        classes = self._step("classify", self._classes)
        self._rests_on("classify", "detect")  # detectors read classes
        new, continued, withdrawn = self._step("detect", lambda: self._alerts(day)) or (0, 0, 0)
        self._rests_on("classify", "grade")
        self._rests_on("detect", "grade")
        self._step("grade", lambda: grade(self.store, as_of=self.as_of, actor=self.actor))
        self._rests_on("grade", "tasks")
        tasks = self._step("tasks", lambda: keep_tasks(self.store, actor=self.actor, undone=self.change.undone))
        return Followed(day, pairs or 0, classes, new, continued, withdrawn, tasks, tuple(self.failed))

    def _rests_on(self, below: str, name: str) -> None:
        if below in self.failed and name in self.change.due and name not in self.failed:
            self.failed.append(name)

    def _step(self, name: str, action: Callable[[], object]) -> object:
        if name not in self.change.due or name in self.failed:
            return None
        self.tell(SHARES[name], name)
        try:
            return action()
        except Exception as failure:
            if self.store.closed:  # no step is at fault, and none of those to come can be done
                raise
            self.failed.append(name)
            log.error("%s failed after a change of data: %s", name, type(failure).__name__)
            return None

    def _duplicates(self) -> int:
        change = self.change
        return find_duplicates(self.store, people=change.since_batch, also=list(change.people), actor=self.actor)

    def _classes(self) -> dict[str, int]:
        if counted_otherwise(self.store):
            roll_up(self.store, days=None, actor=self.actor)  # the policy has another threshold of fever
        policy = running(self.store, self.as_of)
        with self.store.write(told=False) as db:
            find_stays(
                db,
                policy,
                engine=engine_of(self.store),
                areas=None if self.change.areas is None else list(self.change.areas),
            )
            draft_tasks(db, policy, as_of=self.as_of, now=clock.now(), actor=self.actor)
        few = None if self.change.classed is None else list(self.change.classed)
        return classify(
            self.store,
            as_of=self.as_of,
            newest=True,
            policy=policy,
            people=few,
            homes=self.change.homes,
            actor=self.actor,
        )

    def _alerts(self, day: date | None) -> tuple[int, int, int]:
        """(new, continued, withdrawn)"""
        only, found = self.change.detectors, None
        if day is not None:
            found = detect(self.store, as_of=day, latest=latest_day(self.store), only=only, actor=self.actor)
        withdrawn = close_of_gone(self.store, as_of=self.as_of, actor=self.actor)
        if self.change.undone:
            supported = [] if found is None else found["alert_id"].tolist()
            withdrawn += close_unsupported(
                self.store, as_of=self.as_of, supported=supported, only=only, actor=self.actor
            )
        new = 0 if found is None else int(found["new"].sum())
        return new, 0 if found is None else len(found) - new, withdrawn

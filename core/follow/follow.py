"""After a change of data: duplicates → classes and grades → alerts. Rollups are made within the change itself, so that figures and
scans never disagree; what stands here may fail or be cut off without losing the change, and the next change makes it good."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core import clock
from core.classify import classify
from core.duplicates.find import find_duplicates
from core.rollup import judged_day
from core.store import Store
from core.watch import close_unsupported, detect

log = logging.getLogger(__name__)
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Followed:
    """`as_of`: the day judged, None where there are no check-ins; `pairs`: duplicate pairs found; `classes`: class → people;
    `new`, `continued`, `withdrawn`: alerts; `failed`: the steps that did not come to their end (duplicates, classify, detect)."""

    as_of: date | None
    pairs: int = 0
    classes: dict[str, int] | None = None
    new: int = 0
    continued: int = 0
    withdrawn: int = 0
    failed: tuple[str, ...] = ()


def follow(
    store: Store, *, actor: str, people_since: int | None = None, undone: bool = False, progress: Progress | None = None
) -> Followed:
    """Bring up to date what rests on the data. Done twice it changes nothing more.

    `people_since`: the first batch of a change that may have brought people, whose second entries are looked for; None: none did.
    `undone`: data were taken back, so alerts that nothing speaks for any more are withdrawn. `progress`: share and step code.
    """
    tell = progress or (lambda share, step: None)
    failed: list[str] = []
    pairs, classes, found, withdrawn = 0, None, None, 0
    as_of = judged_day(store)
    latest = store.value("select max(day) from grid_day where check_ins > 0")
    if people_since is not None:
        tell(0.0, "duplicates")
        with _kept_going("duplicates", failed):
            pairs = find_duplicates(store, people=people_since, actor=actor)
    tell(0.3, "classify")
    with _kept_going("classify", failed):
        classes = classify(store, as_of=as_of or clock.today(), actor=actor)
    if as_of is not None and "classify" not in failed:
        tell(0.6, "detect")
        with _kept_going("detect", failed):
            found = detect(store, as_of=as_of, latest=latest, actor=actor)
    if undone and not failed:
        with _kept_going("detect", failed):
            supported = [] if found is None else found["alert_id"].tolist()
            withdrawn = close_unsupported(store, as_of=as_of or clock.today(), supported=supported, actor=actor)
    new = 0 if found is None else int(found["new"].sum())
    return Followed(as_of, pairs, classes, new, 0 if found is None else len(found) - new, withdrawn, tuple(failed))


class _kept_going:
    """A step that fails is logged without the values that its message may quote, and named; the next ones go on."""

    def __init__(self, step: str, failed: list[str]) -> None:
        self.step, self.failed = step, failed

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type | None, failure: BaseException | None, trace: object) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        self.failed.append(self.step)
        log.error("%s failed after a change of data: %s", self.step, kind.__name__)
        return True

"""The policy that runs: of every pack within a declared emergency, the version that holds on the day; all of them as one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from weakref import WeakKeyDictionary

from core import clock
from core.policy.classes import RESIDENT, PersonClass
from core.policy.emergency import Emergency, emergencies
from core.policy.folder import scenarios
from core.policy.grades import WORST_FIRST, GradeRule
from core.policy.loader import GROUND, Matrix, Policy, load_policy
from core.policy.names import meet, remember
from core.policy.versions import in_force
from core.store import Store
from core.store.kept import until_written

APART = 1000  # between the ranks of two packs
CALM = 10 * APART  # before those who need nothing at once, of whatever pack
LAST_RANK = 32_000  # of those in no class, where several packs run
_kept: WeakKeyDictionary[Store, tuple[int, dict[date, Policy]]] = WeakKeyDictionary()


def running(store: Store, day: date | None = None) -> Policy:
    """What holds on a day (None: the last one classified, else today). Where no emergency was declared no class of any pack is in it.

    Kept until something is told: a page asks for it many times."""
    told, by_day = _kept.get(store, (-1, {}))
    if told != store.told:
        told, by_day = store.told, {}
        _kept[store] = (told, by_day)
    day = day or shown_day(store)
    if day not in by_day:
        by_day[day] = _running(store, day)
    return by_day[day]


def shown_day(store: Store) -> date:
    """The day whose classes are shown; before any are made, today, which changes without a write."""
    return _last_classified(store) or clock.today()


@until_written()
def _last_classified(store: Store) -> date | None:
    return store.value("select max(day) from class_day")


def _running(store: Store, day: date) -> Policy:
    held = [each for each in emergencies(store) if each.holds(day)]
    packs = [pack for pack in scenarios() if any(each.pack == pack for each in held)]
    found = {pack: in_force(store, day, pack) for pack in packs}
    remember(each for policy in found.values() for each in (*policy.classes, *policy.measures.values()))
    areas = {pack: _area(pack, held) for pack in packs}
    return combined(found, areas, found.get(GROUND) or in_force(store, day, GROUND))


def as_if(store: Store, policy: Policy, day: date) -> Policy:
    """A policy of a pack as it would run on a day: within the areas of the pack's emergencies, everywhere where there are none."""
    meet((*policy.classes, *policy.measures.values()))
    pack = policy.version.partition("@")[0]
    return combined({pack: policy}, {pack: _area(pack, [each for each in emergencies(store) if each.holds(day)])})


def _area(pack: str, held: list[Emergency]) -> tuple[int, ...]:
    """The grids to which a pack is confined; empty: none."""
    grids = [each.grid_id for each in held if each.pack == pack]
    return () if None in grids or not grids else tuple(sorted(set(grids)))


def combined(found: dict[str, Policy], areas: dict[str, tuple[int, ...]], ground: Policy | None = None) -> Policy:
    """Several packs as one policy: their classes pack by pack, then those who need nothing at once, who is in none of them behind all. Feeds and rates are watched whatever runs: by
    the detectors of `ground`, where no pack that runs has any."""
    ground = ground or load_policy(GROUND)
    detectors = _joined(policy.detectors for policy in found.values()) or ground.detectors
    first = found.get(GROUND) or next(iter(found.values()), ground)
    confined = {each.code: areas[pack] for pack, policy in found.items() for each in _own(policy) if areas[pack]}
    said = " ".join(policy.version for policy in found.values()) or "none"
    digest = hashlib.sha256(repr(sorted(confined.items())).encode()).hexdigest()[:6]
    return replace(
        first,
        version=said + (f"/{digest}" if confined else ""),
        constants=_joined(policy.constants for policy in found.values()) or first.constants,
        terms=first.terms | _joined(policy.terms for policy in found.values()),
        classes=_ranked(list(found.values()), first),
        grades=_worst_first(list(found.values())),
        detectors=detectors,
        measures=_joined(policy.measures for policy in found.values()),
        matrix=_matrix(list(found.values()), first),
        playbooks=replace(
            first.playbooks, steps=_joined(policy.playbooks.steps for policy in found.values()) or first.playbooks.steps
        ),
        areas=confined,
    )


def _own(policy: Policy) -> list[PersonClass]:
    return [each for each in policy.classes if each.code != RESIDENT]


def _ranked(found: list[Policy], first: Policy) -> tuple[PersonClass, ...]:
    rest = first.person_class(RESIDENT)
    if len(found) == 1:
        return found[0].classes
    classes = [
        replace(each, rank=(CALM if each.calm else 0) + at * APART + each.rank)
        for at, policy in enumerate(found)
        for each in _own(policy)
    ]
    packs = [policy.version.partition("@")[0] for policy in found for _ in _own(policy)]
    told: dict[str, set] = {}
    for each in classes:
        told.setdefault(each.event, set()).add(each.given)
    # whom the list of one pack names is on no list of the other
    apart = [replace(c, pack=pack) if len(told[c.event]) > 1 else c for c, pack in zip(classes, packs, strict=True)]
    return (*sorted(apart, key=lambda each: each.rank), replace(rest, rank=LAST_RANK))


def _worst_first(found: list[Policy]) -> tuple[GradeRule, ...]:
    """Of several packs the worse grade counts: no pack's medium stands before another's high."""
    rules = [rule for policy in found for rule in policy.grades]
    return tuple(rules if len(found) == 1 else sorted(rules, key=lambda rule: WORST_FIRST.index(rule.grade)))


def _matrix(found: list[Policy], first: Policy) -> Matrix:
    """Each class belongs to one pack, so the cells lie beside each other; of how grades are taken the first pack says."""
    return replace(first.matrix, cells=_joined(policy.matrix.cells for policy in found))


def _joined(dicts) -> dict:
    joined: dict = {}
    for each in dicts:
        joined = each | joined
    return joined

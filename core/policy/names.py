"""Names of classes, measures and terms, those that are no longer in force among them: alerts and histories still speak of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from core.policy.classes import PersonClass
from core.policy.editions import editions
from core.policy.folder import scenarios
from core.policy.loader import Measure, Policy, load_policy
from core.policy.terms import Term

# Of versions that the county wrote itself, as they are met: the words of one may be asked for where no store is at hand.
_met: dict[type, dict[str, PersonClass | Measure]] = {PersonClass: {}, Measure: {}}


def remember(named: Iterable[PersonClass | Measure]) -> None:
    """What a class or a measure is called now: the last one told wins."""
    for each in named:
        _met[type(each)][each.code] = each


def meet(named: Iterable[PersonClass | Measure]) -> None:
    """What only a draft has: it is called as the draft says, and nothing that has a name is called otherwise for it."""
    for each in named:
        if each.code not in (known_classes() if isinstance(each, PersonClass) else known_measures()):
            _met[type(each)][each.code] = each


def known_classes() -> dict[str, PersonClass]:
    """By code: those of every pack in every edition, and those of the county's own versions."""
    return _shipped() | _met[PersonClass]


def known_class(code: str) -> PersonClass:
    """Raises KeyError for a code that no pack has ever had."""
    # what runs has been met: every edition of every pack is read, which takes a second, for what no longer does alone
    return _met[PersonClass].get(code) or known_classes()[code]


def known_measures() -> dict[str, Measure]:
    """Likewise."""
    return _measures() | _met[Measure]


def known_terms() -> dict[str, Term]:
    return _terms()


@cache
def _shipped() -> dict[str, PersonClass]:
    return {each.code: each for policy in reversed(_policies()) for each in policy.classes}


@cache
def _measures() -> dict[str, Measure]:
    return {code: each for policy in reversed(_policies()) for code, each in policy.measures.items()}


@cache
def _terms() -> dict[str, Term]:
    return {code: term for policy in _policies() for code, term in policy.terms.items()}


@cache
def _policies() -> tuple[Policy, ...]:
    """Every pack in every edition, its own first: a class may stand in some editions alone."""
    packs = scenarios()
    return (*map(load_policy, packs), *(load_policy(pack, code) for pack in packs for code in editions(pack)))

"""Names of classes and terms, those that are no longer in force among them: alerts and histories still speak of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from core.policy.classes import PersonClass
from core.policy.folder import scenarios
from core.policy.loader import load_policy
from core.policy.terms import Term

# Of versions that the county wrote itself, as they are met: the words of a class may be asked for where no store is at hand.
_met: dict[str, PersonClass] = {}


def remember(classes: Iterable[PersonClass]) -> None:
    """What a class is called now: the last one told wins."""
    _met.update({each.code: each for each in classes})


def known_classes() -> dict[str, PersonClass]:
    """By code: those of every pack, and those of the county's own versions."""
    return _shipped() | _met


def known_class(code: str) -> PersonClass:
    """Raises KeyError for a code that no pack has ever had."""
    return known_classes()[code]


def known_terms() -> dict[str, Term]:
    return _terms()


@cache
def _shipped() -> dict[str, PersonClass]:
    return {each.code: each for pack in reversed(scenarios()) for each in load_policy(pack).classes}


@cache
def _terms() -> dict[str, Term]:
    return {code: term for pack in scenarios() for code, term in load_policy(pack).terms.items()}

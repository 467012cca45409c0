"""Who belongs in which class because of the outbreak, reckoned from the plan by the rules of early 2020 and by nothing of the product."""

from __future__ import annotations

from collections import defaultdict

from sample_data.outbreak import NONE, Outbreak
from sample_data.spec import Spec

WATCHED = 14  # days after the last contact and after the discharge, which are day 0


def classes_truth(spec: Spec, outbreak: Outbreak) -> dict[str, dict[str, list[str]]]:
    """Day → class → id numbers, after a third of the period, after two thirds, and on its last day."""
    days = (spec.days // 3, 2 * spec.days // 3, spec.days - 1)
    numbers = outbreak.people.id_number
    return {
        spec.day(day).isoformat(): {
            code: sorted(str(numbers[person]) for person in people) for code, people in _on(outbreak, day).items()
        }
        for day in days
    }


def _on(outbreak: Outbreak, day: int) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for case in outbreak.cases:
        code = "asymptomatic" if case.onset == NONE else "confirmed"
        out = case.outcome_on != NONE
        if case.confirmed <= day and (not out or day <= case.outcome_on):
            found[code].add(case.person)
        if out and case.outcome_on <= day <= case.outcome_on + WATCHED:
            found["discharged"].add(case.person)
    taken = set().union(*found.values())  # whoever is a case, or was one of late, is a contact no more
    for contact in outbreak.contacts:
        if contact.kind == "密接" and contact.last <= day <= contact.last + WATCHED:
            found["contact"].add(contact.person)
    return {
        code: found[code] - (taken if code == "contact" else set())
        for code in ("confirmed", "asymptomatic", "contact", "discharged")
    }

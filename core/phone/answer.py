"""What a scan is answered: one word that a doorman acts on. It tells no class and nothing else of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.act.allows import SCHOOL, WORK, allows
from core.domain import EVERYTHING, Scope
from core.phone.asking import unit_kind
from core.phone.people import Rider
from core.registry.answering import answering
from core.store import Store

PASS, REGISTER, CALL = "pass", "register", "call"
FEVER = 37.3  # °C, from which a doorman calls
EVERYBODY = Scope((EVERYTHING,))
APPROVED = """select return_on from exit_application where status = 'approved' and list_contains($people, person_id)
  and $on between leave_on and coalesce(return_on, date '9999-12-31') order by return_on nulls last limit 1"""


@dataclass(frozen=True)
class Answer:
    """`word`: pass | register | call; `name`, `number`: of who is to be called (public: on duty for the place), None where nobody is;
    `approved`: an application to leave holds today, `until` its last day (None: open)."""

    word: str
    name: str | None = None
    number: str | None = None
    approved: bool = False
    until: date | None = None


def answer(
    store: Store, riders: list[Rider], *, grid_id: int, on: date, unwell: bool = False, leaving: bool = False
) -> Answer:
    """Of several people together the strictest. `unwell`: a temperature or a symptom was told."""
    if unwell or any(_kept(store, riders, grid_id, on)):
        return Answer(CALL, *responsible(store, grid_id, on))
    if not riders or any(not r.proven and (r.until is None or r.until < on) for r in riders):
        return Answer(REGISTER)
    found = store.one(APPROVED, people=[r.person_id for r in riders], on=on) if leaving else None
    return Answer(PASS, approved=found is not None, until=found[0] if found else None)


def responsible(store: Store, grid_id: int, on: date) -> tuple[str | None, str | None]:
    found = answering(store, Scope((EVERYTHING,), frozenset({"work_phone"})), grid_id=grid_id, as_of=on)
    duty = next((d for d in found.duties if d.phone), None) if found else None
    return (duty.name, duty.phone) if duty else (None, None)


def _kept(store: Store, riders: list[Rider], grid_id: int, on: date) -> list[bool]:
    kind = unit_kind(store, grid_id)
    ways = ("leave", *((SCHOOL,) if kind == "school" else (WORK,) if kind else ()))
    found = allows(store, EVERYBODY, [r.person_id for r in riders], as_of=on)
    return [not of_it[way].yes for of_it in found.values() for way in ways]

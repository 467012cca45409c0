"""Why somebody is in a class, and why not in the others: every class of the pack, with what is known and where it was told."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from core.classify.absent import absent_events
from core.classify.by_hand import Decision, decisions_of, given, piece
from core.classify.compiled import explained
from core.domain import Scope
from core.policy.classes import PersonClass
from core.policy.conditions import Condition
from core.policy.decisions import RELEASE
from core.policy.loader import Policy
from core.policy.running import running
from core.policy.terms import DAY, END, TOLD, Term, events
from core.registry.reach import reached
from core.store import Store, load_sql

BACK = 60  # days: classes that ended earlier are not told
UNKNOWN_BEGINNING, NO_END = date(1900, 1, 1), date(9999, 12, 31)
STAY = "stay"  # the event
HOLDS, NOT, UNKNOWN = "holds", "not", "unknown"
MASK = "***"
PART = "  -- of: "  # begins a part of why_sources.sql
PERSON = """select home_grid_id is not null as housed,
  case when is_end(status) then status_on end as gone_on from person where person_id = $person"""

WITHIN = """select count(*) > 0 from person p join grid_tree t on t.grid_id = p.home_grid_id
  where p.person_id = $person and t.ancestor_id in (select unnest($areas))"""


@dataclass(frozen=True)
class Known:
    """One term as it is known: value None is unknown. `source`: person.<column>, reading, membership, person_fact, stay.<how> … or empty
    (reckoned); `day` it was measured or told, `file` in which it stood."""

    term: str
    value: str | float | bool | None
    source: str = ""
    day: date | None = None
    file: str | None = None


@dataclass(frozen=True)
class Stage:
    """Where in a chain of phases somebody is: `phase` of `phases`, its place and last day; `tests`: all days of testing."""

    phase: int
    phases: int
    place: str
    until: date
    tests: tuple[date, ...]


@dataclass(frozen=True)
class Why:
    """`state`: holds | not | unknown. `because`: condition (met, or not), no_event, over, not_yet, released (by its condition), by_hand (as
    `decision` says), excluded (by the class `by`), outside (the area of the
    emergency), gone, in_other, no_home and rest (of the class of all others), missing. `since` None:
    the beginning is not known. `stage`: of a chain of phases. `when`: the condition that is not met."""

    code: str
    state: str
    because: str
    since: date | None = None
    until: date | None = None
    missing: tuple[str, ...] = ()
    known: tuple[Known, ...] = ()
    by: str | None = None
    decision: Decision | None = None
    stage: Stage | None = None
    when: Condition | None = None


def why(store: Store, scope: Scope, *, person_id: int, as_of: date, policy: Policy | None = None) -> list[Why]:
    """Every class of the pack by rank; nothing out of reach. Reckoned anew from the data as they are, so it also tells of any past day."""
    policy = policy or running(store, as_of)
    if not reached(store.cursor(), scope, [person_id], as_of):
        return []
    housed, gone_on = store.one(PERSON, person=person_id)
    rows = _rows(store, policy, person_id, as_of)
    sources = _sources(store, policy, person_id, rows, as_of)
    decisions = decisions_of(store, person_id)
    found = [
        _one(each, [r for r in rows if r["class"] == each.code], [d for d in decisions if d.code == each.code], as_of)
        for each in policy.classes
        if each.event
    ]
    told = [_told(policy, scope, each, sources) for each in found]
    if gone_on is not None:
        told = [_gone(each, gone_on, as_of) for each in told]
    told = _outside(store, policy, told, person_id)
    told = _excluded(policy, told)
    rest = [
        _rest(each, told, housed=housed, gone=gone_on is not None and gone_on <= as_of)
        for each in policy.classes
        if not each.event
    ]
    return [*told, *rest]


def _rows(store: Store, policy: Policy, person_id: int, as_of: date) -> list[dict]:
    absent = absent_events(store.cursor(), policy, people=[person_id])
    asked = explained(policy, person_id=person_id, as_of=as_of, back=BACK, absent=absent)
    if asked is None:
        return []
    cursor = store.run(asked.sql, **asked.parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _one(each: PersonClass, rows: list[dict], decisions: list[Decision], as_of: date) -> Why:  # noqa: PLR0911 - a case per reason
    """What was decided by hand or holds of the events of one class, else what cannot be told, else the last that does not."""
    now = [r for r in rows if r["since"] is None or r["since"] <= as_of <= r["until"]]
    fits = [r for r in now if r["holds"] and r["since"]]
    held = [r | dict(zip(("since", "until"), left, strict=True)) for r in fits if (left := piece(r, decisions, as_of))]
    hand = given(decisions, as_of)
    if held or hand:
        return _holding(each, held, hand, as_of)
    if fits:
        cut = next(d for d in reversed(decisions) if d.act == RELEASE and d.since <= as_of <= d.until)
        return Why(each.code, NOT, "by_hand", cut.since, cut.until, known=_terms(fits[-1]), decision=cut)
    undecided = [r for r in now if r["holds"] is None]
    if undecided:
        missing = dict.fromkeys(name for r in undecided for name in r["missing"])
        return Why(each.code, UNKNOWN, "missing", missing=tuple(missing), known=_terms(undecided[-1]))
    if released := [r for r in now if r["released"] and r["since"]]:
        return Why(each.code, NOT, "released", _known_day(released[-1]["since"]), known=_terms(released[-1]))
    past = [r for r in rows if r["since"] and r["holds"]]
    if past:
        last = max(past, key=lambda r: r["since"])
        because = "over" if last["until"] < as_of else "not_yet"
        return Why(each.code, NOT, because, _known_day(last["since"]), _known_day(last["until"]), known=_terms(last))
    if rows:
        known = _terms(max(rows, key=lambda r: r["day"] or UNKNOWN_BEGINNING))
        return Why(each.code, NOT, "condition", known=known, when=each.when)
    return Why(each.code, NOT, "no_event")


def _holding(each: PersonClass, held: list[dict], hand: list[Decision], as_of: date) -> Why:
    """Of several stretches the one that ends last says why."""
    since = min([*(r["since"] for r in held), *(d.since for d in hand)])
    until = max([*(r["until"] for r in held), *(d.until for d in hand)])
    last = max(held, key=lambda r: (r["until"], r["since"]), default=None)
    said = max(hand, key=lambda d: d.until, default=None)
    if last and said and last["until"] > said.until:
        said = None
    return Why(
        each.code, HOLDS, "by_hand" if said else "condition", _known_day(since), _known_day(until),
        known=_terms(last) if last else (), decision=said, stage=stage_of(last["chain"], until, as_of) if last else None,
    )  # fmt: skip


def stage_of(chain: str | None, until: date, as_of: date) -> Stage | None:
    """Of the JSON that is kept with a class."""
    if chain is None:
        return None
    read = json.loads(chain)
    ends = [date.fromisoformat(day) for day in read["ends"]]
    phase = min(len(ends), 1 + sum(day < as_of for day in ends))
    tests = tuple(date.fromisoformat(day) for day in read["tests"])
    return Stage(phase, len(ends), read["places"][phase - 1], until if phase == len(ends) else ends[phase - 1], tests)


def _known_day(day: date) -> date | None:
    return None if day in (UNKNOWN_BEGINNING, NO_END) else day


def _terms(row: dict) -> tuple[Known, ...]:
    return tuple(Known(name, value) for name, value in json.loads(row["terms"]).items())


def _sources(
    store: Store, policy: Policy, person_id: int, rows: list[dict], as_of: date
) -> dict[tuple[str, date | None], tuple]:
    days = sorted({r["day"] for r in rows if r["day"]}) or [as_of]
    asked = {_source(policy, r["class"], name).partition(".")[0] for r in rows for name in json.loads(r["terms"])}
    sql = _asking(frozenset(asked))
    found = store.run(sql, person=person_id, days=days, first=days[0], last=days[-1], as_of=as_of).fetchall()
    dated = {(what, day): (day, file) for what, day, file in found}
    return {(what, None): (day, file) for what, day, file in found} | dated


@cache
def _asking(asked: frozenset[str]) -> str:
    """The parts of why_sources.sql that tell of what is asked; the first always."""
    before, _, rest = load_sql(__file__, "why_sources.sql").partition(PART)
    said, end, after = rest.partition("\n)\nselect")
    first, *others = said.split(f"  union all\n{PART}")
    kept = [part for part in others if asked & set(part.partition("\n")[0].split())]
    return before + PART + f"  union all\n{PART}".join([first.rstrip() + "\n", *kept]).rstrip() + end + after


def _source(policy: Policy, code: str, name: str) -> str:
    """Where a term of a class stands."""
    event, term = events()[policy.person_class(code).event], policy.terms[name]
    return (event.terms_from | {DAY: event.day_from, END: event.ends_from}).get(name, term.source)


def _of_stay(name: str, source: str, terms: dict[str, object]) -> tuple[str, str]:
    """Where a term of a stay stands, and by what it is looked up: a stay by the way in which it is known, an area by its name, so that those
    of another stay that ended on the same day are not taken for it."""
    if name == "found_on" and terms["found_on"] == terms["arrived_on"]:
        name, source = "arrived_on", "person.arrived_on"  # else the announcement was later
    if source == "stay" or (name == "arrived_on" and terms["how"] == "applied"):  # that is the day of return
        return (f"stay.{terms['how']}",) * 2
    return source, f"risk_area.{terms['stay_area']}" if source == "risk_area" else source


def _told(policy: Policy, scope: Scope, found: Why, sources: dict[tuple[str, date | None], tuple]) -> Why:
    terms = {k.term: k.value for k in found.known}
    day = date.fromisoformat(terms[DAY]) if terms.get(DAY) else None

    def told(known: Known) -> Known:
        term, source = policy.terms[known.term], _source(policy, found.code, known.term)
        looked_up = known.term if source == TOLD else source
        if source != TOLD and policy.person_class(found.code).event == STAY:
            source, looked_up = _of_stay(known.term, source, terms)
        when, file = sources.get((looked_up, day), sources.get((looked_up, None), (None, None)))
        return Known(known.term, _masked(known.value, term, scope), source, when, file if source else None)

    return replace(found, known=tuple(told(known) for known in found.known))


def _masked(value: str | float | bool | None, term: Term, scope: Scope) -> str | float | bool | None:
    return MASK if value is not None and term.hidden and term.hidden not in scope.reveal else value


def _gone(found: Why, gone_on: date, as_of: date) -> Why:
    if gone_on <= as_of:
        return Why(found.code, NOT, "gone", since=gone_on)
    last = date.fromordinal(gone_on.toordinal() - 1)
    return replace(found, until=min(found.until or last, last)) if found.state == HOLDS else found


def _outside(store: Store, policy: Policy, found: list[Why], person_id: int) -> list[Why]:
    """A class is of nobody who lives outside the area of its emergency."""
    held = {w.code for w in found if w.state != NOT and w.code in policy.areas}
    beyond = {code for code in held if not store.value(WITHIN, person=person_id, areas=list(policy.areas[code]))}
    return [Why(w.code, NOT, "outside", known=w.known) if w.code in beyond else w for w in found]


def _excluded(policy: Policy, found: list[Why]) -> list[Why]:
    by = {
        other: each.code for each in found if each.state == HOLDS for other in policy.person_class(each.code).excludes
    }
    return [
        Why(w.code, NOT, "excluded", w.since, w.until, known=w.known, by=by[w.code])
        if w.state == HOLDS and w.code in by
        else w
        for w in found
    ]


def _rest(each: PersonClass, others: list[Why], *, housed: bool, gone: bool) -> Why:
    """Whoever is on a roster and in no other class."""
    if gone:
        return Why(each.code, NOT, "gone")
    if not housed:
        return Why(each.code, NOT, "no_home")
    holding = next((w.code for w in others if w.state == HOLDS), None)
    return Why(each.code, NOT, "in_other", by=holding) if holding else Why(each.code, HOLDS, "rest")

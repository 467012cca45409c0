"""Searching people: what a clerk types is recognised, filters narrow it down, and SQL hands out one page."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

import pandas as pd

from core.domain import EVERYTHING, Scope
from core.policy.loader import RESIDENT
from core.policy.needs import needs
from core.registry.name_form import name_form
from core.store import Store, asked, load_sql
from core.store.kept import until_written

FAR_PAST = date(1900, 1, 1)
SEEN_DAYS = (
    14  # the list looks for the last check-in this far back only: a look at all days of a whole county takes too long
)
BESIDE = (
    "person_class",
    "need",
    "risk_area",
)  # conditions that what is made of the data answers, not what was told alone
PERSONAL = ("name", "phone", "id_number", "address", "work_phone")


def search(
    store: Store,
    scope: Scope,
    *,
    seen_until: date | None = None,
    limit: int = 50,
    offset: int = 0,
    **conditions: object,
) -> pd.DataFrame:
    """One page of the people who answer to `text` and all filters, ordered by pinyin, name, then home grid; those of a need by what is
    most urgent in it.

    Conditions, each optional: text, grid, person_class, leading, unit, household, risk_area (whom it concerns), registered (True unless given), gone (False unless
    given), need, as_of, judged.

    `text` is recognised by `recognise`. `grid` is an area grid (those who live in it or stay in it for a time) or a block grid (those who
    work or study in it), `unit` a block grid besides. `registered` None also finds visitors known from scans alone, `gone` None
    also those who died, moved out or were cancelled by `as_of`, True those alone. Only memberships
    that hold on `as_of` count (None: that have no end). `person_class` finds all who are in it, `leading` those alone whose shown class
    it is. `need` (core/policy/needs.py) finds those who are in it on the day `judged` (None: `as_of`). The last check-in is looked for in the two weeks up to `seen_until` (None:
    `as_of`).

    Grain: one row per person. Columns: person_id, name, sex, born (year), phone, id_number, grid_id, grid_name, place (village and section), township,
    household_id, household (code), class (the one shown), classes (list, that one first), until (of the foremost class that has an end),
    origin, arrived_on, last_seen, status, status_on, first_seen (day; of somebody on no roster, whose place is where that was). Personal fields are masked unless revealed.
    """
    seen_until = seen_until or conditions.get("as_of")
    seen_since = seen_until - timedelta(days=SEEN_DAYS - 1) if seen_until else FAR_PAST
    found = _found(store, scope, "people_ids.sql", limit=limit, offset=offset, **conditions)
    return store.df(
        load_sql(__file__, "people_page.sql"),
        people=[number for (number,) in found],
        scope=scope.roots,
        as_of=conditions.get("as_of") or date.max,
        seen_since=seen_since,
        **shown(scope),
    )


def count(store: Store, scope: Scope, **conditions: object) -> int:
    """How many people `search` finds in all, under the same conditions."""
    ((people,),) = _found(store, scope, "people_count.sql", **conditions)
    return people


def need_counts(store: Store, scope: Scope, **conditions: object) -> dict[str, int]:
    """How many people `search` finds in each need under the same conditions: {need: people}, the most urgent first, without empty ones."""
    found = dict(_ask(store, scope, "people_needs.sql", head="needing.sql", **conditions))
    return {code: found[code] for code in needs() if code in found}


def ids(store: Store, scope: Scope, **conditions: object) -> list[int]:
    """person_id of all whom `search` finds under the same conditions, in its order."""
    return [number for (number,) in _ask(store, scope, "people_ids.sql", **conditions)]


def visitors_of(store: Store, scope: Scope, *, batch: int, as_of: date) -> int:
    """How many people on no roster an import found, as far as the scope reaches them."""
    return store.value(
        "select count(*) from person where batch_id = $batch and not registered and person_id in (from scope_people($scope, $as_of))",
        batch=batch,
        scope=scope.roots,
        as_of=as_of,
    )


def recognise(text: str) -> dict[str, str | None]:
    """What a searched text can mean; None where it can't mean that.

    part: of a name, as `name_form` has it · letters: pinyin, initials (zxm) or a foreign name · tail: 4–10 digits (or 3 and X),
    the end of a phone or ID number · phone: 11 digits · id_number: 15 or 18 characters, or a passport's letters and digits ·
    code: a household's, always tried.
    """
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    form = name_form(text)
    compact = re.sub(r"^\+?86(?=1\d{10}$)", "", re.sub(r"[\s\-·]", "", plain)).upper()
    digits = re.fullmatch(r"\d+X?", compact) is not None
    return {
        "text": plain or None,
        "part": form if form and not form.isascii() else None,
        "letters": form if form and re.fullmatch(r"[a-z][a-z ]*", form) else None,
        "tail": compact if digits and 4 <= len(compact) <= 10 else None,
        "phone": compact if digits and len(compact) == 11 else None,
        "id_number": compact if re.fullmatch(r"\d{15}|\d{17}[\dX]|[A-Z]{1,3}\d{5,12}", compact) else None,
        "code": plain.lower() or None,
    }


def shown(scope: Scope) -> dict[str, bool]:
    """`show_<field>` for the queries: whether a personal field is handed out unmasked."""
    return {f"show_{name}": name in scope.reveal for name in PERSONAL}


def _found(store: Store, scope: Scope, tail: str, **conditions: object) -> list[tuple]:
    """Who is found by what the store was told alone is kept until it is told something: all of a county are looked through for it."""
    kept = all(conditions.get(name) is None for name in BESIDE)
    return (_keep if kept else _ask)(store, scope, tail, **conditions)


def _ask(store: Store, scope: Scope, tail: str, *, head: str | None = None, **conditions: object) -> list[tuple]:
    """Everybody is looked through only where no need says who it is."""
    bound = _conditions(scope, **conditions)
    head = head or ("people_all.sql" if bound["need"] is None else "needing.sql")
    sql = "".join(load_sql(__file__, name) for name in (head, "people_matched.sql", tail))
    return store.run(asked(sql, bound), **bound).fetchall()


_keep = until_written(told=True)(_ask)


def _conditions(
    scope: Scope,
    *,
    text: str = "",
    grid: int = EVERYTHING,
    person_class: str | None = None,
    leading: bool = False,
    unit: int | None = None,
    household: int | None = None,
    risk_area: int | None = None,
    registered: bool | None = True,
    gone: bool | None = False,
    need: str | None = None,
    as_of: date | None = None,
    judged: date | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> dict[str, object]:
    """As the statements take them; what asks for nothing is None."""
    as_of = as_of or date.max
    return {
        **recognise(text),
        **_rules(judged or as_of, as_of),
        "scope": scope.roots,
        "partial": None if EVERYTHING in scope.grids else True,
        "grid": None if grid == EVERYTHING else grid,
        "class": person_class,
        "resident": RESIDENT,
        "leading": leading,
        "unit": unit,
        "household": household,
        "risk_area": risk_area,
        "registered": registered,
        "staying": True if gone is False else None,
        "gone": True if gone else None,
        "need": need,
        "newest": need is not None and needs()[need].newest,
        "as_of": as_of,
        "limit": limit,
        "offset": offset,
    }


def _rules(judged: date, today: date) -> dict[str, object]:
    """The needs as needing.sql takes them: the lists of one row's values stand side by side."""
    by_class = [(n, code) for n in needs().values() for code in n.classes]
    by_detector = [(n.code, code) for n in needs().values() for code in n.detectors]
    by_status = [(n.code, code) for n in needs().values() for code in n.statuses]
    by_stay = [(n, code) for n in needs().values() for code in n.stays]
    by_application = [(n.code, code) for n in needs().values() for code in n.applications]
    return {
        "judged": judged,
        "class_needs": [n.code for n, _ in by_class],
        "classes": [code for _, code in by_class],
        "ends_by": [n.ends_by(judged) for n, _ in by_class],
        "begun_from": [n.begun_from(judged) for n, _ in by_class],
        "detector_needs": [n for n, _ in by_detector],
        "detectors": [code for _, code in by_detector],
        "status_needs": [n for n, _ in by_status],
        "statuses": [code for _, code in by_status],
        "stay_needs": [n.code for n, _ in by_stay],
        "stays": [code for _, code in by_stay],
        "stays_end_by": [n.ends_by(today) for n, _ in by_stay],
        "application_needs": [n for n, _ in by_application],
        "application_statuses": [code for _, code in by_application],
    }
